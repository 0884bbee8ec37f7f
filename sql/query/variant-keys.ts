import type { Expression, QueryBody, Select } from './ast.js';
import type { ExpressionContext } from './expression-context.js';
import { staticKind } from './static-kind.js';

/** An expression wherever it stands. */
const keyOf = (expression: Expression): string => JSON.stringify(expression, (name, value: unknown) => (name === 'span' ? undefined : value));

/**
 * The variants by which rows of a query are told apart (DISTINCT, GROUP BY, a side of a UNION). The engine compares their texts, so they have to be
 * written in one form wherever they stand behind WHERE.
 * @param isSide whether all items are compared
 */
export function variantKeys(body: QueryBody, isSide: boolean, context: ExpressionContext): ReadonlySet<string> {
  if (body.kind !== 'select') return NONE;
  const variants = keysOf(body, isSide).filter((expression) => staticKind(expression, context) === 'variant');
  return variants.length === 0 ? NONE : new Set(variants.map(keyOf));
}

const NONE: ReadonlySet<string> = new Set();

function keysOf({ distinct, items, groupBy }: Select, isSide: boolean): readonly Expression[] {
  const all = items.map(({ expression }) => expression);
  const grouped = groupBy?.kind === 'items' ? groupBy.items : groupBy?.kind === 'sets' ? groupBy.sets.flat() : [];
  if (distinct || isSide || groupBy?.kind === 'all') return [...all, ...grouped];
  return grouped.flatMap((key) => {
    if (key.kind === 'number') return all.slice(Number(key.text) - 1, Number(key.text));
    const name = key.kind === 'column' && key.path.length === 1 ? key.path[0]?.toLowerCase() : undefined;
    return [key, ...items.flatMap(({ alias, expression }) => (name !== undefined && alias?.toLowerCase() === name ? [expression] : []))];
  });
}

/** Whether an expression is one of those. */
export const isInOneForm = (expression: Expression, context: ExpressionContext): boolean => context.variantKeys.size > 0 && context.variantKeys.has(keyOf(expression));
