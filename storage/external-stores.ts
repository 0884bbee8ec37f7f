import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StagewireError } from '../errors/index.js';
import type { FsParams, StorageParams } from '../sql/storage-params.js';
import { openFsStore } from './fs/fs-store.js';
import { DEFAULT_IDLE_TIMEOUT_MS, HttpConnections } from './http-connections.js';
import { HttpClient } from './http/http-client.js';
import type { HttpOptions } from './http/http-options.js';
import { HttpStore } from './http/http-store.js';
import type { ObjectStore } from './object-store.js';
import { remoteLocation, type RemoteLocation } from './remote-locations.js';
import type { UrlSigner } from './signed-url.js';
import { toRootPrefix } from './storage-url.js';

const HUB_URL = 'https://huggingface.co';
const MOST_OPEN_STORES = 64;
const FS_STORE_ID = /^fs:(\/.*)$/s;

export interface ExternalStoresOptions {
  readonly instanceId: string;
  readonly signer: UrlSigner;
  /** Whether endpoints may use plain http. */
  readonly allowInsecure: boolean;
  /** Directories below which external `fs` locations may lie. */
  readonly fsRoots: readonly string[];
  /** Where the Hugging Face Hub is; `https://huggingface.co` unless given. */
  readonly hubUrl?: string;
  /** See `S3Options`. */
  readonly idleTimeoutMs?: number;
}

/**
 * Opens the stores of locations that users define. Those of object stores are shared and kept for their
 * connections, the 64 used last; one that was dropped goes on serving those who hold it, and its idle
 * connections end by their own time-out.
 */
export class ExternalStores {
  readonly #options: ExternalStoresOptions;
  readonly #kept = new Map<string, ObjectStore>();
  readonly #webServers: HttpConnections;

  constructor(options: ExternalStoresOptions) {
    this.#options = options;
    this.#webServers = new HttpConnections(options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS);
  }

  /**
   * The store of a location. 2002 if the parameters cannot configure one, 3902 for a scheme that
   * cannot be read here, 3903 for one that the server's settings forbid. No server is contacted.
   * The caller does not close it.
   */
  async open(params: StorageParams): Promise<ObjectStore> {
    switch (params.type) {
      case 'fs':
        return this.#openFs(params);
      case 'http':
        return this.openHttp({ origin: params.endpoint_url ?? '', rootPrefix: toRootPrefix(params.root), query: '', files: null });
      default:
        return this.#openRemote(this.#remoteLocation(params));
    }
  }

  /** The store of files on a web server, which is not contacted. 3903 for plain http where the server's settings forbid it. */
  openHttp(options: HttpOptions): ObjectStore {
    const { allowInsecure } = this.#options;
    if (!allowInsecure && !options.origin.startsWith('https:')) {
      throw new StagewireError('StorageInsecure', 'copy from insecure storage is not allowed: the location must use https');
    }
    return new HttpStore(new HttpClient(this.#webServers, allowInsecure), options);
  }

  /** The store that a store id of a signed URL names, or null. The settings are checked again. */
  async openSigned(storeId: string): Promise<ObjectStore | null> {
    const root = FS_STORE_ID.exec(storeId)?.[1];
    return root === undefined ? null : this.open({ type: 'fs', root });
  }

  async close(): Promise<void> {
    const stores = [...this.#kept.values()];
    this.#kept.clear();
    this.#webServers.close();
    await Promise.all(stores.map((store) => store.close()));
  }

  #remoteLocation(params: StorageParams): RemoteLocation {
    const { allowInsecure, idleTimeoutMs, hubUrl = HUB_URL } = this.#options;
    const location = remoteLocation(params, { allowInsecure, idleTimeoutMs, hubUrl, webServers: this.#webServers });
    if (location) return location;
    throw new StagewireError('StorageUnsupported', `reading ${params.type} locations is not supported by this server`);
  }

  async #openRemote(location: RemoteLocation): Promise<ObjectStore> {
    if (!this.#options.allowInsecure && !/^https:/i.test(location.endpointUrl)) {
      throw new StagewireError('StorageInsecure', 'copy from insecure storage is not allowed: the endpoint must use https');
    }
    const open = await location.load();
    // Hashed, so that no secret stands in a key.
    const id = createHash('sha256').update(JSON.stringify([location.kind, Object.entries(location.options).sort()])).digest('hex');
    const store = this.#kept.get(id) ?? open();
    this.#kept.delete(id);
    this.#kept.set(id, store);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_OPEN_STORES && oldest !== undefined) this.#kept.delete(oldest);
    return store;
  }

  async #openFs(params: FsParams): Promise<ObjectStore> {
    await this.#refuseForbiddenDirectory(params.root);
    const { instanceId, signer } = this.#options;
    return openFsStore({ directory: params.root, create: false, instanceId, signing: { signer, storeId: `fs:${params.root}` } });
  }

  /** Real paths are compared, so that neither `..` nor a symbolic link gets around the list. */
  async #refuseForbiddenDirectory(directory: string): Promise<void> {
    const real = await realPathOrNull(directory);
    // Nobody learns whether a directory outside of the list exists.
    for (const root of this.#options.fsRoots) {
      const allowed = await realPathOrNull(root);
      if (allowed === null) continue;
      const target = real ?? resolve(directory);
      if (target === allowed || `${target}/`.startsWith(allowed.endsWith('/') ? allowed : `${allowed}/`)) return;
    }
    throw new StagewireError('StorageInsecure', `copy from insecure storage is not allowed: 'fs://${directory}' is not below a directory that the server allows`);
  }
}

async function realPathOrNull(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
}
