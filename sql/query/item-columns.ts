import type { Expression, QueryExpression, SelectItem } from './ast.js';

/** An item of a select list that is one column, and where that stands among the columns of the result. */
export interface ItemColumn {
  readonly expression: Expression;
  readonly index: number;
}

/** The items of the outermost SELECT that are one column each; those between two stars have no known place. @param count of the columns */
export function itemColumns({ body }: QueryExpression, count: number): readonly ItemColumn[] {
  if (body.kind !== 'select') return [];
  const { items } = body;
  const isStar = ({ expression }: SelectItem): boolean => expression.kind === 'star';
  const [first, last] = [items.findIndex(isStar), items.findLastIndex(isStar)];
  return items.flatMap((item, index) => {
    if (first === -1 || index < first) return [{ expression: item.expression, index }];
    return index > last ? [{ expression: item.expression, index: count - (items.length - index) }] : [];
  });
}
