import zstd from '@bokuweb/zstd-wasm';
import { Decompress } from 'fzstd';

let loading: Promise<void> | null = null;

/** Must have been awaited before blocks are decompressed. */
export function loadZstd(): Promise<void> {
  return (loading ??= zstd.init());
}

/** The library makes room for what a frame announces, and keeps it. */
const LARGEST_KEPT = 16 * 1024 * 1024;

/** The content of a Zstandard frame, of at most so many bytes. Throws for data that is none, or that holds more. */
export function unzstdBlock(block: Uint8Array, mostBytes: number): Uint8Array {
  const size = contentSize(block);
  if (size !== null && size > mostBytes) throw new RangeError(`a frame holds ${size} bytes`);
  if (size !== null && size <= LARGEST_KEPT) return zstd.decompress(Buffer.from(block.buffer, block.byteOffset, block.byteLength));
  const pieces: Uint8Array[] = [];
  let total = 0;
  const stream = new Decompress((piece) => {
    total += piece.length;
    if (total > mostBytes) throw new RangeError('a frame holds too much');
    pieces.push(piece);
  });
  stream.push(block, true);
  return Buffer.concat(pieces);
}

const MAGIC_BYTES = 4;
const LARGEST_WINDOW_LOG = 27;

/** What the header of a frame says (RFC 8878, 3.1.1.1), or null if it says nothing. RangeError for a window that nobody needs. */
function contentSize(block: Uint8Array): number | null {
  const header = Buffer.from(block.buffer, block.byteOffset, Math.min(block.length, 18));
  const descriptor = header.readUInt8(MAGIC_BYTES);
  const isSingleSegment = ((descriptor >> 5) & 1) === 1;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const at = MAGIC_BYTES + 1 + (isSingleSegment ? 0 : 1) + dictionaryBytes;
  if (!isSingleSegment && 10 + (header.readUInt8(MAGIC_BYTES + 1) >> 3) > LARGEST_WINDOW_LOG) throw new RangeError('a frame has a window that is too large');
  switch (descriptor >> 6) {
    case 0:
      return isSingleSegment ? header.readUInt8(at) : null;
    case 1:
      return header.readUInt16LE(at) + 256;
    case 2:
      return header.readUInt32LE(at);
    default:
      return Number(header.readBigUInt64LE(at));
  }
}
