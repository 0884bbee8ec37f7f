const MAGIC = 0xfd2f_b528;

/** Bytes of the content size by the flag of the frame header; without a flag it depends on the single-segment bit. */
const SIZE_FIELD = [0, 2, 4, 8] as const;
const DICTIONARY_FIELD = [0, 1, 2, 4] as const;

/**
 * The content size that a zstd frame announces (RFC 8878, section 3.1.1.1), null when it does not. What is no zstd
 * frame announces nothing that could be true: Infinity.
 */
export function zstdContentSize(frame: Buffer): number | null {
  if (frame.length < 6 || frame.readUInt32LE(0) !== MAGIC) return Infinity;
  const descriptor = frame.readUInt8(4);
  const flag = descriptor >> 6;
  const singleSegment = (descriptor & 0x20) !== 0;
  const size = flag === 0 && singleSegment ? 1 : (SIZE_FIELD[flag] ?? 0);
  if (size === 0) return null;
  const at = 5 + (singleSegment ? 0 : 1) + (DICTIONARY_FIELD[descriptor & 3] ?? 0);
  if (frame.length < at + size) return Infinity;
  switch (size) {
    case 1:
      return frame.readUInt8(at);
    case 2:
      return frame.readUInt16LE(at) + 256;
    case 4:
      return frame.readUInt32LE(at);
    default:
      return Number(frame.readBigUInt64LE(at));
  }
}
