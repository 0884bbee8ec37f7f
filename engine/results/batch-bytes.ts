import type { Batch, Value } from '../../sql/relation.js';
import type { Vector } from '../../sql/vector.js';

/** Bytes of the values of a batch. */
export function batchBytes({ columns, rowCount }: Batch): number {
  return columns.reduce((bytes, column) => bytes + vectorBytes(column, rowCount), 0);
}

function vectorBytes(vector: Vector, rowCount: number): number {
  switch (vector.layout) {
    case 'numbers':
      return vector.data.byteLength;
    case 'words':
      return vector.words.byteLength;
    case 'bytes':
      return vector.lengths.byteLength + sum(vector.lengths);
    case 'lists':
      return vector.lengths.byteLength + vectorBytes(vector.elements, sum(vector.lengths));
    case 'fields':
      return vector.fields.reduce((bytes, field) => bytes + vectorBytes(field, rowCount), 0);
    case 'values':
      return vector.values.reduce<number>((bytes, value) => bytes + valueBytes(value), 0);
  }
}

function sum(lengths: Uint32Array): number {
  let total = 0;
  for (const length of lengths) total += length;
  return total;
}

function valueBytes(value: Value): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return 4 + value.length;
  return 8;
}
