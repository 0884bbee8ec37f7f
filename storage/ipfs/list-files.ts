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

/** Something in the tree below the root, not looked at yet. */
interface Node {
  readonly cid: CID;
  /** From the root; that of its directory for a piece of one. */
  readonly path: string;
  /** Of the block and all below it; of a raw block that is the size of the file. */
  readonly totalSize: number;
}

type Visited = { readonly file: ObjectInfo } | { readonly nodes: readonly Node[] };

/**
 * The files whose paths begin with `rootPrefix + prefix`, keys given without `rootPrefix`. A gateway has no listings but for people, so the
 * blocks of directories are fetched and read. 4000 if there are more than 100,000 files and directories.
 */
export async function* listFiles(client: GatewayClient, root: CID, rootPrefix: string, prefix: string, signal: AbortSignal | undefined): AsyncGenerator<readonly ObjectInfo[], void, undefined> {
  const start = rootPrefix + prefix;
  const found: ObjectInfo[] = [];
  const pending: Node[] = [{ cid: root, path: '', totalSize: 0 }];
  let seen = 0;
  while (pending.length > 0) {
    throwIfAborted(signal);
    const wave = pending.splice(0, WAVE_NODES);
    for (const visited of await mapBounded(wave, REQUESTS_AT_ONCE, (node) => visit(client, node, signal))) {
      if ('file' in visited) {
        if (visited.file.key.startsWith(start) && visited.file.key !== '') found.push({ ...visited.file, key: visited.file.key.slice(rootPrefix.length) });
        continue;
      }
      const wanted = visited.nodes.filter(({ path }) => path.startsWith(start) || start.startsWith(path === '' ? '' : `${path}/`));
      seen += wanted.length;
      if (seen > MOST_NODES) throw new StagewireError('StorageOther', `more than ${MOST_NODES} files and directories begin with '${start}': name one with fewer`);
      pending.push(...wanted);
    }
  }
  for (const page of sortedPages(found)) {
    throwIfAborted(signal);
    yield page;
  }
}

async function visit(client: GatewayClient, { cid, path, totalSize }: Node, signal: AbortSignal | undefined): Promise<Visited> {
  if (cid.code === RAW) return { file: { key: path, ...fileInfo(cid, totalSize) } };
  // Of another codec nothing is a file.
  if (cid.code !== DAG_PB) return { nodes: [] };
  const node = readNode(await client.block(cid.toV1().toString(), signal), path);
  switch (node.type) {
    case 'file':
      return { file: { key: path, ...fileInfo(cid, node.size) } };
    case 'directory':
      return { nodes: node.links.map(({ Hash, Name = '', Tsize = 0 }) => ({ cid: Hash, path: joined(path, Name), totalSize: Tsize })) };
    case 'shard':
      return {
        nodes: node.links.map(({ Hash, Name = '', Tsize = 0 }) => ({ cid: Hash, path: Name.length > node.prefixLength ? joined(path, Name.slice(node.prefixLength)) : path, totalSize: Tsize })),
      };
    case 'other':
      return { nodes: [] };
  }
}

/** Content never changes under its identifier, so that is the version; times are not kept. */
export function fileInfo(cid: CID, size: number): Written {
  const version = cid.toV1().toString();
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
