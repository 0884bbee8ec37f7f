import type { Call, Expression, PivotedTable, QueryExpression, SelectItem, TableReference } from './ast.js';
import { children, mapChildren } from './children.js';
import { isDual } from './dual.js';

/** Functions that do something with locks, with the number of their arguments. */
const LOCK_FUNCTIONS: Readonly<Record<string, number>> = { get_lock: 2, release_lock: 1, release_all_locks: 0, is_free_lock: 1, is_used_lock: 1 };

export const LOCK_FUNCTION_NAMES = Object.keys(LOCK_FUNCTIONS);

export const isLockFunction = (name: string): boolean => Object.hasOwn(LOCK_FUNCTIONS, name);

/** What does more than to compute: a function of locks, `@v := x`; and `@v`, which may see the other. */
export type Effect = Call | (Expression & { readonly kind: 'assignment' | 'user-variable' });

/**
 * What the select list of a query without tables does, in the order in which MySQL does it: from left to right, inner things first.
 * (In other queries locks are refused, and assignments hold within the row.)
 */
export function effectsOf({ body }: QueryExpression): readonly Effect[] {
  if (body.kind !== 'select' || body.from.some((table) => table.kind !== 'table' || !isDual(table.path))) return [];
  return body.items.flatMap(({ expression }) => within(expression));
}

function within(expression: Expression): readonly Effect[] {
  const inner = children(expression).flatMap(within);
  return isEffect(expression) ? [...inner, expression] : inner;
}

function isEffect(expression: Expression): expression is Effect {
  if (expression.kind === 'call') return expression.args.length === LOCK_FUNCTIONS[expression.name];
  return expression.kind === 'assignment' || expression.kind === 'user-variable';
}

/** An expression with values in place of what is in it. */
export function withValues(expression: Expression, values: ReadonlyMap<Expression, Expression>): Expression {
  return values.get(expression) ?? mapChildren(expression, (child) => withValues(child, values));
}

/** The query with its items changed. */
export function mapItems(query: QueryExpression, map: (expression: Expression) => Expression): QueryExpression {
  if (query.body.kind !== 'select') return query;
  return { ...query, body: { ...query.body, items: query.body.items.map((item) => ({ ...item, expression: map(item.expression) })) } };
}

/** The pivots in FROM of a query whose values are those of another. */
export function openPivots({ body }: QueryExpression): readonly PivotedTable[] {
  return body.kind === 'select' ? body.from.flatMap(pivotsIn) : [];
}

function pivotsIn(table: TableReference): readonly PivotedTable[] {
  switch (table.kind) {
    case 'pivot':
      return [...pivotsIn(table.source), ...('kind' in table.values ? [table] : [])];
    case 'join':
      return [...pivotsIn(table.left), ...pivotsIn(table.right)];
    default:
      return [];
  }
}

/** The query with values in place of the queries of its pivots. */
export function withPivotValues(query: QueryExpression, found: ReadonlyMap<PivotedTable, readonly SelectItem[]>): QueryExpression {
  if (query.body.kind !== 'select' || found.size === 0) return query;
  const replaced = (table: TableReference): TableReference => {
    if (table.kind === 'join') return { ...table, left: replaced(table.left), right: replaced(table.right) };
    return table.kind === 'pivot' ? { ...table, source: replaced(table.source), values: found.get(table) ?? table.values } : table;
  };
  return { ...query, body: { ...query.body, from: query.body.from.map(replaced) } };
}
