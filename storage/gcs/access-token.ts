import { sign } from 'node:crypto';
import { z } from 'zod';
import { StagewireError } from '../../errors/index.js';
import type { HttpConnections } from '../http-connections.js';
import { refuseInsecure } from '../insecure-storage.js';
import { parseJson } from '../parse-json.js';
import { readAnswer, readErrorBody } from '../read-body.js';
import { StoreResponseError } from '../store-errors.js';
import { targetOf } from '../target.js';
import type { ServiceAccount } from './service-account.js';

const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';
const CLAIM_SECONDS = 3600;
/** A token is not used any more when it has no longer to live. */
const RENEWED_BEFORE_MS = 60_000;

const ANSWER = z.object({ access_token: z.string().regex(/^[\x21-\x7E]+$/), expires_in: z.number().positive() });

/** Access tokens of a service account, each used until shortly before its end. Google's own package needs a later Node than we do. */
export class AccessTokens {
  readonly #account: ServiceAccount;
  readonly #connections: HttpConnections;
  readonly #allowInsecure: boolean;
  #current: Promise<{ readonly token: string; readonly endsAt: number }> | undefined;

  constructor(account: ServiceAccount, connections: HttpConnections, allowInsecure: boolean) {
    this.#account = account;
    this.#connections = connections;
    this.#allowInsecure = allowInsecure;
  }

  /** 3002 if the server of tokens refuses the account, 3903 if it may not be asked, for it is one of plain http. */
  async token(): Promise<string> {
    const known = this.#current;
    if (known) {
      const { token, endsAt } = await known;
      if (endsAt > Date.now()) return token;
      // Unless another request has asked for a new one meanwhile.
      if (this.#current === known) this.#current = undefined;
    }
    this.#current ??= this.#ask().catch((error: unknown) => {
      this.#current = undefined;
      throw error;
    });
    return (await this.#current).token;
  }

  /** A token that was refused before its end, as one is that was revoked, is not used again. */
  async forget(refused: string): Promise<void> {
    const known = this.#current;
    const current = await known?.catch(() => undefined);
    if (current?.token === refused && this.#current === known) this.#current = undefined;
  }

  /** Using OAuth 2.0 for Server to Server Applications: Making an access token request. Not cancelled with a statement, for others may wait for it too. */
  async #ask(): Promise<{ readonly token: string; readonly endsAt: number }> {
    const { tokenUrl, email } = this.#account;
    refuseInsecure(tokenUrl, this.#allowInsecure, 'token_uri of the credential must use https');
    const body = Buffer.from(new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: this.#assertion() }).toString());
    const headers = { host: tokenUrl.host, 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) };
    const response = await this.#connections.send({ target: targetOf(tokenUrl), method: 'POST', headers, body, signal: undefined });
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      await readErrorBody(response);
      if (status >= 500 || status === 429) throw new StoreResponseError(status, '', 'the server of tokens failed');
      throw new StagewireError('StoragePermissionDenied', `no token for '${email}': ${tokenUrl.origin} refused the credential (${status})`);
    }
    const answer = ANSWER.safeParse(parseJson(await readAnswer(response)));
    if (!answer.success) throw new StagewireError('StorageOther', `the answer of ${tokenUrl.origin} holds no token`);
    return { token: answer.data.access_token, endsAt: Date.now() + answer.data.expires_in * 1000 - RENEWED_BEFORE_MS };
  }

  /** RFC 7523; RFC 7519 with RS256. */
  #assertion(): string {
    const { email, privateKey, tokenUrl } = this.#account;
    const issuedAt = Math.floor(Date.now() / 1000);
    const claims = { iss: email, scope: SCOPE, aud: tokenUrl.href, iat: issuedAt, exp: issuedAt + CLAIM_SECONDS };
    const text = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
  }
}
