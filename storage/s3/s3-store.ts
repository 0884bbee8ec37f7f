import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { StagewireError } from '../../errors/index.js';
import { throwIfAborted } from '../aborted.js';
import { unlessCallers } from '../caller-failure.js';
import { objectReplaced } from '../object-replaced.js';
import type { ObjectInfo, ObjectStore, PresignedRequest, PresignRequest, ReadOptions, WriteOptions } from '../object-store.js';
import { refuseBadExpiry } from '../signed-url.js';
import { TranslatedStream } from '../translated-stream.js';
import { isWellFormed } from '../well-formed.js';
import { listObjects, quoteETag, wholeSeconds } from './list-objects.js';
import { removeObjects } from './remove-objects.js';
import { S3Client } from './s3-client.js';
import { S3ResponseError, type S3Errors } from './s3-errors.js';
import type { S3Options } from './s3-options.js';
import { sweepUploads } from './sweep-uploads.js';
import { writeObject } from './write-object.js';

/** S3 API: object keys are at most 1,024 bytes of UTF-8. */
const LONGEST_KEY_BYTES = 1024;

/** A prefix of a bucket as an object store. 2002 if the options cannot configure a client; nothing is contacted. */
export function openS3Store(options: S3Options): ObjectStore {
  return new S3Store(options);
}

class S3Store implements ObjectStore {
  readonly id: string;
  readonly canList = true;
  readonly #client: S3Client;
  readonly #errors: S3Errors;
  readonly #rootPrefix: string;
  /** HEAD answers 404 for a missing object and a missing bucket alike; the bucket is asked for once. */
  #bucketSeen = false;

  constructor(options: S3Options) {
    this.id = storeId(options);
    this.#client = new S3Client(options);
    this.#errors = this.#client.errors;
    this.#rootPrefix = options.rootPrefix;
  }

  async *list(prefix: string, signal?: AbortSignal): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
    if (!isWellFormed(prefix)) return;
    try {
      yield* listObjects(this.#client, this.#rootPrefix, prefix, signal);
    } catch (error) {
      throw this.#errors.translate(error, 'list', null, signal);
    }
  }

  async stat(key: string, signal?: AbortSignal): Promise<ObjectInfo | null> {
    throwIfAborted(signal);
    if (!isPossible(this.#rootPrefix + key) || key === '' || key.endsWith('/')) return null;
    try {
      const { headers } = await this.#client.ask({ method: 'HEAD', key: this.#rootPrefix + key, signal });
      this.#bucketSeen = true;
      const etag = quoteETag(headers.etag ?? '');
      const lastModified = wholeSeconds(new Date(headers['last-modified'] ?? 0));
      return { key, size: Number(headers['content-length'] ?? 0), etag, version: etag, lastModified };
    } catch (error) {
      if (!(error instanceof S3ResponseError) || error.status !== 404) throw this.#errors.translate(error, 'read', key, signal);
      await this.#mustHaveBucket(signal);
      return null;
    }
  }

  async read(key: string, options: ReadOptions = {}): Promise<Readable> {
    const { range, version, signal } = options;
    throwIfAborted(signal);
    if (!isPossible(this.#rootPrefix + key) || key === '' || key.endsWith('/')) throw this.#errors.objectMissing(key);
    const headers = {
      ...(range && { range: `bytes=${range.offset}-${range.offset + range.length - 1}` }),
      ...(version !== undefined && { 'if-match': version }),
    };
    try {
      const response = await this.#client.send({ method: 'GET', key: this.#rootPrefix + key, headers, signal });
      if (range && response.statusCode !== 206) {
        response.destroy();
        throw new StagewireError('StorageUnsupported', `the store sent object '${key}' as a whole where a range of it was asked for`);
      }
      return new TranslatedStream(response, (error) => this.#errors.translate(error, 'read', key, signal));
    } catch (error) {
      if (error instanceof S3ResponseError && error.status === 412) throw objectReplaced(key);
      throw this.#errors.translate(error, 'read', key, signal);
    }
  }

  link(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async write(key: string, body: AsyncIterable<Uint8Array>, options: WriteOptions = {}): Promise<ObjectInfo> {
    throwIfAborted(options.signal);
    this.#refuseImpossible(key);
    try {
      return { key, ...(await writeObject(this.#client, this.#rootPrefix + key, body, options)) };
    } catch (error) {
      throw unlessCallers(error, (own) => this.#errors.translate(own, 'write', key, options.signal));
    }
  }

  async remove(keys: Iterable<string> | AsyncIterable<string>, signal?: AbortSignal): Promise<void> {
    try {
      await removeObjects(this.#client, this.#rootPrefix, keys, signal);
    } catch (error) {
      throw this.#errors.translate(error, 'remove objects from', null, signal);
    }
  }

  /** The signature does not cover Content-Type; the client is told to send it nevertheless. */
  async presign({ method, key, expiresIn, contentType }: PresignRequest): Promise<PresignedRequest> {
    refuseBadExpiry(expiresIn);
    this.#refuseImpossible(key);
    try {
      const { url, host } = await this.#client.presign(method, this.#rootPrefix + key, expiresIn);
      return { method, url, headers: { host, ...(contentType !== undefined && { 'content-type': contentType }) } };
    } catch (error) {
      throw this.#errors.translate(error, 'presign', key);
    }
  }

  async sweep(prefix: string): Promise<void> {
    try {
      await sweepUploads(this.#client, this.#rootPrefix + prefix);
    } catch (error) {
      throw this.#errors.translate(error, 'sweep', null);
    }
  }

  close(): Promise<void> {
    this.#client.close();
    return Promise.resolve();
  }

  async #mustHaveBucket(signal: AbortSignal | undefined): Promise<void> {
    if (this.#bucketSeen) return;
    try {
      await this.#client.ask({ method: 'HEAD', signal });
    } catch (error) {
      if (error instanceof S3ResponseError && error.status === 404) throw this.#errors.bucketMissing();
      // Keys that may read objects but not ask for the bucket: it is there at least.
      if (!(error instanceof S3ResponseError)) throw this.#errors.translate(error, 'read', null, signal);
    }
    this.#bucketSeen = true;
  }

  #refuseImpossible(key: string): void {
    if (key !== '' && !key.endsWith('/') && isPossible(this.#rootPrefix + key)) return;
    throw new StagewireError('BadArguments', `'${key}' cannot be the key of an object: it is empty, ends with '/', is no valid Unicode or is longer than ${LONGEST_KEY_BYTES} bytes`);
  }
}

function isPossible(key: string): boolean {
  return isWellFormed(key) && Buffer.byteLength(key) <= LONGEST_KEY_BYTES;
}

/** Hashed, so that no secret stands in it. Who may not read an object does not share what another read. */
function storeId({ endpointUrl, bucket, rootPrefix, accessKeyId, secretAccessKey, roleArn, externalId }: S3Options): string {
  const identity = [endpointUrl, bucket, rootPrefix, accessKeyId ?? '', secretAccessKey ?? '', roleArn ?? '', externalId ?? ''];
  return `s3:${createHash('sha256').update(JSON.stringify(identity)).digest('hex')}`;
}
