import type { OrderItem } from './ast.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { staticKind } from './static-kind.js';

/** `expr [DESC] NULLS {FIRST | LAST}`; NULLs come last unless told. */
export function orderItem({ expression, descending, nulls }: OrderItem, context: ExpressionContext): string {
  const sql = writeExpression(expression, context);
  const direction = `${descending ? ' DESC' : ''} NULLS ${nulls ?? 'LAST'}`;
  if (staticKind(expression, context) !== 'variant') return sql + direction;
  // DuckDB compares the texts of variants, and takes a tuple of NULLs for a value.
  return `(CASE WHEN ${sql} IS NOT NULL THEN fn.rank_of(${sql}) END)${direction}`;
}
