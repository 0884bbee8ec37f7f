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
  const list = /^(.*)\[\d*\]$/s.exec(type);
  if (list) return `ARRAY(${typeName(list[1] ?? '', true)})`;
  const tagged = TAGGED[type.replaceAll('"', '')];
  if (tagged !== undefined) return tagged;
  const parts = /^(STRUCT|MAP)\((.*)\)$/s.exec(type);
  if (parts?.[1] === 'MAP') return `MAP(${splitParts(parts[2] ?? '').map((part) => typeName(part, true)).join(', ')})`;
  if (parts) return `TUPLE(${splitParts(parts[2] ?? '').map(fieldText).join(', ')})`;
  if (type.startsWith('TIMESTAMP')) return 'TIMESTAMP';
  if (type.startsWith('DECIMAL')) return type.replaceAll(' ', '');
  return SCALARS[type]?.[isInner ? 1 : 0] ?? type;
}

function fieldText(field: string): string {
  const quoted = /^"((?:[^"]|"")*)" (.*)$/s.exec(field) ?? /^(\S+) (.*)$/s.exec(field);
  return quoted ? `${(quoted[1] ?? '').replaceAll('""', '"').toUpperCase()} ${typeName(quoted[2] ?? '', true)}` : typeName(field, true);
}

/** Parts separated by commas that stand in no parentheses and no quotes. */
function splitParts(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let inQuotes = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') inQuotes = !inQuotes;
    if (inQuotes) continue;
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}
