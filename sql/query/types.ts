import { unsupported } from './ast.js';

/** Type words of MySQL and Databend and the DuckDB type of each. */
const TYPES: Readonly<Record<string, string>> = {
  BOOLEAN: 'BOOLEAN', BOOL: 'BOOLEAN',
  TINYINT: 'TINYINT', INT8: 'TINYINT', SMALLINT: 'SMALLINT', INT16: 'SMALLINT', INT: 'INTEGER', INTEGER: 'INTEGER', INT32: 'INTEGER',
  BIGINT: 'BIGINT', INT64: 'BIGINT', SIGNED: 'BIGINT', 'SIGNED INTEGER': 'BIGINT', UNSIGNED: 'UBIGINT', 'UNSIGNED INTEGER': 'UBIGINT',
  UINT8: 'UTINYINT', UINT16: 'USMALLINT', UINT32: 'UINTEGER', UINT64: 'UBIGINT',
  FLOAT: 'FLOAT', FLOAT32: 'FLOAT', REAL: 'FLOAT', DOUBLE: 'DOUBLE', FLOAT64: 'DOUBLE', 'DOUBLE PRECISION': 'DOUBLE',
  DATE: 'DATE', TIME: 'TIME', TIMESTAMP: 'TIMESTAMP', DATETIME: 'TIMESTAMP',
  CHAR: 'VARCHAR', CHARACTER: 'VARCHAR', NCHAR: 'VARCHAR', VARCHAR: 'VARCHAR', STRING: 'VARCHAR', TEXT: 'VARCHAR',
  BINARY: 'BLOB', VARBINARY: 'BLOB', BLOB: 'BLOB', JSON: 'JSON', VARIANT: 'JSON',
};

/** A type for DuckDB. Lengths of texts and times are ignored; DECIMAL without a size is DECIMAL(18,3). */
export function writeType(word: string, length: string | null, scale: string | null): string {
  const upper = word.toUpperCase();
  if (upper === 'DECIMAL' || upper === 'NUMERIC') return length === null ? 'DECIMAL(18,3)' : `DECIMAL(${length},${scale ?? '0'})`;
  const type = TYPES[upper];
  if (type === undefined) throw unsupported(`type ${upper}`);
  return type;
}
