import { StagewireError } from '../../errors/index.js';

/** A type as a query names it (CAST, `::`), after aliases are resolved. Lengths of texts are ignored, but for CHAR(n), which cuts. */
export type DataType =
  | { readonly kind: 'plain'; readonly name: PlainType }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'char'; readonly length: number }
  | { readonly kind: 'array'; readonly element: DataType }
  | { readonly kind: 'vector'; readonly length: number }
  | { readonly kind: 'map'; readonly key: DataType; readonly value: DataType }
  | { readonly kind: 'tuple'; readonly fields: readonly { readonly name: string | null; readonly type: DataType }[] };

export type PlainType =
  | 'BOOLEAN' | 'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT' | 'UTINYINT' | 'USMALLINT' | 'UINTEGER' | 'UBIGINT'
  | 'FLOAT' | 'DOUBLE' | 'DATE' | 'TIME' | 'TIMESTAMP' | 'TIMESTAMP_TZ' | 'INTERVAL' | 'VARCHAR' | 'BINARY' | 'VARIANT' | 'UUID' | 'YEAR' | 'BITMAP' | 'GEOMETRY';

const plain = (name: PlainType): DataType => ({ kind: 'plain', name });

/** Type words of MySQL and Databend (spec of types; MySQL manual, Cast Functions). Two-word names are joined by a blank. */
export const PLAIN_TYPES: Readonly<Record<string, DataType>> = {
  BOOLEAN: plain('BOOLEAN'), BOOL: plain('BOOLEAN'),
  TINYINT: plain('TINYINT'), INT8: plain('TINYINT'), SMALLINT: plain('SMALLINT'), INT16: plain('SMALLINT'), MEDIUMINT: plain('INTEGER'),
  INT: plain('INTEGER'), INTEGER: plain('INTEGER'), INT32: plain('INTEGER'), BIGINT: plain('BIGINT'), INT64: plain('BIGINT'), SIGNED: plain('BIGINT'),
  UINT8: plain('UTINYINT'), UINT16: plain('USMALLINT'), UINT32: plain('UINTEGER'), UINT64: plain('UBIGINT'), UNSIGNED: plain('UBIGINT'),
  FLOAT: plain('FLOAT'), FLOAT32: plain('FLOAT'), REAL: plain('FLOAT'), DOUBLE: plain('DOUBLE'), FLOAT64: plain('DOUBLE'), 'DOUBLE PRECISION': plain('DOUBLE'),
  DATE: plain('DATE'), TIME: plain('TIME'), TIMESTAMP: plain('TIMESTAMP'), DATETIME: plain('TIMESTAMP'), TIMESTAMP_TZ: plain('TIMESTAMP_TZ'),
  INTERVAL: plain('INTERVAL'), YEAR: plain('YEAR'), UUID: plain('UUID'),
  CHAR: plain('VARCHAR'), CHARACTER: plain('VARCHAR'), NCHAR: plain('VARCHAR'), VARCHAR: plain('VARCHAR'), NVARCHAR: plain('VARCHAR'), STRING: plain('VARCHAR'),
  TEXT: plain('VARCHAR'), TINYTEXT: plain('VARCHAR'), MEDIUMTEXT: plain('VARCHAR'), LONGTEXT: plain('VARCHAR'),
  BINARY: plain('BINARY'), VARBINARY: plain('BINARY'), BLOB: plain('BINARY'), TINYBLOB: plain('BINARY'), MEDIUMBLOB: plain('BINARY'), LONGBLOB: plain('BINARY'),
  JSON: plain('VARIANT'), VARIANT: plain('VARIANT'), BITMAP: plain('BITMAP'), GEOMETRY: plain('GEOMETRY'), GEOGRAPHY: plain('GEOMETRY'),
};

/** What UNSIGNED makes of a signed integer. */
export const UNSIGNED_TYPES: Readonly<Partial<Record<PlainType, PlainType>>> = {
  TINYINT: 'UTINYINT', SMALLINT: 'USMALLINT', INTEGER: 'UINTEGER', BIGINT: 'UBIGINT', UBIGINT: 'UBIGINT',
};

/** DuckDB's widest DECIMAL; wider ones are of the macro fn.wide. */
export const WIDEST_DECIMAL = 38;

/** The type for DuckDB. */
export function writeType(type: DataType): string {
  switch (type.kind) {
    case 'plain': return PLAIN_NAMES[type.name] ?? type.name;
    case 'decimal':
      if (type.precision > WIDEST_DECIMAL) throw new StagewireError('Unimplemented', `DECIMAL(${type.precision}, ${type.scale}) within another type: more than ${WIDEST_DECIMAL} digits are for values by themselves`);
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'char': return 'VARCHAR';
    case 'vector': return 'FLOAT[]';
    case 'array': return `${writeType(type.element)}[]`;
    case 'map': return `MAP(${writeType(type.key)}, ${writeType(type.value)})`;
    case 'tuple': return `STRUCT(${type.fields.map(({ name, type: field }, index) => `"${(name ?? String(index + 1)).replaceAll('"', '""')}" ${writeType(field)}`).join(', ')})`;
  }
}

const PLAIN_NAMES: Readonly<Partial<Record<PlainType, string>>> = {
  BINARY: 'BLOB', VARIANT: 'JSON', TIMESTAMP_TZ: 'STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)', YEAR: 'SMALLINT', BITMAP: 'STRUCT(bitmap_values UBIGINT[])', GEOMETRY: 'BLOB',
};
