import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { StagewireError } from '../errors/index.js';
import type { FsParams, StorageParams } from '../sql/storage-params.js';
import { openFsStore } from './fs/fs-store.js';
import { DEFAULT_IDLE_TIMEOUT_MS, HttpConnections } from './http-connections.js';
import type { HttpOptions } from './http/http-options.js';
import { HttpStore } from './http/http-store.js';
import { insecureStorage } from './insecure-storage.js';
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
 * Opens the stores of locations that users define. Those of object stores and directories are shared and kept for their
 * connections and threads, the 64 used last; one that was dropped goes on serving those who hold it, and its idle
 * connections, or its thread, end by their own time-out.
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

  /** Throws what {@link open} throws of parameters and settings. Whether a directory exists is found out where it is used, as it is of a bucket. */
  async check(params: StorageParams): Promise<void> {
    if (params.type === 'fs') await this.#allowedDirectory(params.root);
    else await this.open(params);
  }

  /** The store of files on a web server, which is not contacted. 3903 for plain http where the server's settings forbid it. */
  openHttp(options: HttpOptions): ObjectStore {
    const { allowInsecure } = this.#options;
    if (!allowInsecure && !options.origin.startsWith('https:')) throw insecureStorage('the location must use https');
    return new HttpStore(this.#webServers, allowInsecure, options);
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
    if (!this.#options.allowInsecure && !/^https:/i.test(location.endpointUrl)) throw insecureStorage('the endpoint must use https');
    const open = await location.load();
    // Hashed, so that no secret stands in a key.
    const id = createHash('sha256').update(JSON.stringify([location.kind, Object.entries(location.options).sort()])).digest('hex');
    return this.#keep(id, this.#kept.get(id) ?? open());
  }

  /** Keeps a store as the one used last. */
  #keep(id: string, store: ObjectStore): ObjectStore {
    this.#kept.delete(id);
    this.#kept.set(id, store);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_OPEN_STORES && oldest !== undefined) this.#kept.delete(oldest);
    return store;
  }

  /** Whether the directory is allowed is looked at each time, and a store is known by where its path leads now. */
  async #openFs({ root }: FsParams): Promise<ObjectStore> {
    const real = await this.#allowedDirectory(root);
    // URLs and errors name the directory as it was written.
    const id = JSON.stringify(['fs', real, root]);
    const kept = this.#kept.get(id);
    if (kept) return this.#keep(id, kept);
    const { instanceId, signer } = this.#options;
    const store = await openFsStore({ directory: root, create: false, instanceId, signing: { signer, storeId: `fs:${root}` } });
    // The path may have come to lead elsewhere meanwhile.
    if (store.id !== `fs:${real ?? ''}`) throw forbidden(root);
    // Another may have been opened meanwhile; this one has no thread yet.
    return this.#keep(id, this.#kept.get(id) ?? store);
  }

  /**
   * The real path of a directory, null where there is none. Real paths are compared, so that neither `..` nor a symbolic link
   * gets around the list.
   */
  async #allowedDirectory(directory: string): Promise<string | null> {
    // Without `..`, as the store opens it.
    const path = resolve(directory);
    const real = await realPathOrNull(path);
    const target = real ?? (await wayTo(path));
    // Nobody learns whether a directory outside of the list exists.
    for (const root of this.#options.fsRoots) {
      const allowed = await realPathOrNull(root);
      if (allowed === null) continue;
      if (target === allowed || `${target}/`.startsWith(allowed.endsWith('/') ? allowed : `${allowed}/`)) return real;
    }
    throw forbidden(directory);
  }
}

function forbidden(directory: string): StagewireError {
  return insecureStorage(`'fs://${directory}' is not below a directory that the server allows`);
}

/** The real path that something would have that does not exist: no directory on the way to it may lead elsewhere. */
async function wayTo(path: string): Promise<string> {
  const parent = dirname(path);
  return parent === path ? path : join((await realPathOrNull(parent)) ?? (await wayTo(parent)), basename(path));
}

async function realPathOrNull(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
}
