import type { ByteWriter } from '../byte-writer.js';
import { PayloadReader } from '../payload-reader.js';

const NULL = 0xfb;

/**
 * One NULL of a row, manual page "ProtocolText::ResultsetRow". The other values are string<lenenc>:
 * `lenencText`, `lenencBytes` or `lenencDigits` of the writer.
 */
export function writeNullCell(bytes: ByteWriter): void {
  bytes.uint8(NULL);
}

/** Manual page "ProtocolText::ResultsetRow". */
export function readTextRow(payload: Buffer, columnCount: number): (Buffer | null)[] {
  const reader = new PayloadReader(payload);
  const cells: (Buffer | null)[] = [];
  let rest = payload;
  for (let i = 0; i < columnCount; i++) {
    if (rest[0] === NULL) {
      reader.skip(1);
      cells.push(null);
    } else {
      cells.push(reader.lenencBytes());
    }
    rest = payload.subarray(payload.length - reader.remaining);
  }
  return cells;
}
