import type { Binary, Expression } from './ast.js';
import { coerce, isOpaque, isWholeNumber, namedIfHeavy, withTypes } from './coercion.js';
import { constantOf } from './constants.js';
import { movedBy, moveTime } from './intervals.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { staticKind } from './static-kind.js';
import { unsupported } from './unsupported.js';

/** `+ - * / DIV % & | << >> ^`, with INTERVAL on one side moved in time. */
export function writeArithmetic(operator: Binary['operator'], left: Expression, right: Expression, context: ExpressionContext): string {
  if (operator === '+' || operator === '-') {
    if (right.kind === 'interval') return moveTime(left, right, operator, context);
    if (left.kind === 'interval' && operator === '+') return moveTime(right, left, '+', context);
    if (mayMove(left, context) && staticKind(right, context) === 'interval') return movedBy(left, null, writeExpression(right, context), operator, context);
    if (operator === '+' && mayMove(right, context) && staticKind(left, context) === 'interval') return movedBy(right, null, writeExpression(left, context), '+', context);
  }
  const to = operator === '-' ? 'signed' : 'number';
  const [a, b] = [coerce(to, left, context), coerce(to, right, context)];
  switch (operator) {
    case '+':
    case '-':
    case '*':
      return plainly(operator, widened(operator, left, a, right, context), widened(operator, right, b, left, context), [left, right], context);
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

/**
 * An operand as an integer of 64 bits where it may be a smaller one, as which the engine would compute, and refuse what does not fit.
 * Columns are widened by `fn.to_number` already, and of two operands one is enough.
 */
function widened(operator: Binary['operator'], operand: Expression, sql: string, other: Expression, context: ExpressionContext): string {
  if (isSmallCast(operand) || (isWholeNumber(operand, context) && isWholeNumber(other, context))) return `CAST(${sql} AS BIGINT)`;
  if (!isWholeNumber(operand, context) || (other.kind !== 'call' && !isOpaque(other, context))) return sql;
  // With what turns out to be an unsigned number of 64 bits it stays one, but for differences.
  return `CAST(${sql} AS ${operator !== '-' && operand.kind === 'number' && Number(operand.text) <= LARGEST_UINT32 ? 'UINTEGER' : 'BIGINT'})`;
}

const LARGEST_UINT32 = 2 ** 32 - 1;

const SMALL_INTEGERS: ReadonlySet<string> = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'UTINYINT', 'USMALLINT', 'UINTEGER']);

const isSmallCast = (expression: Expression): boolean => expression.kind === 'cast' && expression.type.kind === 'plain' && SMALL_INTEGERS.has(expression.type.name);

const WITH_CARE = { '+': 'fn.plus', '-': 'fn.minus', '*': 'fn.times' } as const;

/** Care is taken where the engine has no such operator, as for DECIMALs of more than 38 digits. */
function plainly(operator: keyof typeof WITH_CARE, a: string, b: string, expressions: readonly Expression[], context: ExpressionContext): string {
  return context.care === 'comparisons' ? withTypes([a, b], expressions, context, (operands) => `${WITH_CARE[operator]}(${operands.join(', ')})`) : `(${a} ${operator} ${b})`;
}

/** `-x`. DuckDB's own keeps an unsigned type and wraps round. */
export const writeNegative = (operand: Expression, context: ExpressionContext): string => plainly('-', '0::TINYINT', coerce('number', operand, context), [operand], context);

/** Whether an operand of an interval may be a TIMESTAMP_TZ, to which the engine adds none. */
const mayMove = (operand: Expression, context: ExpressionContext): boolean => ['zoned', 'unknown'].includes(staticKind(operand, context));

/** Division; by zero an error, or NULL where the session's sql_mode says so. */
export function divide(operator: '/' | 'div' | 'mod', a: string, b: string, dividend: Expression, divisor: Expression, context: ExpressionContext): string {
  if (context.care === 'comparisons') return divideAny(operator, a, b, dividend, divisor, context);
  const known = constantOf(divisor, context);
  const isSafe = known?.numberText !== undefined && known.type === undefined && Number(known.numberText) !== 0;
  const checked = isSafe ? b : context.divisionByZero() === 'error' ? `fn.divisor(${b})` : `nullif(${b}, 0)`;
  switch (operator) {
    case 'mod':
      return `(${a} % ${checked})`;
    case 'div':
      return withTypes([a, checked], [dividend, divisor], context, (operands) => `fn.whole_quotient(${operands.join(', ')})`);
    case '/':
      return quotient(a, checked, dividend, divisor);
  }
}

const ANY_DIVISION = { '/': 'fn.over', div: 'fn.whole_over', mod: 'fn.modulo' } as const;

/** The same where one of the operands may be a DECIMAL of more than 38 digits. */
function divideAny(operator: keyof typeof ANY_DIVISION, a: string, b: string, dividend: Expression, divisor: Expression, context: ExpressionContext): string {
  const checked = context.divisionByZero() === 'error' ? 'fn.divisor_or_error' : 'fn.divisor_or_null';
  return withTypes([a, b], [dividend, divisor], context, ([first = '', second = '']) => `${ANY_DIVISION[operator]}(${first}, ${checked}(${second}))`);
}

/** A DOUBLE, or a DECIMAL where one of the operands is one, which only the engine knows of most. */
function quotient(a: string, b: string, dividend: Expression, divisor: Expression): string {
  if ([dividend, divisor].some(isDouble) || [dividend, divisor].every(isInteger)) return `(${a} / ${b})`;
  const write = ([first = '', second = '']: readonly string[]): string => `fn.quotient(${first}, ${second})`;
  return namedIfHeavy([a, b], write);
}

const isDouble = (expression: Expression): boolean =>
  expression.kind === 'number' ? /^[\d.]+e/i.test(expression.text) : expression.kind === 'cast' && expression.type.kind === 'plain' && (expression.type.name === 'DOUBLE' || expression.type.name === 'FLOAT');

const isInteger = (expression: Expression): boolean => expression.kind === 'number' && /^\d+$/.test(expression.text);
