import { StagewireError } from '../../errors/index.js';
import type { HttpConnections } from '../http-connections.js';
import { askFollowing, type FollowedResponse } from '../http/follow-redirects.js';
import { encodePath } from '../percent-encode.js';
import { readBytes } from '../read-body.js';
import { StoreErrors } from '../store-errors.js';
import { endpointUrl } from '../target.js';
import type { IpfsOptions } from './ipfs-options.js';

/** Twice what nodes exchange. */
const LARGEST_BLOCK_BYTES = 4 * 1024 * 1024;

/** Requests to an IPFS gateway. Path Gateway Specification, Trustless Gateway Specification. */
export class GatewayClient {
  readonly errors: StoreErrors;
  readonly #connections: HttpConnections;
  readonly #allowInsecure: boolean;
  readonly #gateway: URL;
  readonly #cid: string;

  /** 2002 if the options cannot configure a client. */
  constructor(connections: HttpConnections, allowInsecure: boolean, { gatewayUrl, cid, rootPrefix }: IpfsOptions) {
    this.#connections = connections;
    this.#allowInsecure = allowInsecure;
    this.#gateway = endpointUrl(gatewayUrl);
    this.#cid = cid;
    const none = new Set<string>();
    this.errors = new StoreErrors(
      { place: `ipfs://${cid}/${rootPrefix}`, container: `'${cid}'`, origin: this.#gateway.origin },
      { containerMissing: none, objectMissing: none, denied: none },
    );
  }

  /** The content of a file, or a range of it. */
  file(path: string, range: string | undefined, signal: AbortSignal | undefined): Promise<FollowedResponse> {
    return this.#get(new URL(`/ipfs/${this.#cid}/${encodePath(path)}`, this.#gateway), { ...(range !== undefined && { range }) }, signal);
  }

  /** One block, as it is. 4000 for one that is larger than any. */
  async block(cid: string, signal: AbortSignal | undefined): Promise<Buffer> {
    const { response } = await this.#get(new URL(`/ipfs/${cid}?format=raw`, this.#gateway), { accept: 'application/vnd.ipld.raw' }, signal);
    const { bytes, isCut } = await readBytes(response, LARGEST_BLOCK_BYTES);
    if (isCut) throw new StagewireError('StorageOther', `the gateway sent a block of more than ${LARGEST_BLOCK_BYTES} bytes`);
    return bytes;
  }

  #get(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined): Promise<FollowedResponse> {
    return askFollowing(this.#connections, this.#allowInsecure, { url, method: 'GET', headers, signal });
  }
}
