import type { CID } from 'multiformats/cid';
import { code as RAW } from 'multiformats/codecs/raw';
import { code as DAG_PB } from '@ipld/dag-pb';
import { StagewireError } from '../../errors/index.js';
import { throwIfAborted } from '../aborted.js';
import { mapBounded } from '../batches.js';
import type { ObjectInfo } from '../object-store.js';
import { sortedPages } from '../sorted-pages.js';
import type { Written } from '../upload/write-in-parts.js';
import type { GatewayClient } from './gateway-client.js';
import { unixfsNode, type UnixfsNode } from './unixfs.js';

const REQUESTS_AT_ONCE = 16;
const WAVE_NODES = 1000;
/** Each of them costs a request, and files are sorted in memory. */
const MOST_NODES = 100_000;
/** Of all their paths together. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** Something in the tree below the root, not looked at yet. */
interface Node {
  /** A text, for a `CID` would hold on to the block that it was read from. */
  readonly cid: string;
  readonly codec: number;
  /** From the root; that of its directory for a piece of one. */
  readonly path: string;
  /** Of the block and all below it; of a raw block that is the size of the file. */
  readonly totalSize: number;
}

/**
 * The files whose paths begin with `rootPrefix + prefix`, keys given without `rootPrefix`. A gateway has no listings but for people, so the
 * blocks of directories are fetched and read. 4000 if there are more than 100,000 files and directories.
 */
export async function* listFiles(client: GatewayClient, root: CID, rootPrefix: string, prefix: string, signal: AbortSignal | undefined): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
  const walk = new Walk(client, rootPrefix, prefix, signal);
  for (const page of sortedPages(await walk.filesBelow(root))) {
    throwIfAborted(signal);
    yield page;
  }
}

/** One way through a tree. What it holds is counted before it is kept, for blocks are what strangers wrote. */
class Walk {
  readonly #client: GatewayClient;
  readonly #rootPrefix: string;
  /** Of the paths that are wanted. */
  readonly #start: string;
  readonly #signal: AbortSignal | undefined;
  readonly #found: ObjectInfo[] = [];
  readonly #pending: Node[] = [];
  /** Paths, each with what was found there: a gateway that doesn't check blocks may lead in circles. */
  readonly #seen = new Set<string>();
  #characters = 0;
  #isTooMuch = false;

  constructor(client: GatewayClient, rootPrefix: string, prefix: string, signal: AbortSignal | undefined) {
    this.#client = client;
    this.#rootPrefix = rootPrefix;
    this.#start = rootPrefix + prefix;
    this.#signal = signal;
  }

  async filesBelow(root: CID): Promise<readonly ObjectInfo[]> {
    this.#enter(root, '', 0);
    while (this.#pending.length > 0) await mapBounded(this.#pending.splice(0, WAVE_NODES), REQUESTS_AT_ONCE, (node) => this.#visit(node));
    return this.#found;
  }

  /** Keeps a node to be visited, unless nothing that is wanted can be there. */
  #enter(cid: CID, path: string, totalSize: number): void {
    const start = this.#start;
    if (!path.startsWith(start) && !start.startsWith(path === '' ? '' : `${path}/`)) return;
    const text = cid.toV1().toString();
    const place = `${text} ${path}`;
    if (this.#seen.has(place)) return;
    this.#characters += path.length;
    if (this.#seen.size === MOST_NODES || this.#characters > MOST_CHARACTERS) this.#isTooMuch = true;
    this.#refuseTooMuch();
    this.#seen.add(place);
    this.#pending.push({ cid: text, codec: cid.code, path, totalSize });
  }

  #refuseTooMuch(): void {
    if (this.#isTooMuch) throw new StagewireError('StorageOther', `more than ${MOST_NODES} files and directories begin with '${this.#start}', or their names are too long: name one with fewer`);
  }

  async #visit({ cid, codec, path, totalSize }: Node): Promise<void> {
    throwIfAborted(this.#signal);
    // Where it was too much for one, the others at work end too.
    this.#refuseTooMuch();
    if (codec === RAW) {
      this.#addFile(cid, path, totalSize);
      return;
    }
    // Of another codec nothing is a file.
    if (codec !== DAG_PB) return;
    const node = readNode(await this.#client.block(cid, this.#signal), path);
    if (node.type === 'file') this.#addFile(cid, path, node.size);
    if (node.type === 'directory') for (const { Hash, Name = '', Tsize = 0 } of node.links) this.#enter(Hash, joined(path, Name), Tsize);
    if (node.type === 'shard') {
      for (const { Hash, Name = '', Tsize = 0 } of node.links) this.#enter(Hash, Name.length > node.prefixLength ? joined(path, Name.slice(node.prefixLength)) : path, Tsize);
    }
  }

  #addFile(version: string, path: string, size: number): void {
    if (path.startsWith(this.#start) && path !== '') this.#found.push({ key: path.slice(this.#rootPrefix.length), ...fileInfo(version, size) });
  }
}

/** Content never changes under its identifier, of version 1, so that is the version; times are not kept. */
export function fileInfo(version: string, size: number): Written {
  return { size, etag: `"${version}"`, version, lastModified: new Date(0) };
}

function readNode(block: Buffer, path: string): UnixfsNode {
  try {
    return unixfsNode(block);
  } catch (cause) {
    throw new StagewireError('StorageOther', `the gateway sent a block for '${path}' that is not understood`, { cause });
  }
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}
