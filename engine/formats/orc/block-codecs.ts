import { inflateRawSync } from 'node:zlib';
import { decompressBlock } from 'lz4js';
import { uncompress as unsnappy } from 'snappyjs';
import { StagewireError } from '../../../errors/index.js';
import { unzstdBlock } from '../../compression/zstd-block.js';
import { damaged } from './damaged.js';

/** Takes a block apart whose content has at most so many bytes. */
export type BlockCodec = (block: Uint8Array, mostBytes: number) => Uint8Array;

const unlz4: BlockCodec = (block, mostBytes) => {
  const content = new Uint8Array(mostBytes);
  const length = decompressBlock(block, content, 0, block.length, 0);
  if (length > mostBytes) throw new RangeError('a block is too large');
  return content.subarray(0, length);
};

/** By `CompressionKind` of orc_proto.proto. */
const CODECS: readonly (BlockCodec | 'none' | 'lzo')[] = [
  'none',
  (block, mostBytes) => inflateRawSync(block, { maxOutputLength: mostBytes }),
  (block, mostBytes) => unsnappy(block, mostBytes),
  'lzo',
  unlz4,
  unzstdBlock,
];

/** The codec of a file's blocks, null for none. 1002 for LZO. */
export function blockCodec(kind: number): BlockCodec | null {
  const codec = CODECS[kind];
  if (codec === 'none') return null;
  if (codec === 'lzo') throw new StagewireError('Unimplemented', 'it is compressed with LZO, which can\'t be read; write it with another codec');
  if (!codec) throw damaged(`its compression ${kind} is unknown`);
  return (block, mostBytes) => {
    try {
      return codec(block, mostBytes);
    } catch (error) {
      throw damaged('a compressed block is damaged', error);
    }
  };
}
