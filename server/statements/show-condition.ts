import type { Binary, Call, ColumnName, Expression } from '../../sql/query/ast.js';
import { mapChildren } from '../../sql/query/children.js';

const COMPARISONS: ReadonlySet<Binary['operator']> = new Set(['=', '<=>', '<', '>', '<=', '>=', '<>']);

/**
 * The condition of a SHOW statement, with texts beside numbers read as MySQL reads them there: values such as those of
 * `SHOW STATUS WHERE Value > 100` are texts of which some are no numbers, and those count as 0.
 */
export function withNumbersOfTexts(condition: Expression): Expression {
  const inside = mapChildren(condition, withNumbersOfTexts);
  if (inside.kind === 'binary' && COMPARISONS.has(inside.operator)) {
    if (isNumber(inside.right)) return { ...inside, left: asNumber(inside.left) };
    if (isNumber(inside.left)) return { ...inside, right: asNumber(inside.right) };
  }
  if (inside.kind === 'between' && isNumber(inside.low) && isNumber(inside.high)) return { ...inside, operand: asNumber(inside.operand) };
  if (inside.kind === 'in' && !('kind' in inside.values) && inside.values.every(isNumber)) return { ...inside, operand: asNumber(inside.operand) };
  return inside;
}

const isNumber = (expression: Expression): boolean =>
  expression.kind === 'number' || (expression.kind === 'unary' && expression.operator === '-' && expression.operand.kind === 'number');

function asNumber(expression: Expression): Expression {
  return expression.kind === 'column' ? numberOf(expression) : expression;
}

/** NULL stays what it is. */
function numberOf(column: ColumnName): Expression {
  const number: Expression = { kind: 'cast', operand: column, type: { kind: 'plain', name: 'DOUBLE' }, isTry: true, isSuffix: false };
  const call: Call = { kind: 'call', name: 'ifnull', parameters: [], args: [number, { kind: 'number', text: '0' }], distinct: false, orderBy: [], filter: null, nulls: null, over: null, span: column.span };
  return { kind: 'case', subject: null, branches: [{ when: { kind: 'is', operand: column, what: 'NULL', negated: false }, then: { kind: 'null' } }], otherwise: call };
}
