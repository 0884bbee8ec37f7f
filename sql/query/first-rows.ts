import type { Expression, QueryExpression, Select, TableReference } from './ast.js';
import { children } from './children.js';
import { aggregateOf } from './functions/aggregates.js';
import { VOLATILE } from './volatile.js';

/** A query that asks for the first rows of a location: `count` rows after the first `offset`. */
export interface FirstRows {
  readonly count: number;
  readonly offset: number;
  /** Whether every row of the location is a row of the query. */
  readonly takesAll: boolean;
}

/**
 * What a query with LIMIT takes of the rows of its only location, if each row of its result comes of one row there and in the
 * same order, so that the files after those that gave enough need not be read. Null for any other query.
 */
export function firstRows({ with: commonTables, body, orderBy, limit }: QueryExpression, rowNumber: (expression: Expression) => number | null): FirstRows | null {
  if (!limit?.count || commonTables.length > 0 || orderBy.length > 0 || body.kind !== 'select') return null;
  const count = rowNumber(limit.count);
  const offset = limit.offset ? rowNumber(limit.offset) : 0;
  const rows = rowByRow(body);
  return count === null || offset === null || !rows ? null : { count, offset, ...rows };
}

/** Null unless each row comes of one row of a location. */
function rowByRow({ distinct, items, from, where, groupBy, having, windows, qualify }: Select): { readonly takesAll: boolean } | null {
  const [table] = from;
  if (!table || from.length > 1 || distinct || groupBy || having || windows.length > 0 || qualify) return null;
  if (![...items.map(({ expression }) => expression), ...(where ? [where] : [])].every(isOfOneRow)) return null;
  const rows = rowsOf(table);
  return rows && { takesAll: rows.takesAll && where === null };
}

function rowsOf(table: TableReference): { readonly takesAll: boolean } | null {
  if (table.kind === 'staged') return { takesAll: true };
  if (table.kind !== 'view' && (table.kind !== 'derived' || table.lateral)) return null;
  const { with: commonTables, body, orderBy, limit } = table.query;
  return commonTables.length > 0 || orderBy.length > 0 || limit || body.kind !== 'select' ? null : rowByRow(body);
}

/** Whether the value depends on nothing but the row. */
function isOfOneRow(expression: Expression): boolean {
  switch (expression.kind) {
    case 'subquery':
    case 'exists':
    case 'quantified':
    case 'assignment':
    case 'file-content':
      return false;
    case 'in':
      if ('kind' in expression.values) return false;
      break;
    case 'call':
      if (expression.over !== null || aggregateOf(expression.name) || VOLATILE.has(expression.name)) return false;
      break;
    default:
  }
  return children(expression).every(isOfOneRow);
}
