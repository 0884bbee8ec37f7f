import { bytesAt, cellText, type DisplayFormat } from './display/cell-text.js';
import { valueBatch, type Batch, type Column, type ColumnType, type Value } from './relation.js';
import { fitsNumber, isNull, signedNumber, wordsToBigInt, type Vector } from './vector.js';

/** For values that become texts on the way to JavaScript. */
const PLAIN: DisplayFormat = { binary: 'raw' };

/**
 * One cell as a value of JavaScript, whatever its layout: booleans, numbers (bigint where a number can't
 * hold it), bytes, and text for everything else.
 */
export function cellValue(vector: Vector, type: ColumnType, row: number): Value {
  if (vector.layout === 'values') return vector.values[row] ?? null;
  if (isNull(vector, row)) return null;
  switch (type.name) {
    case 'boolean':
      return vector.layout === 'numbers' && vector.data[row] !== 0;
    case 'int8':
    case 'int16':
    case 'int32':
    case 'uint8':
    case 'uint16':
    case 'uint32':
    case 'float':
    case 'double':
      return vector.layout === 'numbers' ? (vector.data[row] ?? null) : null;
    case 'int64':
    case 'uint64':
      return vector.layout === 'words' ? integer(vector, type.name === 'int64', row) : null;
    case 'binary':
    case 'bytes':
    case 'geometry':
      return vector.layout === 'bytes' ? Uint8Array.from(bytesAt(vector, row)) : null;
    default:
      return cellText(vector, type, row, PLAIN);
  }
}

function integer(vector: Vector & { layout: 'words' }, signed: boolean, row: number): number | bigint {
  const low = vector.words[row * 2] ?? 0;
  const high = vector.words[row * 2 + 1] ?? 0;
  return fitsNumber(high) && (signed || high < 0x20_0000) ? signedNumber(low, high) : wordsToBigInt(vector, row, signed);
}

/** All cells of a column of a batch. */
export function columnValues(batch: Batch, columns: readonly Column[], index: number): readonly Value[] {
  const vector = batch.columns[index];
  const type = columns[index]?.type;
  if (!vector || !type) return [];
  if (vector.layout === 'values') return vector.values.length === batch.rowCount ? vector.values : vector.values.slice(0, batch.rowCount);
  return Array.from({ length: batch.rowCount }, (_, row) => cellValue(vector, type, row));
}

/** Some of the rows of a batch. */
export function selectRows(batch: Batch, columns: readonly Column[], rows: readonly number[]): Batch {
  return valueBatch(
    rows.length,
    columns.map((_, index) => {
      const values = columnValues(batch, columns, index);
      return rows.map((row) => values[row] ?? null);
    }),
  );
}
