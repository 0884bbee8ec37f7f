import type { ColumnName, DerivedTable, ExpandedView, QueryExpression } from './ast.js';
import { namesOfWholes } from './mentioned-names.js';

/**
 * The `$n` that queries in FROM and WITH only hand on under another name, if nothing but parts are asked of it: `$1` in
 * `SELECT v:a FROM (SELECT $1 AS v FROM @s) t`. Names are compared wherever they stand, for whatever table.
 */
export function handedOn(query: QueryExpression): ReadonlySet<ColumnName> {
  const handed: Handed[] = [];
  collect(query, handed);
  if (handed.length === 0) return new Set();
  const wholes = namesOfWholes(query);
  return new Set(wholes === null ? [] : handed.filter(({ alias }) => !wholes.has(alias)).map(({ column }) => column));
}

interface Handed {
  readonly column: ColumnName;
  /** In lower case. */
  readonly alias: string;
}

function collect(value: unknown, handed: Handed[]): void {
  if (typeof value !== 'object' || value === null) return;
  const { kind } = value as { readonly kind?: unknown };
  if (kind === 'derived' || kind === 'view') {
    const { query, alias } = value as DerivedTable | ExpandedView;
    if (!alias || alias.columns.length === 0) handed.push(...handedBy(query));
  }
  if (kind === 'query-expression') handed.push(...(value as QueryExpression).with.flatMap(({ columns, query }) => (columns.length === 0 ? handedBy(query) : [])));
  for (const child of value instanceof Map ? value.values() : Object.values(value)) collect(child, handed);
}

/** Where rows are told apart, grouped or ordered by their columns, those may be meant that are not named. */
function handedBy({ body, orderBy }: QueryExpression): readonly Handed[] {
  if (body.kind !== 'select' || body.distinct || body.groupBy || orderBy.length > 0) return [];
  return body.items.flatMap(({ expression, alias }) => (expression.kind === 'column' && expression.position !== null && alias !== null ? [{ column: expression, alias: alias.toLowerCase() }] : []));
}
