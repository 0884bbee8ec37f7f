import { typeParts } from '../type-parts.js';

/** DuckDB's scalar types as our SQL names them outside, and inside of other types. */
const SCALARS: Readonly<Record<string, readonly [outer: string, inner: string]>> = {
  BOOLEAN: ['BOOLEAN', 'BOOLEAN'],
  TINYINT: ['TINYINT', 'INT8'], SMALLINT: ['SMALLINT', 'INT16'], INTEGER: ['INT', 'INT32'], BIGINT: ['BIGINT', 'INT64'],
  UTINYINT: ['TINYINT UNSIGNED', 'UINT8'], USMALLINT: ['SMALLINT UNSIGNED', 'UINT16'], UINTEGER: ['INT UNSIGNED', 'UINT32'], UBIGINT: ['BIGINT UNSIGNED', 'UINT64'],
  FLOAT: ['FLOAT', 'FLOAT32'], DOUBLE: ['DOUBLE', 'FLOAT64'], VARCHAR: ['VARCHAR', 'STRING'], BLOB: ['BINARY', 'BINARY'], DATE: ['DATE', 'DATE'],
  JSON: ['VARIANT', 'VARIANT'], TIME: ['TIME', 'TIME'], UUID: ['VARCHAR', 'STRING'],
};

/** Tuples that stand for types which DuckDB lacks (macros fn.clock, fn.bitmap_of, fn.zoned). */
export const TAGGED: Readonly<Record<string, string>> = {
  'STRUCT(mysql_time_micros BIGINT)': 'TIME', 'STRUCT(bitmap_values UBIGINT[])': 'BITMAP', 'STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)': 'TIMESTAMP_TZ', 'STRUCT(wide_units BIGNUM, wide_shape INTERVAL)': 'DECIMAL', 'STRUCT(wide_units BIGNUM)': 'DECIMAL',
};

/** `STRUCT(a INTEGER)[]` as `ARRAY(TUPLE(A INT32))`, and so on. */
export function typeName(type: string, isInner = false): string {
  const tagged = TAGGED[type.replaceAll('"', '')];
  if (tagged !== undefined) return tagged;
  const parts = typeParts(type);
  switch (parts.kind) {
    case 'list':
      return `ARRAY(${typeName(parts.element, true)})`;
    case 'map':
      return `MAP(${typeName(parts.key, true)}, ${typeName(parts.value, true)})`;
    case 'tuple':
      return `TUPLE(${parts.fields.map((field) => `${field.name === null ? '' : `${field.name.toUpperCase()} `}${typeName(field.type, true)}`).join(', ')})`;
    case 'scalar':
      return scalarName(type, isInner);
  }
}

function scalarName(type: string, isInner: boolean): string {
  if (type.startsWith('TIMESTAMP')) return 'TIMESTAMP';
  if (type.startsWith('DECIMAL')) return type.replaceAll(' ', '');
  return SCALARS[type]?.[isInner ? 1 : 0] ?? type;
}
