import { decompressBlock } from 'lz4js';

const MAGIC = 0x184d2204;
const MAGIC_BYTES = 4;
/** Bits of the descriptor of a frame. */
const HAS = { dictionary: 1, contentChecksum: 4, contentSize: 8, blockChecksums: 16 } as const;
const NOT_COMPRESSED = 0x80000000;
const CHECKSUM_BYTES = 4;

/**
 * The content of an LZ4 frame (LZ4 Frame Format Description), which has at most so many bytes. Throws for data that are none, or that hold
 * more. Checksums are not looked at.
 */
export function unlz4Frame(frame: Uint8Array, mostBytes: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError('it is no LZ4 frame');
  const flags = view.getUint8(MAGIC_BYTES);
  const content = new Uint8Array(mostBytes);
  let from = MAGIC_BYTES + 3 + (flags & HAS.contentSize ? 8 : 0) + (flags & HAS.dictionary ? 4 : 0);
  let to = 0;
  for (;;) {
    const head = view.getUint32(from, true);
    if (head === 0) return content.subarray(0, to);
    from += 4;
    const length = head & ~NOT_COMPRESSED;
    if (from + length > frame.length) throw new RangeError('a block ends too early');
    if (head >= NOT_COMPRESSED) {
      content.set(frame.subarray(from, from + length), to);
      to += length;
    } else {
      to = decompressBlock(frame, content, from, length, to);
    }
    if (to > mostBytes) throw new RangeError(`a frame holds more than ${mostBytes} bytes`);
    from += length + (flags & HAS.blockChecksums ? CHECKSUM_BYTES : 0);
  }
}
