import { StagewireError } from '../../errors/index.js';
import type { Expression, Interval } from './ast.js';
import { coerce, namedIfDeep, operandOf, withTypes } from './coercion.js';
import { constantOf } from './constants.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { quoteText } from './quoting.js';

/** Simple units, and how DuckDB makes an interval of a number of them. */
const SIMPLE: Readonly<Record<string, (amount: string) => string>> = {
  MICROSECOND: (n) => `to_microseconds(${n})`, MILLISECOND: (n) => `to_milliseconds(${n})`, SECOND: (n) => `fn.seconds_interval(${n})`,
  MINUTE: (n) => `to_minutes(${n})`, HOUR: (n) => `to_hours(${n})`, DAY: (n) => `to_days(CAST(${n} AS INTEGER))`, WEEK: (n) => `to_weeks(CAST(${n} AS INTEGER))`,
  MONTH: (n) => `to_months(CAST(${n} AS INTEGER))`, QUARTER: (n) => `to_months(3 * CAST(${n} AS INTEGER))`, YEAR: (n) => `to_years(CAST(${n} AS INTEGER))`,
};

/** Units of two parts, and the parts of a text from the right (MySQL manual, Temporal Intervals). */
const COMPOUND: Readonly<Record<string, readonly string[]>> = {
  SECOND_MICROSECOND: ['MICROSECOND', 'SECOND'], MINUTE_MICROSECOND: ['MICROSECOND', 'SECOND', 'MINUTE'], MINUTE_SECOND: ['SECOND', 'MINUTE'],
  HOUR_MICROSECOND: ['MICROSECOND', 'SECOND', 'MINUTE', 'HOUR'], HOUR_SECOND: ['SECOND', 'MINUTE', 'HOUR'], HOUR_MINUTE: ['MINUTE', 'HOUR'],
  DAY_MICROSECOND: ['MICROSECOND', 'SECOND', 'MINUTE', 'HOUR', 'DAY'], DAY_SECOND: ['SECOND', 'MINUTE', 'HOUR', 'DAY'], DAY_MINUTE: ['MINUTE', 'HOUR', 'DAY'], DAY_HOUR: ['HOUR', 'DAY'],
  YEAR_MONTH: ['MONTH', 'YEAR'],
};

/** Units that leave a DATE a DATE. */
const OF_DAYS: ReadonlySet<string> = new Set(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'YEAR_MONTH']);

export function writeInterval({ amount, unit }: Interval, context: ExpressionContext): string {
  return unit === null ? `CAST(${coerce('text', amount, context)} AS INTERVAL)` : intervalOf(unit, amount, context);
}

/** An interval of so many of a unit. */
export function intervalOf(unit: string, amount: Expression, context: ExpressionContext): string {
  const simple = SIMPLE[unit];
  if (simple) return simple(unit === 'SECOND' ? coerce('number', amount, context) : coerce('integer', amount, context));
  const parts = COMPOUND[unit];
  if (!parts) throw new StagewireError('SemanticError', `${unit} is no unit of an interval`);
  const constant = constantOf(amount, context);
  if (!constant || constant.type) throw new StagewireError('Unimplemented', `INTERVAL … ${unit} takes a literal`);
  return compoundInterval(String(constant.numberText ?? constant.value), parts);
}

/** `'1:30' MINUTE_SECOND`: numbers between any other characters; missing ones are missing on the left. */
function compoundInterval(text: string, parts: readonly string[]): string {
  const isNegative = text.trimStart().startsWith('-');
  const numbers = (text.match(/\d+/g) ?? []).reverse();
  if (numbers.length > parts.length) return 'NULL';
  const hasFraction = parts[0] === 'MICROSECOND';
  const written = numbers.map((digits, index) => {
    const unit = parts[index] ?? '';
    return `${hasFraction && index === 0 ? Number(digits.padEnd(6, '0').slice(0, 6)) : Number(digits)} ${unit}`;
  });
  const interval = `CAST(${quoteText(written.reverse().join(' ') || '0 SECOND')} AS INTERVAL)`;
  return isNegative ? `(-${interval})` : interval;
}

/** A point in time moved by an interval. A DATE moved by days or more stays one, and so does the text of one. */
export function moveTime(time: Expression, interval: Interval, operator: '+' | '-', context: ExpressionContext): string {
  if (time.kind === 'interval') return `(${writeExpression(time, context)} ${operator} ${writeInterval(interval, context)})`;
  const by = writeInterval(interval, context);
  return movedBy(time, interval.unit, by, operator, context);
}

export function movedBy(time: Expression, unit: string | null, interval: string, operator: '+' | '-', context: ExpressionContext): string {
  const by = operator === '+' ? interval : `(-${interval})`;
  const move = unit !== null && OF_DAYS.has(unit) ? 'fn.move_days' : 'fn.move_time';
  return withTypes([operandOf(time, context), by], [time], context, (operands) => namedIfDeep(operands, (light) => `${move}(${light.join(', ')})`));
}
