import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { StagewireError } from '../../errors/index.js';
import { DEFAULT_IDLE_TIMEOUT_MS, HttpConnections } from '../http-connections.js';
import { refuseInsecure } from '../insecure-storage.js';
import { encodePath, encodeQuery, percentEncode } from '../percent-encode.js';
import { parseJson } from '../parse-json.js';
import { wholeAnswer, type Answer } from '../read-body.js';
import { sendAgainIfOverloaded } from '../send-again.js';
import { StoreResponseError, type StoreErrors } from '../store-errors.js';
import { endpointUrl, targetOf } from '../target.js';
import { AccessTokens } from './access-token.js';
import { gcsErrors, readError } from './gcs-errors.js';
import type { GcsOptions } from './gcs-options.js';
import { parseServiceAccount, type ServiceAccount } from './service-account.js';
import { signedUrl } from './signed-url.js';

export interface GcsRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Of the JSON API, or the URI of an upload's session, which is its own authorization. */
  readonly url: URL;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly signal?: AbortSignal | undefined;
  /** A status beside 2xx that is no failure. */
  readonly expected?: number;
  /** False for requests whose repetition is not the same as one. Default true. */
  readonly repeatable?: boolean;
}

/** Requests to one bucket by the JSON API of Cloud Storage, version 1. */
export class GcsClient {
  readonly errors: StoreErrors;
  readonly #endpoint: URL;
  readonly #bucket: string;
  readonly #account: ServiceAccount | null;
  readonly #tokens: AccessTokens | null;
  readonly #connections: HttpConnections;
  readonly #allowInsecure: boolean;

  /** 2002 if the options cannot configure a client. */
  constructor(options: GcsOptions) {
    this.#endpoint = endpointUrl(options.endpointUrl);
    if (!/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(options.bucket)) {
      throw new StagewireError('InvalidConfig', `'${options.bucket}' cannot be the name of a bucket`);
    }
    this.#bucket = options.bucket;
    this.#allowInsecure = options.allowInsecure;
    this.#account = options.credential === undefined ? null : parseServiceAccount(options.credential);
    this.#connections = new HttpConnections(options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS);
    this.#tokens = this.#account && new AccessTokens(this.#account, this.#connections, options.allowInsecure);
    this.errors = gcsErrors(options, this.#endpoint.origin);
  }

  /** The URL of the bucket, of its objects (`/o`), or of one of them. */
  bucketUrl(below: '' | '/o', query: Readonly<Record<string, string>> = {}): URL {
    return new URL(`/storage/v1/b/${percentEncode(this.#bucket)}${below}${encodeQuery(query)}`, this.#endpoint);
  }

  objectUrl(key: string, query: Readonly<Record<string, string>> = {}): URL {
    return new URL(`/storage/v1/b/${percentEncode(this.#bucket)}/o/${percentEncode(key)}${encodeQuery(query)}`, this.#endpoint);
  }

  uploadUrl(query: Readonly<Record<string, string>>): URL {
    return new URL(`/upload/storage/v1/b/${percentEncode(this.#bucket)}/o${encodeQuery(query)}`, this.#endpoint);
  }

  /** The URI of a session as the server gave it. 3903 for one of plain http where the endpoint is not one. */
  sessionUrl(location: string): URL {
    if (!URL.canParse(location, this.#endpoint.href)) throw new Error('the answer names no session of an upload');
    const url = new URL(location, this.#endpoint);
    refuseInsecure(url, this.#allowInsecure, 'the store sends uploads to a URL without https');
    return url;
  }

  /** Sends a request and reads the whole answer. Rejects with `StoreResponseError` unless the status is 2xx or the expected one. */
  async ask(request: GcsRequest): Promise<Answer> {
    return wholeAnswer(await this.send(request));
  }

  /** An answer in JSON. 4000 for one of another shape than the API's. */
  async askJson<S extends z.ZodType>(request: GcsRequest, schema: S): Promise<z.infer<S>> {
    const { text } = await this.ask(request);
    const answer = schema.safeParse(parseJson(text));
    if (!answer.success) throw new StagewireError('StorageOther', `the object store at ${this.#endpoint.origin} sent an answer that is not understood`);
    return answer.data;
  }

  /** Sends a request, once more if the store is overloaded, and hands back the response with its body unread. */
  send(request: GcsRequest): Promise<IncomingMessage> {
    return sendAgainIfOverloaded(() => this.#sendOnce(request), request.signal, request.repeatable);
  }

  /** A URL that lets its bearer read or write an object. 3902 for anonymous access. */
  presign(method: 'GET' | 'PUT', key: string, expiresIn: number): URL {
    if (!this.#account) throw this.errors.cannotPresign('credential');
    return signedUrl(this.#account, { method, origin: this.#endpoint, path: `/${percentEncode(this.#bucket)}/${encodePath(key)}`, expiresIn, now: new Date() });
  }

  /** Ends all connections; requests that run fail. */
  close(): void {
    this.#connections.close();
  }

  /** With another token where the first is refused: then nothing has happened yet. */
  async #sendOnce(request: GcsRequest): Promise<IncomingMessage> {
    const tokens = request.url.origin === this.#endpoint.origin ? this.#tokens : null;
    if (!tokens) return this.#sendWith(undefined, request);
    request.signal?.throwIfAborted();
    const token = await tokens.token();
    try {
      return await this.#sendWith(token, request);
    } catch (error) {
      if (!(error instanceof StoreResponseError && error.status === 401)) throw error;
      await tokens.forget(token);
      return this.#sendWith(await tokens.token(), request);
    }
  }

  async #sendWith(token: string | undefined, { method, url, headers: given, body, signal, expected, repeatable }: GcsRequest): Promise<IncomingMessage> {
    signal?.throwIfAborted();
    const headers: Record<string, string> = { ...given, host: url.host };
    if (body !== undefined) headers['content-length'] = String(body.length);
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    const response = await this.#connections.send({ target: targetOf(url), method, headers, body, signal, repeatable });
    const status = response.statusCode ?? 0;
    if ((status >= 200 && status < 300) || status === expected) return response;
    throw await readError(response);
  }
}
