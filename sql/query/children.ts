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
    case 'assignment':
      return [expression.value];
    case 'file-content':
      return expression.path ? [expression.path] : [];
    case 'lambda':
      return [expression.body];
    default:
      return [];
  }
}

/** The expression with others in the places of those directly inside it that select lists of drivers nest; of the rest as it is. */
export function mapChildren(expression: Expression, map: (child: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'unary':
    case 'cast':
    case 'is':
    case 'field':
    case 'collate':
    case 'path':
      return { ...expression, operand: map(expression.operand) };
    case 'binary':
      return { ...expression, left: map(expression.left), right: map(expression.right) };
    case 'call':
      return { ...expression, args: expression.args.map(map) };
    case 'case':
      return { ...expression, subject: expression.subject && map(expression.subject), branches: expression.branches.map(({ when, then }) => ({ when: map(when), then: map(then) })), otherwise: expression.otherwise && map(expression.otherwise) };
    case 'in':
      return 'kind' in expression.values ? { ...expression, operand: map(expression.operand) } : { ...expression, operand: map(expression.operand), values: expression.values.map(map) };
    case 'between':
      return { ...expression, operand: map(expression.operand), low: map(expression.low), high: map(expression.high) };
    case 'like':
      return { ...expression, operand: map(expression.operand), patterns: expression.patterns.map(map) };
    case 'row':
    case 'array':
      return { ...expression, items: expression.items.map(map) };
    case 'subscript':
      return { ...expression, operand: map(expression.operand), index: map(expression.index) };
    case 'interval':
      return { ...expression, amount: map(expression.amount) };
    default:
      return expression;
  }
}
