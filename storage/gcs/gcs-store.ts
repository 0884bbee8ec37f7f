import type { IncomingMessage } from 'node:http';
import { ApiStore } from '../api-store.js';
import type { ObjectInfo, ObjectStore, PresignedRequest, WriteOptions } from '../object-store.js';
import { removeEach } from '../remove-each.js';
import { isMissing, SeenContainer } from '../seen-container.js';
import type { GetRequest, SignRequest, StoreApi } from '../store-api.js';
import { StoreResponseError, type StoreErrors } from '../store-errors.js';
import type { Written } from '../upload/write-in-parts.js';
import { GcsClient } from './gcs-client.js';
import type { GcsOptions } from './gcs-options.js';
import { listObjects } from './list-objects.js';
import { describe, OBJECT, OBJECT_FIELDS } from './object-resource.js';
import { writeObject } from './write-object.js';

/** A prefix of a bucket as an object store. 2002 if the options cannot configure a client; nothing is contacted. */
export function openGcsStore(options: GcsOptions): ObjectStore {
  const { endpointUrl, bucket, rootPrefix, credential } = options;
  return new ApiStore(new GcsApi(options), { kind: 'gcs', identity: [endpointUrl, bucket, credential], rootPrefix });
}

class GcsApi implements StoreApi {
  readonly errors: StoreErrors;
  /** Cloud Storage: About objects, Object names. Dots would be taken for directories in the URLs that are presigned. */
  readonly keyRules = {
    longestBytes: 1024,
    forbidden: { pattern: /[\r\n]|(?:^|\/)\.{1,2}(?:\/|$)/, said: "holds a line break or a part '.' or '..'" },
  };
  readonly #client: GcsClient;
  readonly #bucket: SeenContainer;

  constructor(options: GcsOptions) {
    this.#client = new GcsClient(options);
    this.errors = this.#client.errors;
    this.#bucket = new SeenContainer(this.errors, (signal) => this.#client.ask({ method: 'GET', url: this.#client.bucketUrl('', { fields: 'name' }), signal }));
  }

  async *list(rootPrefix: string, prefix: string, signal: AbortSignal | undefined): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
    try {
      yield* listObjects(this.#client, rootPrefix, prefix, signal);
    } catch (error) {
      throw isMissing(error) ? this.errors.containerMissing() : error;
    }
  }

  async stat(key: string, signal: AbortSignal | undefined): Promise<Written | null> {
    try {
      const object = await this.#client.askJson({ method: 'GET', url: this.#client.objectUrl(key, { fields: OBJECT_FIELDS }), signal }, OBJECT);
      this.#bucket.noteSeen();
      return describe(object);
    } catch (error) {
      if (!isMissing(error)) throw error;
      await this.#bucket.mustExist(signal);
      return null;
    }
  }

  async get(key: string, { range, version, signal }: GetRequest): Promise<IncomingMessage> {
    const url = this.#client.objectUrl(key, { alt: 'media', ...(version !== undefined && { ifGenerationMatch: version }) });
    const response = await this.#client.send({ method: 'GET', url, headers: { ...(range !== undefined && { range }) }, signal });
    const generation = response.headers['x-goog-generation'];
    if (version === undefined || generation === undefined || generation === version) return response;
    response.destroy();
    throw new StoreResponseError(412, 'conditionNotMet', '');
  }

  async write(key: string, body: AsyncIterable<Uint8Array>, options: WriteOptions): Promise<Written> {
    try {
      return await writeObject(this.#client, key, body, options);
    } catch (error) {
      throw isMissing(error) ? this.errors.containerMissing() : error;
    }
  }

  remove(rootPrefix: string, keys: Iterable<string> | AsyncIterable<string>, signal: AbortSignal | undefined): Promise<void> {
    return removeEach(keys, (key) => this.#client.ask({ method: 'DELETE', url: this.#client.objectUrl(rootPrefix + key), signal }), this.errors, signal);
  }

  /** The signature does not cover Content-Type; the client is told to send it nevertheless. */
  presign(key: string, { method, expiresIn, contentType }: SignRequest): Promise<PresignedRequest> {
    const { href, host } = this.#client.presign(method, key, expiresIn);
    return Promise.resolve({ method, url: href, headers: { host, ...(contentType !== undefined && { 'content-type': contentType }) } });
  }

  /** Sessions of uploads that nobody ended expire after a week. */
  sweep(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.#client.close();
  }
}
