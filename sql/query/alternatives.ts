import type { Binary, Expression } from './ast.js';
import { writeCondition } from './coercion.js';
import type { ExpressionContext } from './expression-context.js';

/** Of more the engine takes too long to find out what they have in common. */
const MOST_COMPARED = 32;

/**
 * `a OR b OR c …`. Where alternatives are conjunctions (`x = 1 AND y = 2`) the engine compares each with each, which takes it seconds for a
 * thousand; as NOT (NOT a AND NOT b …), which means the same for NULL too, it leaves them as they are.
 */
export function writeOr(expression: Binary, context: ExpressionContext): string {
  const alternatives = alternativesOf(expression);
  if (alternatives.length <= MOST_COMPARED || !alternatives.some(isConjunction)) {
    return `(${writeCondition(expression.left, context)} OR ${writeCondition(expression.right, context)})`;
  }
  return `(NOT (${alternatives.map((alternative) => `NOT ${writeCondition(alternative, context)}`).join(' AND ')}))`;
}

const isConjunction = (expression: Expression): boolean => expression.kind === 'binary' && expression.operator === 'AND';

function alternativesOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'binary' && expression.operator === 'OR' ? [...alternativesOf(expression.left), ...alternativesOf(expression.right)] : [expression];
}
