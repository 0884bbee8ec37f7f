import type { OrderItem } from './ast.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { staticKind } from './static-kind.js';

/** Where the session has NULLs without a word (`default_order_by_null`). */
function nullsOf(descending: boolean, { session }: ExpressionContext): 'FIRST' | 'LAST' {
  switch (session.systemVariable(null, 'default_order_by_null')) {
    case 'nulls_first':
      return 'FIRST';
    case 'nulls_first_on_asc_last_on_desc':
      return descending ? 'LAST' : 'FIRST';
    case 'nulls_last_on_asc_first_on_desc':
      return descending ? 'FIRST' : 'LAST';
    default:
      return 'LAST';
  }
}

/** `expr [DESC] NULLS {FIRST | LAST}`; NULLs come last unless it or the session tells. */
export function orderItem({ expression, descending, nulls }: OrderItem, context: ExpressionContext): string {
  const sql = writeExpression(expression, context);
  const direction = `${descending ? ' DESC' : ''} NULLS ${nulls ?? nullsOf(descending, context)}`;
  if (staticKind(expression, context) !== 'variant') return sql + direction;
  // DuckDB compares the texts of variants, and takes a tuple of NULLs for a value.
  return `(CASE WHEN ${sql} IS NOT NULL THEN fn.rank_of(${sql}) END)${direction}`;
}
