import { quoteText } from '../../../sql/query/quoting.js';
import type { FilterComparison, FilterConstant, RowFilter } from '../../sources/row-filter.js';

/** Longer lists are not compared with statistics. */
const LONGEST_LIST = 1000;
/** DuckDB compares so many bytes of a text with statistics, and no more than the constant has. */
const TEXT_BYTES = 8;
/** A DATE beyond is one of the infinities, or is none. */
const MOST_DAYS = 10_000_000;

const INTEGERS = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT'];

/** Bounds of a column in a row group as SQL: they may be NULL and are then not known. */
const LOW = 'low';
const HIGH = 'high';

/**
 * A condition on the statistics of a row group (`low` and `high` as text) that holds only if
 * no row of it passes the filter on a column of that type, and only where DuckDB sees the same and
 * leaves the row group out. Null where nothing can be said.
 */
export function impossible(filter: RowFilter, type: string): string | null {
  switch (filter.kind) {
    case 'any':
      return null;
    case 'and': {
      const some = filter.filters.map((part) => impossible(part, type)).filter((part) => part !== null);
      return some.length === 0 ? null : `(${some.join(' OR ')})`;
    }
    case 'or': {
      const all = filter.filters.map((part) => impossible(part, type));
      return all.length === 0 || all.includes(null) ? null : `(${all.join(' AND ')})`;
    }
    case 'compare':
      return outside(filter.operator, filter.constant, type);
    case 'in': {
      if (filter.constants.length > LONGEST_LIST) return null;
      const all = filter.constants.map((constant) => outside('=', constant, type));
      return all.length === 0 || all.includes(null) ? null : `(${all.join(' AND ')})`;
    }
  }
}

function outside(operator: FilterComparison, constant: FilterConstant, type: string): string | null {
  const value = constant.type === type ? literal(constant) : null;
  if (value === null) return null;
  if (type === 'VARCHAR') return outsideTexts(operator, value, Math.min(TEXT_BYTES, Buffer.byteLength(String(constant.value))));
  const castTo = type === 'DECIMAL' ? `DECIMAL(${constant.width}, ${constant.scale})` : type;
  const low = `TRY_CAST(${LOW} AS ${castTo})`;
  const high = `TRY_CAST(${HIGH} AS ${castTo})`;
  switch (operator) {
    case '=': return `(${low} > ${value} OR ${high} < ${value})`;
    case '<': return `${low} >= ${value}`;
    case '<=': return `${low} > ${value}`;
    case '>': return `${high} <= ${value}`;
    case '>=': return `${high} < ${value}`;
  }
}

function outsideTexts(operator: FilterComparison, value: string, bytes: number): string {
  const begin = (text: string): string => `encode(${text})[1:${bytes}]`;
  const above = `${begin(LOW)} > ${begin(value)}`;
  const below = `${begin(HIGH)} < ${begin(value)}`;
  if (operator === '=') return `(${above} OR ${below})`;
  return operator.startsWith('<') ? above : below;
}

function literal({ type, value, scale, width }: FilterConstant): string | null {
  if (type === 'VARCHAR') return typeof value === 'string' ? quoteText(value) : null;
  if (!/^-?\d+$/.test(String(value))) return (type === 'DOUBLE' || type === 'FLOAT') && typeof value === 'number' ? `CAST('${value}' AS ${type})` : null;
  if (INTEGERS.includes(type) || type === 'DOUBLE' || type === 'FLOAT') return `CAST('${value}' AS ${type})`;
  switch (type) {
    case 'DECIMAL':
      return `CAST('${value}e-${scale}' AS DECIMAL(${width}, ${scale}))`;
    case 'DATE':
      return Math.abs(Number(value)) <= MOST_DAYS ? `(DATE '1970-01-01' + CAST('${value}' AS INTEGER))` : null;
    case 'TIMESTAMP':
      return Math.abs(Number(value)) <= MOST_DAYS * 86_400e6 ? `make_timestamp(CAST('${value}' AS BIGINT))` : null;
    default:
      return null;
  }
}
