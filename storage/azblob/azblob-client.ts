import type { IncomingMessage } from 'node:http';
import { StagewireError } from '../../errors/index.js';
import { DEFAULT_IDLE_TIMEOUT_MS, HttpConnections } from '../http-connections.js';
import { encodePath, encodeQuery } from '../percent-encode.js';
import { wholeAnswer, type Answer } from '../read-body.js';
import { sendAgainIfOverloaded } from '../send-again.js';
import type { StoreErrors } from '../store-errors.js';
import { endpointUrl, targetOf } from '../target.js';
import { azblobErrors, readError } from './azblob-errors.js';
import type { AzblobOptions } from './azblob-options.js';
import { serviceSas, sharedKeyAuthorization, type SharedKey } from './shared-key.js';

/** Of the REST API. Later ones encode names that XML cannot express, and say so in an attribute. */
const API_VERSION = '2020-12-06';

export interface AzblobRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Whole name of a blob; without it the request is about the container. */
  readonly blob?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Signed requests to one container. Azure's own package needs a later Node than we do; what is left to do without it is the signature.
 */
export class AzblobClient {
  readonly errors: StoreErrors;
  readonly #endpoint: URL;
  readonly #container: string;
  readonly #key: SharedKey | null;
  readonly #connections: HttpConnections;

  /** 2002 if the options cannot configure a client. */
  constructor(options: AzblobOptions) {
    this.#endpoint = endpointUrl(options.endpointUrl, 'with path');
    if (!/^(?:\$root|\$web|\$logs|[a-z0-9][a-z0-9-]{1,61}[a-z0-9])$/.test(options.container)) {
      throw new StagewireError('InvalidConfig', `'${options.container}' cannot be the name of a container`);
    }
    this.#container = options.container;
    this.#key = sharedKey(options, this.#endpoint.hostname);
    this.#connections = new HttpConnections(options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS);
    this.errors = azblobErrors(options, this.#endpoint.origin);
  }

  /** Sends a request and reads the whole answer. Rejects with `StoreResponseError` unless the status is 2xx. */
  async ask(request: AzblobRequest): Promise<Answer> {
    return wholeAnswer(await this.send(request));
  }

  /** Sends a request, once more if the store is overloaded, and hands back the response with its body unread. */
  send(request: AzblobRequest): Promise<IncomingMessage> {
    return sendAgainIfOverloaded(() => this.#sendOnce(request), request.signal);
  }

  /** A URL that lets its bearer read or write a blob. 3902 for anonymous access. */
  presign(method: 'GET' | 'PUT', blob: string, expiresIn: number): URL {
    if (!this.#key) throw this.errors.cannotPresign('account_key');
    const sas = serviceSas(this.#key, {
      container: this.#container,
      blob,
      permissions: method === 'GET' ? 'r' : 'cw',
      expires: new Date(Date.now() + expiresIn * 1000),
      httpsOnly: this.#endpoint.protocol === 'https:',
      version: API_VERSION,
    });
    return new URL(this.#endpoint.origin + this.#path(blob) + encodeQuery(sas));
  }

  /** Ends all connections; requests that run fail. */
  close(): void {
    this.#connections.close();
  }

  async #sendOnce({ method, blob, query = {}, headers: given, body, signal }: AzblobRequest): Promise<IncomingMessage> {
    signal?.throwIfAborted();
    const path = this.#path(blob);
    const headers: Record<string, string> = { ...given, host: this.#endpoint.host, 'x-ms-date': new Date().toUTCString(), 'x-ms-version': API_VERSION };
    if (body !== undefined) headers['content-length'] = String(body.length);
    if (this.#key) headers['authorization'] = sharedKeyAuthorization(this.#key, { method, path, query, headers });
    const target = { ...targetOf(this.#endpoint), path: path + encodeQuery(query) };
    const response = await this.#connections.send({ target, method, headers, body, signal });
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    throw await readError(response);
  }

  #path(blob: string | undefined): string {
    const container = `${this.#endpoint.pathname.replace(/\/+$/, '')}/${encodePath(this.#container)}`;
    return blob === undefined ? container : `${container}/${encodePath(blob)}`;
  }
}

function sharedKey({ accountName, accountKey }: AzblobOptions, hostname: string): SharedKey | null {
  if (accountKey === undefined) return null;
  const name = accountName ?? /^([a-z0-9]+)(?:-secondary)?\.blob\./.exec(hostname)?.[1];
  if (name === undefined) throw new StagewireError('InvalidConfig', 'account_key needs account_name: endpoint_url does not name the account');
  if (!/^[A-Za-z0-9-]+$/.test(name)) throw new StagewireError('InvalidConfig', `account_name '${name}' cannot be the name of an account`);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(accountKey)) throw new StagewireError('InvalidConfig', 'account_key is not in base64');
  return { accountName: name, key: Buffer.from(accountKey, 'base64') };
}
