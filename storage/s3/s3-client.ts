import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { presignSignatureV4, signV4 } from 'minio/dist/esm/signing.mjs';
import { DEFAULT_IDLE_TIMEOUT_MS, HttpConnections, type Target } from '../http-connections.js';
import { wholeAnswer, type Answer } from '../read-body.js';
import { sendAgainIfOverloaded } from '../send-again.js';
import type { StoreErrors } from '../store-errors.js';
import { createCredentials, type Credentials, type Keys } from './credentials.js';
import { Endpoint, type Query } from './endpoint.js';
import { s3Errors, S3ResponseError } from './s3-errors.js';
import { bucketRegion, exchange } from './s3-exchange.js';
import type { S3Options } from './s3-options.js';

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Full key in the bucket; without it the request is about the bucket. */
  readonly key?: string;
  readonly query?: Query;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly signal?: AbortSignal | undefined;
  /** False for requests whose repetition is not the same as one. Default true. */
  readonly repeatable?: boolean;
}

/**
 * Signed requests to one bucket. The `minio` package signs and assumes roles; the exchange itself is
 * ours, because its client can neither be cancelled nor bounded in time and hides HTTP statuses.
 */
export class S3Client {
  readonly errors: StoreErrors;
  readonly #endpoint: Endpoint;
  readonly #connections: HttpConnections;
  readonly #credentials: Credentials;
  readonly #givenRegion: string | undefined;
  #detectedRegion: Promise<string> | undefined;

  /** 2002 if the options cannot configure a client. */
  constructor(options: S3Options) {
    this.#endpoint = new Endpoint(options.endpointUrl, options.bucket, options.virtualHostStyle);
    this.#connections = new HttpConnections(options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS);
    this.#givenRegion = options.region ?? this.#endpoint.regionInHost ?? (this.#endpoint.isGlobalAws ? undefined : 'us-east-1');
    this.#credentials = createCredentials(options, () => this.#region(), this.#endpoint, this.#connections);
    this.errors = s3Errors(options, this.#endpoint.origin);
  }

  /** Sends a request and reads the whole answer. */
  async ask(request: S3Request): Promise<Answer> {
    return wholeAnswer(await this.send(request));
  }

  /** Sends a request, once more if the store is overloaded, and hands back the response with its body unread. */
  send(request: S3Request): Promise<IncomingMessage> {
    return sendAgainIfOverloaded(() => this.#sendOnce(request), request.signal, request.repeatable);
  }

  /** S3 API: Authenticating Requests: Using Query Parameters (AWS Signature Version 4). 3902 for anonymous access. */
  async presign(method: 'GET' | 'PUT', key: string, expiresIn: number): Promise<{ readonly url: string; readonly host: string }> {
    const keys = await this.#credentials();
    if (!keys) throw this.errors.cannotPresign('access keys');
    const region = await this.#region();
    const target = this.#endpoint.target(region, key, {});
    const request = { protocol: target.protocol, method, path: target.path, headers: { host: target.host } };
    const url = presignSignatureV4(request, keys.accessKeyId, keys.secretAccessKey, keys.sessionToken, region, new Date(), expiresIn);
    return { url, host: target.host };
  }

  /** Ends all connections; requests that run fail. */
  close(): void {
    this.#connections.close();
  }

  async #sendOnce(request: S3Request): Promise<IncomingMessage> {
    request.signal?.throwIfAborted();
    const region = await this.#region();
    const keys = await this.#credentials();
    const target = this.#endpoint.target(region, request.key, request.query ?? {});
    const headers: Record<string, string> = { ...request.headers, host: target.host };
    if (request.body !== undefined) headers['content-length'] = String(request.body.length);
    if (keys) sign(headers, request, target, keys, region);
    return exchange(this.#connections, { target, method: request.method, headers, body: request.body, signal: request.signal, repeatable: request.repeatable });
  }

  #region(): Promise<string> {
    if (this.#givenRegion !== undefined) return Promise.resolve(this.#givenRegion);
    this.#detectedRegion ??= this.#detectRegion().catch((error: unknown) => {
      this.#detectedRegion = undefined;
      throw error;
    });
    return this.#detectedRegion;
  }

  /** S3 API: HeadBucket names the region in a header, to anybody and even when it refuses. */
  async #detectRegion(): Promise<string> {
    const target = this.#endpoint.target('us-east-1', undefined, {});
    try {
      const response = await exchange(this.#connections, { target, method: 'HEAD', headers: { host: target.host }, body: undefined, signal: undefined });
      response.resume();
      return bucketRegion(response.headers) ?? 'us-east-1';
    } catch (error) {
      if (error instanceof S3ResponseError) return error.region ?? 'us-east-1';
      throw error;
    }
  }
}

function sign(headers: Record<string, string>, request: S3Request, target: Target, keys: Keys, region: string): void {
  const date = new Date();
  headers['x-amz-date'] = date.toISOString().replace(/[-:]|\.\d+/g, '');
  headers['x-amz-content-sha256'] = payloadHash(target, request.body);
  if (keys.sessionToken !== undefined) headers['x-amz-security-token'] = keys.sessionToken;
  const signed = { protocol: target.protocol, method: request.method, path: target.path, headers };
  headers['authorization'] = signV4(signed, keys.accessKeyId, keys.secretAccessKey, region, date, headers['x-amz-content-sha256']);
}

/** Over TLS the connection itself protects the payload. */
function payloadHash(target: Target, body: Buffer | undefined): string {
  if (target.protocol === 'https:' && body !== undefined) return 'UNSIGNED-PAYLOAD';
  return createHash('sha256').update(body ?? '').digest('hex');
}
