import { isAscii } from 'node:buffer';
import type { ResultTranscoding } from '../../../protocol/charsets/text-codec.js';
import { cellText, type DisplayFormat } from '../../../sql/display/cell-text.js';
import type { ColumnType } from '../../../sql/relation.js';
import type { Vector } from '../../../sql/vector.js';
import type { CellWriter } from './cell-writer.js';

/** Types that are announced as numbers, times or bytes, which nobody converts. */
const NO_TEXT: ReadonlySet<ColumnType['name']> = new Set([
  'null', 'boolean', 'int8', 'int16', 'int32', 'int64', 'int128', 'uint8', 'uint16', 'uint32', 'uint64', 'uint128', 'float', 'double', 'decimal',
  'date', 'time', 'timestamp', 'timestamp_tz', 'binary', 'bytes', 'geometry',
]);
/** Types whose text is ASCII in any case. */
const ASCII: ReadonlySet<ColumnType['name']> = new Set(['uuid', 'bit', 'interval']);

/** The writer of texts in another character set than UTF-8; null for a column that needs none, such as one without a byte beyond ASCII. */
export function transcodedCells(vector: Vector, type: ColumnType, format: DisplayFormat, codec: NonNullable<ResultTranscoding>): CellWriter | null {
  if (NO_TEXT.has(type.name)) return null;
  if (codec.keepsAscii && (ASCII.has(type.name) || (vector.layout === 'bytes' && isAscii(vector.bytes)))) return null;
  return (bytes, row) => {
    bytes.lenencBytes(codec.encode(cellText(vector, type, row, format)));
  };
}
