import { BinaryReader } from '@bufbuild/protobuf/wire';
import { decode, type PBLink } from '@ipld/dag-pb';

/** What a block of the codec dag-pb is in a file system. IPFS specs: UnixFS. */
export type UnixfsNode =
  | { readonly type: 'file'; readonly size: number }
  | { readonly type: 'directory'; readonly links: readonly PBLink[] }
  /** A piece of a large directory: its links are named by `prefixLength` hexadecimal digits, and by the entry's name after these unless they are pieces too. */
  | { readonly type: 'shard'; readonly links: readonly PBLink[]; readonly prefixLength: number }
  /** A symbolic link, which is not followed, or what is no part of a file system. */
  | { readonly type: 'other' };

/** Values of `Data.DataType`. */
const TYPE = { RAW: 0, DIRECTORY: 1, FILE: 2, HAMT_SHARD: 5 } as const;

/** Throws for bytes that are no such block. */
export function unixfsNode(block: Uint8Array): UnixfsNode {
  const { Data, Links } = decode(block);
  if (!Data) return { type: 'other' };
  const { type, size, fanout } = readData(Data);
  switch (type) {
    case TYPE.RAW:
    case TYPE.FILE:
      return { type: 'file', size };
    case TYPE.DIRECTORY:
      return { type: 'directory', links: Links };
    case TYPE.HAMT_SHARD:
      return { type: 'shard', links: Links, prefixLength: Math.max(1, fanout - 1).toString(16).length };
    default:
      return { type: 'other' };
  }
}

/** The message `Data`: 1 Type, 2 Data, 3 filesize, 6 fanout. */
function readData(bytes: Uint8Array): { readonly type: number; readonly size: number; readonly fanout: number } {
  const reader = new BinaryReader(bytes);
  let [type, length, fanout] = [-1, 0, 256];
  let size: number | undefined;
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === 1) type = reader.int32();
    else if (field === 2) length = reader.bytes().length;
    else if (field === 3) size = Number(reader.uint64());
    else if (field === 6) fanout = Number(reader.uint64());
    else reader.skip(wireType);
  }
  return { type, size: size ?? length, fanout };
}
