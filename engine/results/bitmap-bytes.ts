import { DuckDBArrayType, DuckDBListType, DuckDBMapType, DuckDBStructType, type DuckDBDataChunk, type DuckDBType } from '@duckdb/node-api';
import duckdb, { type Vector as RawVector } from '@duckdb/node-bindings';
import { isBitmap } from '../types.js';

/** Bytes of the numbers of bitmaps in a chunk, of which a batch has no more than a word. */
export function bitmapBytes({ chunk }: DuckDBDataChunk, types: readonly DuckDBType[]): number {
  return types.reduce((bytes, type, index) => bytes + (holdsBitmap(type) ? bytesIn(duckdb.data_chunk_get_vector(chunk, index), type) : 0), 0);
}

function holdsBitmap(type: DuckDBType): boolean {
  if (isBitmap(type)) return true;
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return holdsBitmap(type.valueType);
  if (type instanceof DuckDBMapType) return holdsBitmap(type.keyType) || holdsBitmap(type.valueType);
  return type instanceof DuckDBStructType && type.entryTypes.some(holdsBitmap);
}

function bytesIn(vector: RawVector, type: DuckDBType): number {
  if (!holdsBitmap(type)) return 0;
  if (isBitmap(type)) return 8 * duckdb.list_vector_get_size(duckdb.struct_vector_get_child(vector, 0));
  if (type instanceof DuckDBListType) return bytesIn(duckdb.list_vector_get_child(vector), type.valueType);
  if (type instanceof DuckDBArrayType) return bytesIn(duckdb.array_vector_get_child(vector), type.valueType);
  const [of, fields] = type instanceof DuckDBMapType ? [duckdb.list_vector_get_child(vector), [type.keyType, type.valueType]] : [vector, type instanceof DuckDBStructType ? type.entryTypes : []];
  return fields.reduce((bytes, field, index) => bytes + bytesIn(duckdb.struct_vector_get_child(of, index), field), 0);
}
