import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { throwIfAborted } from './aborted.js';
import { unlessCallers } from './caller-failure.js';
import { HttpStatusError } from './http-status-error.js';
import { objectReplaced } from './object-replaced.js';
import type { ObjectInfo, ObjectStore, PresignedRequest, PresignRequest, ReadOptions, WriteOptions } from './object-store.js';
import { refuseBadExpiry } from './signed-url.js';
import type { StoreApi } from './store-api.js';
import { StoreResponseError, type StoreErrors } from './store-errors.js';
import { TranslatedStream } from './translated-stream.js';
import { isWellFormed } from './well-formed.js';

export interface ApiStoreOptions {
  /** Name of the kind of store. */
  readonly kind: string;
  /** What tells the place and the rights from others; secrets too, for it is hashed. Who may not read an object does not share what another read. */
  readonly identity: readonly (string | undefined)[];
  /** Put before every key; empty or ends with `/`, does not begin with one. */
  readonly rootPrefix: string;
}

/** A prefix of a bucket or container as an object store: keys are checked and errors translated here, for every API alike. */
export class ApiStore implements ObjectStore {
  readonly id: string;
  readonly canList = true;
  readonly #api: StoreApi;
  readonly #rootPrefix: string;

  constructor(api: StoreApi, { kind, identity, rootPrefix }: ApiStoreOptions) {
    const whole = [...identity.map((part) => part ?? ''), rootPrefix];
    this.id = `${kind}:${createHash('sha256').update(JSON.stringify(whole)).digest('hex')}`;
    this.#api = api;
    this.#rootPrefix = rootPrefix;
  }

  async *list(prefix: string, signal?: AbortSignal): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
    if (!isWellFormed(prefix)) return;
    try {
      yield* this.#api.list(this.#rootPrefix, prefix, signal);
    } catch (error) {
      throw this.#api.errors.translate(error, 'list', null, signal);
    }
  }

  async stat(key: string, signal?: AbortSignal): Promise<ObjectInfo | null> {
    throwIfAborted(signal);
    if (!this.#isPossible(key)) return null;
    try {
      const found = await this.#api.stat(this.#rootPrefix + key, signal);
      return found && { key, ...found };
    } catch (error) {
      throw this.#api.errors.translate(error, 'read', key, signal);
    }
  }

  async read(key: string, { range, version, signal }: ReadOptions = {}): Promise<Readable> {
    throwIfAborted(signal);
    if (!this.#isPossible(key)) throw this.#api.errors.objectMissing(key);
    const header = range && `bytes=${range.offset}-${range.offset + range.length - 1}`;
    try {
      const response = await this.#api.get(this.#rootPrefix + key, { range: header, version, signal });
      if (range) refuseOtherThanRange(response, key, this.#api.errors);
      return new TranslatedStream(response, (error) => this.#api.errors.translate(error, 'read', key, signal));
    } catch (error) {
      if (error instanceof HttpStatusError && error.status === 412) throw objectReplaced(key);
      throw this.#api.errors.translate(error, 'read', key, signal);
    }
  }

  link(): Promise<boolean> {
    return Promise.resolve(false);
  }

  localContent(): Promise<null> {
    return Promise.resolve(null);
  }

  async write(key: string, body: AsyncIterable<Uint8Array>, options: WriteOptions = {}): Promise<ObjectInfo> {
    throwIfAborted(options.signal);
    this.#refuseImpossible(key);
    try {
      return { key, ...(await this.#api.write(this.#rootPrefix + key, body, options)) };
    } catch (error) {
      throw unlessCallers(error, (own) => this.#api.errors.translate(own, 'write', key, options.signal));
    }
  }

  async remove(keys: Iterable<string> | AsyncIterable<string>, signal?: AbortSignal): Promise<void> {
    try {
      await this.#api.remove(this.#rootPrefix, keys, signal);
    } catch (error) {
      throw this.#api.errors.translate(error, 'remove objects from', null, signal);
    }
  }

  async presign({ method, key, expiresIn, contentType }: PresignRequest): Promise<PresignedRequest> {
    refuseBadExpiry(expiresIn);
    this.#refuseImpossible(key);
    try {
      return await this.#api.presign(this.#rootPrefix + key, { method, expiresIn, contentType });
    } catch (error) {
      throw this.#api.errors.translate(error, 'presign', key);
    }
  }

  async sweep(prefix: string): Promise<void> {
    try {
      await this.#api.sweep(this.#rootPrefix + prefix);
    } catch (error) {
      throw this.#api.errors.translate(error, 'sweep', null);
    }
  }

  close(): Promise<void> {
    this.#api.close();
    return Promise.resolve();
  }

  #isPossible(key: string): boolean {
    if (key === '' || key.endsWith('/') || !isWellFormed(key)) return false;
    const { longestBytes, forbidden } = this.#api.keyRules;
    if (forbidden?.pattern.test(key)) return false;
    return Buffer.byteLength(this.#rootPrefix + key) <= longestBytes;
  }

  #refuseImpossible(key: string): void {
    if (!this.#isPossible(key)) throw this.#api.errors.impossibleKey(key, this.#api.keyRules);
  }
}

/** A range has a byte at least; some servers send none of one that begins behind the end. */
function refuseOtherThanRange(response: IncomingMessage, key: string, errors: StoreErrors): void {
  if (response.statusCode === 206 && response.headers['content-length'] !== '0') return;
  response.destroy();
  throw response.statusCode === 206 ? new StoreResponseError(416, '', '') : errors.sentWhole(key);
}
