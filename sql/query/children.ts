import type { Expression } from './ast.js';

/** The expressions directly inside one, subqueries aside. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'unary':
    case 'cast':
    case 'is':
    case 'field':
    case 'collate':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
      return [...expression.parameters, ...expression.args, ...(expression.filter ? [expression.filter] : [])];
    case 'case':
      return [...(expression.subject ? [expression.subject] : []), ...expression.branches.flatMap(({ when, then }) => [when, then]), ...(expression.otherwise ? [expression.otherwise] : [])];
    case 'in':
      return 'kind' in expression.values ? [expression.operand] : [expression.operand, ...expression.values];
    case 'between':
      return [expression.operand, expression.low, expression.high];
    case 'like':
      return [expression.operand, ...expression.patterns];
    case 'quantified':
      return [expression.left];
    case 'row':
    case 'array':
      return expression.items;
    case 'map':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'path':
      return [expression.operand];
    case 'subscript':
      return [expression.operand, expression.index];
    case 'interval':
      return [expression.amount];
    case 'file-content':
      return expression.path ? [expression.path] : [];
    case 'lambda':
      return [expression.body];
    default:
      return [];
  }
}
