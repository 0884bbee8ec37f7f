import { BIGINT, BLOB, BOOLEAN, DOUBLE, DuckDBBlobValue, DuckDBTimestampValue, FLOAT, SQLNULL, TIMESTAMP, UBIGINT, VARCHAR, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import type { Parameter } from '../sql/parameter.js';

/** Values and types by position. */
export type Bindings = [values: DuckDBValue[], types: DuckDBType[]];

/**
 * Parameters as DuckDB binds them, values and types by position. Decimals, dates and times go as text,
 * which the casts that the translation puts around them read without loss.
 */
export function bindings(parameters: readonly Parameter[]): Bindings {
  const bound = parameters.map(binding);
  return [bound.map(([value]) => value), bound.map(([, type]) => type)];
}

function binding({ type, value }: Parameter): [DuckDBValue, DuckDBType] {
  if (value === null) return [null, SQLNULL];
  if (typeof value === 'string') return [value, VARCHAR];
  if (typeof value === 'boolean') return [value, BOOLEAN];
  if (value instanceof Uint8Array) return [new DuckDBBlobValue(value), BLOB];
  if (value instanceof Date) return [new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n), TIMESTAMP];
  if (type.name === 'float') return [Number(value), FLOAT];
  if (typeof value === 'number' && (type.name === 'double' || !Number.isInteger(value))) return [value, DOUBLE];
  return [BigInt(value), type.name === 'uint64' ? UBIGINT : BIGINT];
}
