import { StagewireError } from '../../errors/index.js';
import type { Expression } from './ast.js';
import { coerce } from './coercion.js';
import { constantOf } from './constants.js';
import type { ExpressionContext } from './expression-context.js';

/** A table function that counts, such as `numbers(10)`. */
export interface Series {
  readonly name: string;
  readonly arguments: readonly Expression[];
}

interface SeriesRule {
  readonly least: number;
  readonly most: number;
}

/** `numbers(n)` counts from 0 to n-1, `generate_series` includes the end, `range` does not. */
const RULES: Readonly<Record<string, SeriesRule>> = {
  numbers: { least: 1, most: 1 },
  numbers_mt: { least: 1, most: 1 },
  numbers_local: { least: 1, most: 1 },
  generate_series: { least: 2, most: 3 },
  range: { least: 2, most: 3 },
};

export function isSeries(name: string): boolean {
  return Object.hasOwn(RULES, name.toLowerCase());
}

/** 1028 for a wrong number of arguments. */
export function seriesOf(name: string, given: readonly Expression[]): Series {
  const rule = RULES[name];
  if (!rule || given.length < rule.least || given.length > rule.most) {
    throw new StagewireError('NumberArgumentsNotMatch', `function '${name}' takes ${rule ? `${rule.least} to ${rule.most}` : 'other'} arguments, but got ${given.length}`);
  }
  return { name, arguments: given };
}

/** The table as DuckDB writes it. 1006 for a step of 0. */
export function writeSeries({ name, arguments: given }: Series, context: ExpressionContext): string {
  const [first = NULL, last = NULL, step] = given;
  const number = (expression: Expression): string => coerce('integer', expression, context);
  if (name.startsWith('numbers')) return `(SELECT CAST(range AS UBIGINT) AS number FROM range(${number(first)}))`;
  if (step && Number(constantOf(step, context)?.numberText ?? 1) === 0) throw new StagewireError('BadArguments', `the step of ${name} can't be 0`);
  if (isDay(first) && isDay(last)) {
    const days = `to_days(CAST(${step ? number(step) : '1'} AS INTEGER))`;
    return `(SELECT CAST(${name} AS DATE) AS ${name} FROM ${name}(${coerce('time', first, context)}, ${coerce('time', last, context)}, ${days}))`;
  }
  // A step between two moments is in microseconds.
  if (isMoment(first) || isMoment(last)) return `${name}(${coerce('time', first, context)}, ${coerce('time', last, context)}, to_microseconds(${step ? number(step) : '1000000'}))`;
  return `${name}(${given.map(number).join(', ')})`;
}

const NULL: Expression = { kind: 'null' };

const OF_DAYS: ReadonlySet<string> = new Set(['to_date', 'date', 'today', 'yesterday', 'tomorrow', 'curdate', 'current_date', 'last_day', 'makedate', 'from_days', 'add_days', 'subtract_days', 'add_months', 'subtract_months', 'add_years', 'subtract_years', 'add_weeks', 'subtract_weeks']);
const OF_MOMENTS: ReadonlySet<string> = new Set(['now', 'current_timestamp', 'sysdate', 'localtime', 'localtimestamp', 'utc_timestamp']);

/** Whether an expression is a DATE for sure: the engine has one series for dates and moments. */
function isDay(expression: Expression): boolean {
  switch (expression.kind) {
    case 'cast':
      return expression.type.kind === 'plain' && expression.type.name === 'DATE';
    case 'call':
      return OF_DAYS.has(expression.name) || (expression.name.startsWith('to_start_of_') && !/day|hour|minute|second/.test(expression.name)) || (/^date_(add|sub)$/.test(expression.name) && expression.args.some(isDay));
    case 'binary':
      return (expression.operator === '+' || expression.operator === '-') && isDay(expression.left) && (expression.right.kind === 'number' || (expression.right.kind === 'interval' && /DAY|WEEK|MONTH|QUARTER|YEAR/.test(expression.right.unit ?? '')));
    default:
      return false;
  }
}

/** The same for a DATE or a TIMESTAMP. */
function isMoment(expression: Expression): boolean {
  if (isDay(expression)) return true;
  if (expression.kind === 'cast') return expression.type.kind === 'plain' && expression.type.name.startsWith('TIMESTAMP');
  if (expression.kind === 'binary') return (expression.operator === '+' || expression.operator === '-') && isMoment(expression.left);
  return expression.kind === 'call' && (OF_MOMENTS.has(expression.name) || /^(date_(add|sub|trunc)|(try_)?to_(timestamp|datetime)|str_to_date|timestamp|to_start_of_|add_|subtract_)/.test(expression.name));
}
