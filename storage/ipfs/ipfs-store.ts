import type { IncomingMessage } from 'node:http';
import { CID } from 'multiformats/cid';
import { StagewireError } from '../../errors/index.js';
import { ApiStore } from '../api-store.js';
import type { HttpConnections } from '../http-connections.js';
import { HttpStatusError } from '../http-status-error.js';
import { fileHeaders } from '../http/file-headers.js';
import type { ObjectInfo, ObjectStore } from '../object-store.js';
import { ReadOnlyApi } from '../read-only-api.js';
import type { GetRequest } from '../store-api.js';
import type { StoreErrors } from '../store-errors.js';
import type { Written } from '../upload/write-in-parts.js';
import { GatewayClient } from './gateway-client.js';
import type { IpfsOptions } from './ipfs-options.js';
import { fileInfo, listFiles } from './list-files.js';

/** A directory of IPFS as an object store that is only read, through a gateway, which is trusted. 2002 if the options cannot configure a client; nothing is contacted. */
export function openIpfsStore(connections: HttpConnections, allowInsecure: boolean, options: IpfsOptions): ObjectStore {
  const { gatewayUrl, cid, rootPrefix } = options;
  const root = parseCid(cid);
  if (!root) throw new StagewireError('InvalidConfig', `'${cid}' is no CID: a location is written ipfs://<cid>/path/`);
  const api = new IpfsApi(new GatewayClient(connections, allowInsecure, options), root);
  return new ApiStore(api, { kind: 'ipfs', identity: [gatewayUrl, cid], rootPrefix });
}

class IpfsApi extends ReadOnlyApi {
  readonly errors: StoreErrors;
  readonly keyRules = { longestBytes: 4096, forbidden: { pattern: /(?:^|\/)\.{1,2}(?:\/|$)/, said: "holds a part '.' or '..'" } };
  readonly #client: GatewayClient;
  readonly #root: CID;

  constructor(client: GatewayClient, root: CID) {
    super();
    this.#client = client;
    this.#root = root;
    this.errors = client.errors;
  }

  list(rootPrefix: string, prefix: string, signal: AbortSignal | undefined): AsyncIterable<readonly ObjectInfo[]> {
    return listFiles(this.#client, this.#root, rootPrefix, prefix, signal);
  }

  /** A gateway shows a directory as a page, mostly after sending the reader on to its name with a slash. */
  async stat(key: string, signal: AbortSignal | undefined): Promise<Written | null> {
    try {
      const { response, firstHeaders } = await this.#client.file(key, 'bytes=0-0', signal);
      response.destroy();
      const { size, etag } = fileHeaders(response);
      const cid = parseCid(etag?.replace(/^(?:W\/)?"|"$/g, '') ?? '');
      if (firstHeaders.location?.endsWith('/') || !cid) return null;
      if (size === null) throw new StagewireError('StorageUnsupported', `the gateway does not say how large file '${key}' is`);
      return fileInfo(cid.toV1().toString(), size);
    } catch (error) {
      if (!(error instanceof HttpStatusError)) throw error;
      if (error.status === 404) return null;
      // RFC 9110, 15.5.17: of an empty file there is no first byte.
      if (error.status === 416) return { size: 0, etag: null, version: 'empty', lastModified: new Date(0) };
      throw error;
    }
  }

  async get(key: string, { range, signal }: GetRequest): Promise<IncomingMessage> {
    return (await this.#client.file(key, range, signal)).response;
  }
}

function parseCid(text: string): CID | null {
  try {
    return CID.parse(text);
  } catch {
    return null;
  }
}
