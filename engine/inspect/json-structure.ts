import { StagewireError } from '../../errors/index.js';

const SCALARS: Readonly<Record<string, readonly [outer: string, inner: string]>> = {
  UBIGINT: ['BIGINT', 'INT64'], BIGINT: ['BIGINT', 'INT64'], HUGEINT: ['DOUBLE', 'FLOAT64'], DOUBLE: ['DOUBLE', 'FLOAT64'], BOOLEAN: ['BOOLEAN', 'BOOLEAN'],
  VARCHAR: ['VARCHAR', 'STRING'], NULL: ['VARCHAR', 'STRING'], JSON: ['VARIANT', 'VARIANT'],
};

/** The columns of objects whose common structure DuckDB found: `{"a":"UBIGINT","b":["VARCHAR"],"c":{"x":"DOUBLE"}}`. */
export function structureColumns(structure: unknown): readonly { readonly name: string; readonly type: string }[] {
  if (typeof structure !== 'string') return [];
  const parsed: unknown = JSON.parse(structure);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new StagewireError('BadBytes', 'infer_schema needs lines that are JSON objects');
  }
  return Object.entries(parsed).map(([name, type]) => ({ name, type: structureType(type, 0) }));
}

function structureType(structure: unknown, isInner: 0 | 1): string {
  if (typeof structure === 'string') return SCALARS[structure]?.[isInner] ?? 'VARIANT';
  if (Array.isArray(structure)) return `ARRAY(${structureType(structure[0] ?? 'NULL', 1)})`;
  const fields = Object.entries(structure as Record<string, unknown>);
  return fields.length === 0 ? 'VARIANT' : `TUPLE(${fields.map(([name, type]) => `${name.toUpperCase()} ${structureType(type, 1)}`).join(', ')})`;
}
