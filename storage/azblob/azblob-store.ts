import type { IncomingMessage } from 'node:http';
import { ApiStore } from '../api-store.js';
import { quoteETag, wholeSeconds } from '../described.js';
import type { ObjectInfo, ObjectStore, PresignedRequest, WriteOptions } from '../object-store.js';
import { removeEach } from '../remove-each.js';
import type { GetRequest, SignRequest, StoreApi } from '../store-api.js';
import { StoreResponseError, type StoreErrors } from '../store-errors.js';
import type { Written } from '../upload/write-in-parts.js';
import { AzblobClient } from './azblob-client.js';
import type { AzblobOptions } from './azblob-options.js';
import { listBlobs } from './list-blobs.js';
import { writeBlob } from './write-blob.js';

/** A prefix of a container as an object store. 2002 if the options cannot configure a client; nothing is contacted. */
export function openAzblobStore(options: AzblobOptions): ObjectStore {
  const { endpointUrl, container, rootPrefix, accountName, accountKey } = options;
  return new ApiStore(new AzblobApi(options), { kind: 'azblob', identity: [endpointUrl, container, accountName, accountKey], rootPrefix });
}

class AzblobApi implements StoreApi {
  readonly errors: StoreErrors;
  /** Blob service REST API: Naming and referencing containers, blobs and metadata; lengths in characters there. A backslash would become a slash. */
  readonly keyRules = {
    longestBytes: 1024,
    forbidden: { pattern: /\\|(?:^|\/)\.{1,2}(?:\/|$)/, said: "holds a backslash or a part '.' or '..'" },
  };
  readonly #client: AzblobClient;

  constructor(options: AzblobOptions) {
    this.#client = new AzblobClient(options);
    this.errors = this.#client.errors;
  }

  list(rootPrefix: string, prefix: string, signal: AbortSignal | undefined): AsyncIterable<readonly ObjectInfo[]> {
    return listBlobs(this.#client, rootPrefix, prefix, signal);
  }

  async stat(key: string, signal: AbortSignal | undefined): Promise<Written | null> {
    try {
      const { headers } = await this.#client.ask({ method: 'HEAD', blob: key, signal });
      // A directory of an account with a hierarchical namespace.
      if (headers['x-ms-meta-hdi_isfolder'] === 'true') return null;
      const etag = quoteETag(headers.etag ?? '');
      return { size: Number(headers['content-length'] ?? 0), etag, version: etag, lastModified: wholeSeconds(new Date(headers['last-modified'] ?? 0)) };
    } catch (error) {
      if (error instanceof StoreResponseError && error.status === 404 && error.code === 'BlobNotFound') return null;
      throw error;
    }
  }

  get(key: string, { range, version, signal }: GetRequest): Promise<IncomingMessage> {
    const headers = { ...(range !== undefined && { range }), ...(version !== undefined && { 'if-match': version }) };
    return this.#client.send({ method: 'GET', blob: key, headers, signal });
  }

  write(key: string, body: AsyncIterable<Uint8Array>, options: WriteOptions): Promise<Written> {
    return writeBlob(this.#client, key, body, options);
  }

  remove(rootPrefix: string, keys: Iterable<string> | AsyncIterable<string>, signal: AbortSignal | undefined): Promise<void> {
    const headers = { 'x-ms-delete-snapshots': 'include' };
    return removeEach(keys, (key) => this.#client.ask({ method: 'DELETE', blob: rootPrefix + key, headers, signal }), this.errors, signal);
  }

  presign(key: string, { method, expiresIn, contentType }: SignRequest): Promise<PresignedRequest> {
    const { href, host } = this.#client.presign(method, key, expiresIn);
    const headers = {
      host,
      ...(method === 'PUT' && { 'x-ms-blob-type': 'BlockBlob' }),
      ...(contentType !== undefined && { 'content-type': contentType }),
    };
    return Promise.resolve({ method, url: href, headers });
  }

  /** Azure removes blocks of uploads that nobody finished after a week. */
  sweep(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    this.#client.close();
  }
}
