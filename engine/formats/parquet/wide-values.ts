import { quoteName } from '../../../sql/query/quoting.js';
import { WIDEST_DECIMAL } from '../../columns/column-type.js';
import { typeParts } from '../../type-parts.js';
import { nestedValue } from '../nested-value.js';
import type { WideType } from './schema-tree.js';

/** DuckDB's type of a column with decimals of more than 38 digits where those are, which it takes for DOUBLEs. @param leaves what the column's leaves are, null for others than those */
export function withWideTypes(type: string, leaves: readonly (WideType | null)[]): string {
  const rest = leaves[Symbol.iterator]();
  return eachScalar(type, (scalar) => {
    const wide = rest.next().value;
    return wide ? `DECIMAL(${wide.precision},${wide.scale})` : scalar;
  });
}

/** Sizes of a decimal of more than 38 digits; null for another type. */
function wideSizes(type: string): WideType | null {
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  return Number(precision) > WIDEST_DECIMAL ? { precision: Number(precision), scale: Number(scale) } : null;
}

/** SQL of a scalar of a copy in which such decimals are their bytes; null for others. */
export function wideScalar(sql: string, type: string): string | null {
  const sizes = wideSizes(type);
  return sizes && `fn.wide(stagewire_wide_bytes(${sql}, ${sizes.precision}, ${sizes.scale}))`;
}

/** SQL of a column of such a copy. */
export const wideValue = (column: string, type: string): string => nestedValue(column, type, { scalar: wideScalar, sortsFields: false }) ?? column;

/** A NULL of the type that such a column has for the engine. */
export const wideNull = (type: string): string => `CAST(NULL AS ${eachScalar(type, (scalar) => (wideSizes(scalar) ? 'STRUCT(wide_units BIGNUM, wide_shape INTERVAL)' : scalar))})`;

/** A type with each scalar in it, from left to right, as `write` has it. */
function eachScalar(type: string, write: (scalar: string) => string): string {
  const parts = typeParts(type);
  switch (parts.kind) {
    case 'scalar':
      return write(parts.name);
    case 'list':
      return eachScalar(parts.element, write) + (/\[\d*\]$/.exec(type)?.[0] ?? '');
    case 'map': {
      const key = eachScalar(parts.key, write);
      return `MAP(${key}, ${eachScalar(parts.value, write)})`;
    }
    case 'tuple':
      return `STRUCT(${parts.fields.map(({ name, type: field }) => `${name === null ? '' : `${quoteName(name)} `}${eachScalar(field, write)}`).join(', ')})`;
  }
}
