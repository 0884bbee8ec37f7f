import type { IncomingMessage } from 'node:http';
import { ApiStore } from '../api-store.js';
import { quoteETag, wholeSeconds } from '../described.js';
import type { ObjectInfo, ObjectStore, PresignedRequest, WriteOptions } from '../object-store.js';
import { isMissing, SeenContainer } from '../seen-container.js';
import type { GetRequest, SignRequest, StoreApi } from '../store-api.js';
import type { StoreErrors } from '../store-errors.js';
import type { Written } from '../upload/write-in-parts.js';
import { listObjects } from './list-objects.js';
import { removeObjects } from './remove-objects.js';
import { S3Client } from './s3-client.js';
import type { S3Options } from './s3-options.js';
import { sweepUploads } from './sweep-uploads.js';
import { writeObject } from './write-object.js';

/** A prefix of a bucket as an object store. 2002 if the options cannot configure a client; nothing is contacted. */
export function openS3Store(options: S3Options): ObjectStore {
  const { endpointUrl, bucket, rootPrefix, accessKeyId, secretAccessKey, roleArn, externalId } = options;
  const identity = [endpointUrl, bucket, accessKeyId, secretAccessKey, roleArn, externalId];
  return new ApiStore(new S3Api(options), { kind: 's3', identity, rootPrefix });
}

class S3Api implements StoreApi {
  readonly errors: StoreErrors;
  /** S3 API: Object key naming guidelines. */
  readonly keyRules = { longestBytes: 1024 };
  readonly #client: S3Client;
  readonly #bucket: SeenContainer;

  constructor(options: S3Options) {
    this.#client = new S3Client(options);
    this.errors = this.#client.errors;
    this.#bucket = new SeenContainer(this.errors, (signal) => this.#client.ask({ method: 'HEAD', signal }));
  }

  list(rootPrefix: string, prefix: string, signal: AbortSignal | undefined): AsyncIterable<readonly ObjectInfo[]> {
    return listObjects(this.#client, rootPrefix, prefix, signal);
  }

  async stat(key: string, signal: AbortSignal | undefined): Promise<Written | null> {
    try {
      const { headers } = await this.#client.ask({ method: 'HEAD', key, signal });
      this.#bucket.noteSeen();
      const etag = quoteETag(headers.etag ?? '');
      const lastModified = wholeSeconds(new Date(headers['last-modified'] ?? 0));
      return { size: Number(headers['content-length'] ?? 0), etag, version: etag, lastModified };
    } catch (error) {
      if (!isMissing(error)) throw error;
      await this.#bucket.mustExist(signal);
      return null;
    }
  }

  get(key: string, { range, version, signal }: GetRequest): Promise<IncomingMessage> {
    const headers = { ...(range !== undefined && { range }), ...(version !== undefined && { 'if-match': version }) };
    return this.#client.send({ method: 'GET', key, headers, signal });
  }

  write(key: string, body: AsyncIterable<Uint8Array>, options: WriteOptions): Promise<Written> {
    return writeObject(this.#client, key, body, options);
  }

  remove(rootPrefix: string, keys: Iterable<string> | AsyncIterable<string>, signal: AbortSignal | undefined): Promise<void> {
    return removeObjects(this.#client, rootPrefix, keys, signal);
  }

  /** The signature does not cover Content-Type; the client is told to send it nevertheless. */
  async presign(key: string, { method, expiresIn, contentType }: SignRequest): Promise<PresignedRequest> {
    const { url, host } = await this.#client.presign(method, key, expiresIn);
    return { method, url, headers: { host, ...(contentType !== undefined && { 'content-type': contentType }) } };
  }

  sweep(prefix: string): Promise<void> {
    return sweepUploads(this.#client, prefix);
  }

  close(): void {
    this.#client.close();
  }
}
