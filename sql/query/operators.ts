import type { Binary, Expression } from './ast.js';
import { coerce, isOpaque } from './coercion.js';
import { constantOf } from './constants.js';
import { writeExpression, type ExpressionContext } from './expressions.js';
import { moveTime } from './intervals.js';
import { staticKind } from './static-kind.js';
import { unsupported } from './unsupported.js';

const COMPARISONS: Readonly<Record<string, string>> = { '<=>': 'IS NOT DISTINCT FROM' };

/** Comparisons. A variant is compared as what it is compared with; texts that are literals adapt by themselves. */
export function writeComparison(operator: string, left: Expression, right: Expression, context: ExpressionContext): string {
  const written = COMPARISONS[operator] ?? operator;
  const kinds = [staticKind(left), staticKind(right)];
  const hasVariant = kinds.includes('variant');
  const both = kinds.every((kind) => kind === 'variant');
  const side = (expression: Expression, other: Expression): string => {
    if (!hasVariant || both) return writeExpression(expression, context);
    const otherKind = staticKind(other);
    if (staticKind(expression) !== 'variant') return writeExpression(expression, context);
    if (otherKind === 'number') return coerce('number', expression, context);
    return otherKind === 'boolean' ? `TRY_CAST(${coerce('text', expression, context)} AS BOOLEAN)` : coerce('text', expression, context);
  };
  return `(${side(left, right)} ${written} ${side(right, left)})`;
}

/** `+ - * / DIV % & | << >> ^`, with INTERVAL on one side moved in time. */
export function writeArithmetic(operator: Binary['operator'], left: Expression, right: Expression, context: ExpressionContext): string {
  if (operator === '+' || operator === '-') {
    if (right.kind === 'interval') return moveTime(left, right, operator, context);
    if (left.kind === 'interval' && operator === '+') return moveTime(right, left, '+', context);
  }
  const [a, b] = [coerce('number', left, context), coerce('number', right, context)];
  switch (operator) {
    case '+':
    case '-':
    case '*':
      return `(${a} ${operator} ${b})`;
    case '/':
      return divide('/', a, b, left, right, context);
    case 'DIV':
      return divide('div', a, b, left, right, context);
    case '%':
      return divide('mod', a, b, left, right, context);
    case '&':
      return `fn.bit_and(${a}, ${b})`;
    case '|':
      return `fn.bit_or(${a}, ${b})`;
    case '^':
      return `fn.bit_xor(${a}, ${b})`;
    case '<<':
      return `fn.shift_left(${a}, ${b})`;
    case '>>':
      return `fn.shift_right(${a}, ${b})`;
    default:
      throw unsupported(`operator ${operator}`);
  }
}

/** Division; by zero an error, or NULL where the session's sql_mode says so. */
function divide(operator: '/' | 'div' | 'mod', a: string, b: string, dividend: Expression, divisor: Expression, context: ExpressionContext): string {
  const isUntyped = isOpaque(dividend, context) || isOpaque(divisor, context);
  const known = constantOf(divisor, context);
  const isSafe = known?.numberText !== undefined && known.type === undefined && Number(known.numberText) !== 0;
  const checked = isSafe ? b : context.divisionByZero === 'error' ? `fn.divisor(${b})` : `nullif(${b}, 0)`;
  if (operator !== 'div') return `(${a} ${operator === '/' ? '/' : '%'} ${checked})`;
  return isUntyped ? `CAST(trunc(${a} / ${checked}) AS BIGINT)` : `fn.whole_quotient(${a}, ${checked})`;
}

export { divide };
