import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { ApiStore } from '../api-store.js';
import type { HttpConnections } from '../http-connections.js';
import type { ObjectInfo, ObjectStore } from '../object-store.js';
import { ReadOnlyApi } from '../read-only-api.js';
import type { GetRequest } from '../store-api.js';
import { StoreResponseError, type StoreErrors } from '../store-errors.js';
import type { Written } from '../upload/write-in-parts.js';
import { describe, ENTRY } from './entry.js';
import { HubClient } from './hub-client.js';
import type { HuggingfaceOptions } from './huggingface-options.js';
import { listFiles } from './list-files.js';

/** A folder of a repository as an object store that is only read. 2002 if the options cannot configure a client; nothing is contacted. */
export function openHuggingfaceStore(connections: HttpConnections, allowInsecure: boolean, options: HuggingfaceOptions): ObjectStore {
  const { hubUrl, repoType, repo, revision, rootPrefix, token } = options;
  const api = new HuggingfaceApi(new HubClient(connections, allowInsecure, options));
  return new ApiStore(api, { kind: 'huggingface', identity: [hubUrl, repoType, repo, revision, token], rootPrefix });
}

class HuggingfaceApi extends ReadOnlyApi {
  readonly errors: StoreErrors;
  readonly keyRules = { longestBytes: 4096, forbidden: { pattern: /(?:^|\/)\.{1,2}(?:\/|$)/, said: "holds a part '.' or '..'" } };
  readonly #client: HubClient;

  constructor(client: HubClient) {
    super();
    this.#client = client;
    this.errors = client.errors;
  }

  list(rootPrefix: string, prefix: string, signal: AbortSignal | undefined): AsyncIterable<readonly ObjectInfo[]> {
    return listFiles(this.#client, rootPrefix, prefix, signal);
  }

  async stat(key: string, signal: AbortSignal | undefined): Promise<Written | null> {
    const { data } = await this.#client.askJson({ url: this.#client.apiUrl('paths-info'), json: { paths: [key], expand: true }, signal }, z.array(ENTRY));
    const entry = data.find(({ type, path }) => type === 'file' && path === key);
    return entry ? describe(entry) : null;
  }

  /** The Hub tells the version of a large file when it sends a reader on to where that is kept. */
  async get(key: string, { range, version, signal }: GetRequest): Promise<IncomingMessage> {
    const { response, firstHeaders: hubHeaders } = await this.#client.send({ url: this.#client.fileUrl(key), headers: { ...(range !== undefined && { range }) }, signal });
    const linked = hubHeaders['x-linked-etag'];
    const etag = typeof linked === 'string' ? linked : hubHeaders.etag;
    if (version === undefined || etag === undefined || bare(etag) === version) return response;
    response.destroy();
    throw new StoreResponseError(412, '', '');
  }
}

function bare(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"|"$/g, '');
}
