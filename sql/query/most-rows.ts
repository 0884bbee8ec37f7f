import type { Expression, QueryExpression } from './ast.js';
import { hasAggregate } from './functions/aggregates.js';

/** How many rows a query has at most, if its text says so: by LIMIT, or as all its rows are one group. */
export function mostRows({ body, limit }: QueryExpression, rowNumber: (expression: Expression) => number | null): number | null {
  const isOneGroup = body.kind === 'select' && body.groupBy === null && body.items.some(({ expression }) => hasAggregate(expression));
  return isOneGroup ? 1 : limit?.count ? rowNumber(limit.count) : null;
}
