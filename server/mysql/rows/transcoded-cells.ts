import { isAscii } from 'node:buffer';
import type { TextCodec } from '../../../protocol/charsets/text-codec.js';
import { cellText, type DisplayFormat } from '../../../sql/display/cell-text.js';
import type { ColumnType } from '../../../sql/relation.js';
import type { Vector } from '../../../sql/vector.js';
import type { CellWriter } from './cell-writer.js';

/** Types whose text is ASCII in any case, or bytes that are nobody's text. */
const NEVER: ReadonlySet<ColumnType['name']> = new Set([
  'null', 'boolean', 'int8', 'int16', 'int32', 'int64', 'int128', 'uint8', 'uint16', 'uint32', 'uint64', 'uint128', 'float', 'double', 'decimal',
  'date', 'time', 'timestamp', 'timestamp_tz', 'binary', 'bytes', 'uuid', 'bit', 'interval',
]);

/** The writer of texts in another character set than UTF-8; null for a column without a byte beyond ASCII, which needs none. */
export function transcodedCells(vector: Vector, type: ColumnType, format: DisplayFormat, codec: TextCodec): CellWriter | null {
  if (NEVER.has(type.name) || (vector.layout === 'bytes' && isAscii(vector.bytes))) return null;
  return (bytes, row) => {
    bytes.lenencBytes(codec.encode(cellText(vector, type, row, format)));
  };
}
