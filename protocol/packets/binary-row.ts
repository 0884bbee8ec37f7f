import { readBinaryValue, type BinaryType, type BinaryValue } from '../binary-value.js';
import type { ByteWriter } from '../byte-writer.js';
import { PayloadReader } from '../payload-reader.js';

const HEADER = 0x00;
/** The first two bits of the bitmap of NULLs belong to no column. */
const BITMAP_OFFSET = 2;

const bitmapSize = (columnCount: number): number => (columnCount + 7 + BITMAP_OFFSET) >> 3;

/**
 * Begins a row, manual page "Binary Protocol Resultset Row": header and bitmap, in which no column is NULL
 * yet. The values of the others follow, without a gap for a NULL. Returns the place of the bitmap.
 */
export function beginBinaryRow(bytes: ByteWriter, columnCount: number): number {
  bytes.uint8(HEADER);
  const bitmap = bytes.length;
  bytes.zeros(bitmapSize(columnCount));
  return bitmap;
}

/** Makes a column of the begun row NULL. */
export function setBinaryNull(bytes: ByteWriter, bitmap: number, column: number): void {
  const bit = column + BITMAP_OFFSET;
  bytes.setBits(bitmap + (bit >> 3), 1 << (bit & 7));
}

/** Manual page "Binary Protocol Resultset Row". */
export function readBinaryRow(payload: Buffer, types: readonly BinaryType[]): BinaryValue[] {
  const reader = new PayloadReader(payload);
  reader.skip(1);
  const bitmap = reader.bytes(bitmapSize(types.length));
  return types.map((type, column) => {
    const bit = column + BITMAP_OFFSET;
    return ((bitmap[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0 ? null : readBinaryValue(reader, type);
  });
}
