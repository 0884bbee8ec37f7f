import type { Call, Expression, QueryExpression } from './ast.js';
import { children, mapChildren } from './children.js';
import { isDual } from './dual.js';

/** Functions that do something with locks, and so are no part of what the engine computes, with the number of their arguments. */
const LOCK_FUNCTIONS: Readonly<Record<string, number>> = { get_lock: 2, release_lock: 1, release_all_locks: 0, is_free_lock: 1, is_used_lock: 1 };

export const LOCK_FUNCTION_NAMES = Object.keys(LOCK_FUNCTIONS);

export const isLockFunction = (name: string): boolean => Object.hasOwn(LOCK_FUNCTIONS, name);

/** The calls in the select list of a query without tables, in the order in which they stand, inner ones first. Calls elsewhere are refused when the query is translated. */
export function lockCalls({ body }: QueryExpression): readonly Call[] {
  if (body.kind !== 'select' || body.from.some((table) => table.kind !== 'table' || !isDual(table.path))) return [];
  return body.items.flatMap(({ expression }) => within(expression));
}

function within(expression: Expression): readonly Call[] {
  const inner = children(expression).flatMap(within);
  const isCall = expression.kind === 'call' && isLockFunction(expression.name) && expression.args.length === LOCK_FUNCTIONS[expression.name];
  return isCall ? [...inner, expression] : inner;
}

/** The query with values in place of calls. */
export function withValues(query: QueryExpression, values: ReadonlyMap<Expression, Expression>): QueryExpression {
  if (query.body.kind !== 'select') return query;
  const replaced = (expression: Expression): Expression => values.get(expression) ?? mapChildren(expression, replaced);
  return { ...query, body: { ...query.body, items: query.body.items.map((item) => ({ ...item, expression: replaced(item.expression) })) } };
}
