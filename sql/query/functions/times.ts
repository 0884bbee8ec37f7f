import { StagewireError } from '../../../errors/index.js';
import type { Expression } from '../ast.js';
import { clockOf, coerce, namedIfHeavy, operandOf, withTypes } from '../coercion.js';
import { writeExpression } from '../expression-context.js';
import { intervalOf, movedBy, moveTime } from '../intervals.js';
import { quoteScalar, quoteText } from '../quoting.js';
import { UNITS } from '../grammar/special-forms.js';
import { isUtc } from '../session-values.js';
import { staticKind } from '../static-kind.js';
import { macros, named, ownRule, rule, typedRule, type CallContext, type FunctionRule, type Rules } from './rule.js';
import { parseFormat, printFormat } from './time-formats.js';

/** Parts of a point in time that DuckDB's date_part knows under the same name. */
const PARTS: Readonly<Record<string, string>> = {
  year: 'year', month: 'month', day: 'day', dayofmonth: 'day', hour: 'hour', minute: 'minute', second: 'second', quarter: 'quarter', dayofyear: 'dayofyear', weekofyear: 'week', week_of_year: 'week',
  day_of_month: 'day', day_of_year: 'dayofyear', iso_year: 'isoyear', isoweek: 'week',
};

const parts: Rules = Object.fromEntries(Object.entries(PARTS).flatMap(([name, part]) => {
  const isClock = part === 'hour' || part === 'minute' || part === 'second';
  const read = isClock ? rule('s', CLOCK(part), 'number') : rule('d', part, 'number');
  return [[name, read], [`to_${name.replaceAll('of', '_of_').replace('dayof', 'day_of')}`, read], [`to_${name}`, read]];
}));

function CLOCK(part: string): string {
  if (part === 'hour') return 'CAST(floor(abs($1) / 3600) AS BIGINT)';
  return part === 'minute' ? '(CAST(floor(abs($1) / 60) AS BIGINT) % 60)' : '(CAST(floor(abs($1)) AS BIGINT) % 60)';
}

/** Combined parts of EXTRACT: digits of the parts one after the other. */
const COMBINED: Readonly<Record<string, string>> = {
  YEAR_MONTH: '%Y%m', DAY_HOUR: '%d%H', DAY_MINUTE: '%d%H%M', DAY_SECOND: '%d%H%M%S', DAY_MICROSECOND: '%d%H%M%S%f', HOUR_MINUTE: '%H%M', HOUR_SECOND: '%H%M%S', HOUR_MICROSECOND: '%H%M%S%f',
  MINUTE_SECOND: '%M%S', MINUTE_MICROSECOND: '%M%S%f', SECOND_MICROSECOND: '%S%f',
};

/** Parts of EXTRACT that a TIME has too: with its sign, of its seconds `s`. */
const OF_CLOCK: Readonly<Record<string, string>> = {
  HOUR: 'trunc($ / 3600)', MINUTE: 'trunc($ / 60) % 60', SECOND: 'trunc($) % 60', MICROSECOND: 'round($ * 1000000) % 1000000',
  HOUR_MINUTE: 'trunc(fn.clock_digits($) / 100)', HOUR_SECOND: 'trunc(fn.clock_digits($))', HOUR_MICROSECOND: 'round(fn.clock_digits($) * 1000000)',
  MINUTE_SECOND: 'trunc(fn.clock_digits($)) % 10000', MINUTE_MICROSECOND: 'round(fn.clock_digits($) * 1000000) % 10000000000', SECOND_MICROSECOND: 'round(fn.clock_digits($) * 1000000) % 100000000',
};

/** The engine's own functions are for what is known to be a DATE or a TIMESTAMP. */
function extract([part = '']: readonly string[], { args: [, value = NULL], context }: CallContext): string {
  const unit = part.replaceAll("'", '').toUpperCase();
  const clock = OF_CLOCK[unit];
  if (clock !== undefined && staticKind(value, context) !== 'time') return namedIfHeavy([coerce('seconds', value, context)], ([seconds = '']) => `CAST(${clock.replace('$', () => seconds)} AS BIGINT)`);
  const time = coerce('time', value, context);
  const combined = COMBINED[unit];
  if (combined !== undefined) return `CAST(strftime(${time}, '${combined}') AS BIGINT)`;
  switch (unit) {
    case 'MICROSECOND': return `fn.microsecond(${time})`;
    case 'SECOND': return `CAST(second(${time}) AS BIGINT)`;
    case 'WEEK': return WEEK_MODES['0']?.(time) ?? '';
    case 'EPOCH': return `epoch(${time})`;
    default: return `date_part('${unit.toLowerCase()}', ${time})`;
  }
}

/** `date_add(x, INTERVAL …)` of MySQL, `date_add(unit, n, x)` of Databend, `adddate(x, days)`. */
function move(operator: '+' | '-'): FunctionRule {
  return ownRule('aa?a', ({ args, context }) => {
    const [first, second, third] = args;
    if (first && second && third) return movedBy(third, unitOf(first), intervalOf(unitOf(first), second, context), operator, context);
    if (first && second?.kind === 'interval') return moveTime(first, second, operator, context);
    if (first && second) return movedBy(first, 'DAY', intervalOf('DAY', second, context), operator, context);
    throw new StagewireError('NumberArgumentsNotMatch', 'a point in time and an interval are needed');
  });
}

/** `add_days(x, n)` and its kin. */
const shifts: Rules = Object.fromEntries(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'].flatMap((unit) => [['add', '+'], ['subtract', '-']].map(([verb = '', operator]) => [
  `${verb}_${unit}s`,
  ownRule('ai', ({ args: [time = NULL, amount = NULL], context }) => movedBy(time, unit.toUpperCase(), intervalOf(unit.toUpperCase(), amount, context), operator as '+' | '-', context)),
])));

/** `to_days(n)`: macros tell numbers from points in time; MySQL reads a literal of five digits and more as a date. */
const counted = (count: string, either: string): FunctionRule =>
  ownRule('a', ({ args: [value = NULL], context }) => (value.kind === 'number' && Number(value.text) > 10_000 ? `${count}(${coerce('time', value, context)})` : withTypes([operandOf(value, context)], [value], context, ([operand = '']) => `${either}(${operand})`)));

/** Intervals of so many of a unit (Databend's interval functions), the unit times a factor. */
const lengths: Rules = Object.fromEntries(Object.entries({
  to_microseconds: ['MICROSECOND', 1], to_milliseconds: ['MICROSECOND', 1000], epoch: ['SECOND', 1], to_minutes: ['MINUTE', 1], to_hours: ['HOUR', 1], to_weeks: ['WEEK', 1], to_months: ['MONTH', 1], to_years: ['YEAR', 1],
  to_decades: ['YEAR', 10], to_centuries: ['YEAR', 100], to_millennia: ['YEAR', 1000],
} as const).map(([name, [unit, factor]]) => [name, ownRule('n', ({ args: [amount = NULL], context }) => intervalOf(unit, factor === 1 ? amount : { kind: 'binary', operator: '*', left: amount, right: { kind: 'number', text: String(factor) } }, context), 'interval')]));

/** A unit is written bare, or as a text. */
export function unitOf(expression: Expression): string {
  const word = expression.kind === 'text' ? expression.text : expression.kind === 'column' && expression.path.length === 1 ? expression.path[0] ?? '' : '';
  const unit = word.toUpperCase().replace(/^SQL_TSI_/, '').replace(/^(DAY|HOUR|MINUTE|SECOND|MONTH|YEAR|WEEK|QUARTER|MICROSECOND)S$/, '$1');
  if (!UNITS.has(unit)) throw new StagewireError('SemanticError', `'${word === '' ? 'this' : word}' is no unit of time; units are DAY, MONTH …`);
  return unit;
}

const NULL: Expression = { kind: 'null' };

/** WEEK by modes: Sundays begin weeks, the first in the year begins week 1; ISO 8601; the same as the first with Mondays. */
const WEEK_MODES: Readonly<Record<string, (day: string) => string>> = {
  0: (day) => `CAST(strftime(${day}, '%U') AS BIGINT)`, 3: (day) => `week(${day})`, 5: (day) => `CAST(strftime(${day}, '%W') AS BIGINT)`,
};

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** The number of a day of the week, from 1 for Monday. */
function weekday(expression: Expression | undefined): number {
  const word = expression?.kind === 'text' ? expression.text : expression?.kind === 'column' ? expression.path[0] ?? '' : '';
  const index = WEEKDAYS.findIndex((day) => day === word.toLowerCase() || (word.length >= 2 && day.slice(0, word.length) === word.toLowerCase()));
  if (index === -1) throw new StagewireError('SemanticError', `'${word}' is no day of the week; they are monday, tuesday …`);
  return index + 1;
}

const CLOCK_UNITS: ReadonlySet<string> = new Set(['MICROSECOND', 'MILLISECOND', 'SECOND', 'MINUTE', 'HOUR']);

/** The beginnings of periods (Databend): a DATE of those of more than a day. */
const beginnings: Rules = {
  ...Object.fromEntries(['year', 'quarter', 'month'].map((unit) => [`to_start_of_${unit}`, rule('d', `CAST(date_trunc('${unit}', $1) AS DATE)`, 'time')])),
  ...Object.fromEntries(['day', 'hour', 'minute', 'second'].map((unit) => [`to_start_of_${unit}`, rule('d', `date_trunc('${unit}', $1)`, 'time')])),
  to_start_of_iso_year: rule('d', "CAST(date_trunc('isoyear', $1) AS DATE)", 'time'),
  // Weeks begin on Sunday, with 1 on Monday.
  to_start_of_week: rule('d?i', ([day = '', mode = '0']) => `CAST(${mode === '0' ? `date_trunc('week', ${day} + to_days(1)) - to_days(1)` : `CASE WHEN ${mode} = 1 THEN date_trunc('week', ${day}) ELSE date_trunc('week', ${day} + to_days(1)) - to_days(1) END`} AS DATE)`, 'time'),
};

/** The session's time zone is what the moments of UNIX_TIMESTAMP and FROM_UNIXTIME are shown in. */
const inZone = (sql: string, { context }: CallContext): string => (isUtc(context.session) ? sql : `fn.from_utc(${sql}, ${quoteText(context.session.timeZone)})`);
const toUtc = (sql: string, { context }: CallContext): string => (isUtc(context.session) ? sql : `fn.to_utc(${sql}, ${quoteText(context.session.timeZone)})`);

/** Functions of dates and times (MySQL manual, Date and Time Functions; Databend's date functions). */
export const TIMES: Rules = {
  ...parts,
  ...shifts, ...lengths,
  ...macros('number', {
    dayofweek: 'd', weekday: 'd', microsecond: 'd', yearweek: 'd?i', period_add: 'ii', period_diff: 'ii', time_to_sec: 's', months_between: 'dd',
  }),
  ...macros('clock', { sec_to_time: 'n', maketime: 'iin' }),
  ...macros('time', { makedate: 'ii', from_days: 'i', convert_tz: 'dtt' }),
  ...named('date_add adddate dateadd', move('+')),
  ...named('date_sub subdate datesub', move('-')),
  // Of MySQL the days between two dates, the later one first; of Databend units, the later one last.
  datediff: ownRule('aa?a', ({ args: [first = NULL, second = NULL, third], context }) => (third === undefined ? `fn.datediff(${coerce('time', first, context)}, ${coerce('time', second, context)})` : `date_diff('${unitOf(first).toLowerCase()}', ${coerce('time', second, context)}, ${coerce('time', third, context)})`), 'number'),
  last_day: rule('d?u', ([day = '', unit = "'month'"]) => (unit === "'month'" ? `last_day(${day})` : `CAST(date_trunc(${unit}, ${day}) + INTERVAL 1 ${unit.replaceAll("'", '')} - INTERVAL 1 DAY AS DATE)`), 'time'),
  next_day: rule('Da', ([day = ''], { args: [, name] }) => `(${day} + CAST((${weekday(name)} - isodow(${day}) + 6) % 7 + 1 AS INTEGER))`, 'time'),
  previous_day: rule('Da', ([day = ''], { args: [, name] }) => `(${day} - CAST((isodow(${day}) - ${weekday(name)} + 6) % 7 + 1 AS INTEGER))`, 'time'),
  age: rule('dd', 'age'),
  // Modes that the engine knows are quicker to plan than the macro for all of them.
  week: rule('d?i', ([day = '', mode = '0']) => WEEK_MODES[mode]?.(day) ?? `fn.week(${day}, ${mode})`, 'number'),
  day_of_week: rule('d', '(isodow($1))', 'number'), to_day_of_week: rule('d', '(isodow($1))', 'number'),
  microsecond: rule('s', 'CAST(round(($1 - floor($1)) * 1000000) AS BIGINT)', 'number'),
  date_format: rule('dt', dateFormat, 'text'), time_format: rule('st', 'stagewire_time_format(CAST(round($1 * 1000000) AS BIGINT), $2)', 'text'),
  dayname: rule('d', 'dayname', 'text'), monthname: rule('d', 'monthname', 'text'),
  date: rule('D', '$1', 'time'), time: rule('s', ([seconds = '']) => clockOf(seconds), 'clock'),
  timestamp: rule('d?s', 'fn.timestamp_of', 'time'),
  // Of MySQL a count from the year 0, of Databend an interval.
  to_days: counted('fn.to_days', 'fn.days_or_interval'), to_seconds: counted('fn.day_seconds', 'fn.seconds_or_interval'),
  addtime: typedRule('as', 'fn.addtime'), subtime: typedRule('as', 'fn.addtime($1, -($2))'),
  timediff: rule('aa', (operands, { args, context }) => withTypes(operands, args, context, ([later = '', earlier = '']) => clockOf(`fn.instant(${later}) - fn.instant(${earlier})`)), 'clock'),
  extract: rule('ta', extract, 'number'), date_part: rule('ua', extract, 'number'),
  get_format: rule('ut', getFormat, 'text'),
  date_trunc: rule('ua', (args, { args: [unit, time], context }) => (time && unit ? withTypes([writeExpression(time, context)], [time], context, ([moment = '']) => `fn.truncated(${quoteText(unitOf(unit).toLowerCase())}, ${moment})`) : args.join(', ')), 'time'),
  // `time_slice(x, 15, 'minute' [, 'start' | 'end'])`
  time_slice: ownRule('aau?t', ({ args: [time = NULL, amount = NULL, unit = NULL, side], context }) => {
    const word = unitOf(unit);
    const width = intervalOf(word, amount, context);
    const start = CLOCK_UNITS.has(word) ? `time_bucket(${width}, ${coerce('time', time, context)}, TIMESTAMP '1970-01-01 00:00:00')` : withTypes([operandOf(time, context)], [time], context, ([moment = '']) => `fn.time_slice(${width}, ${moment})`);
    return side?.kind === 'text' && side.text.toLowerCase() === 'end' ? `(${start} + ${width})` : start;
  }, 'time'),
  date_diff: rule('udd', ([unit = '', a = '', b = '']) => `date_diff(${unit}, ${a}, ${b})`, 'number'),
  timestamp_diff: rule('dd', 'to_microseconds(epoch_us($1) - epoch_us($2))', 'interval'),
  date_between: rule('udd', ([unit = '', a = '', b = '']) => `date_sub(${unit}, ${a}, ${b})`, 'number'),
  timestampdiff: rule('udd', ([unit = '', a = '', b = '']) => `date_sub(${unit}, ${a}, ${b})`, 'number'),
  timestampadd: ownRule('uaa', ({ args: [unit = NULL, amount = NULL, time = NULL], context }) => {
    const word = unitOf(unit);
    const by = intervalOf(word, amount, context);
    // MySQL gives a text for a text; hours and less make a moment of a date.
    return CLOCK_UNITS.has(word) ? `(${coerce('time', time, context)} + ${by})` : movedBy(time, word, by, '+', context);
  }),
  ...named('str_to_date', rule('tt', strToDate)),
  ...named('str_to_timestamp try_str_to_timestamp', rule('tt', (args, call) => `CAST(${strToDate(args, call)} AS TIMESTAMP)`, 'time')),
  unix_timestamp: rule('?d', (args, call) => `fn.unix_timestamp(${toUtc(args[0] ?? quoteScalar(call.context.session.now), call)})`, 'number'),
  to_unix_timestamp: rule('d', (args, call) => `fn.to_unix_timestamp(${toUtc(args[0] ?? '', call)})`, 'number'),
  from_unixtime: rule('n?t', (args, call) => {
    const moment = inZone(`fn.from_unixtime(${args[0] ?? ''})`, call);
    return args[1] === undefined ? moment : dateFormat([moment, args[1]], { ...call, args: [NULL, ...call.args.slice(1)] });
  }),
  convert_timezone: rule('ta?a', (args) => (args.length === 3 ? `fn.convert_tz(fn.to_time(${args[2] ?? ''}), ${args[0] ?? ''}, ${args[1] ?? ''})` : `fn.from_utc(fn.to_time(${args[1] ?? ''}), ${args[0] ?? ''})`), 'time'),
  to_yyyymm: rule('d', 'fn.yyyymm', 'number'), to_yyyymmdd: rule('d', 'fn.yyyymmdd', 'number'), to_yyyymmddhh: rule('d', 'CAST(fn.yyyymmddhhmmss($1) // 10000 AS BIGINT)', 'number'), to_yyyymmddhhmmss: rule('d', 'fn.yyyymmddhhmmss', 'number'),
  time_slot: rule('d', 'time_bucket(INTERVAL 30 MINUTE, $1)', 'time'),
  millennium: rule('d', "date_part('millennium', $1)", 'number'),
  to_monday: rule('d', "CAST(date_trunc('week', $1) AS DATE)", 'time'),
  ...beginnings,
  to_start_of_five_minutes: rule('d', "time_bucket(INTERVAL 5 MINUTE, $1)", 'time'), to_start_of_ten_minutes: rule('d', "time_bucket(INTERVAL 10 MINUTE, $1)", 'time'), to_start_of_fifteen_minutes: rule('d', "time_bucket(INTERVAL 15 MINUTE, $1)", 'time'),
  yesterday: rule('', (_, { context }) => `(CAST(${quoteScalar(context.session.now)} AS DATE) - 1)`, 'time'), tomorrow: rule('', (_, { context }) => `(CAST(${quoteScalar(context.session.now)} AS DATE) + 1)`, 'time'),
};

const FORMATS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DATE: { USA: '%m.%d.%Y', JIS: '%Y-%m-%d', ISO: '%Y-%m-%d', EUR: '%d.%m.%Y', INTERNAL: '%Y%m%d' },
  DATETIME: { USA: '%Y-%m-%d %H.%i.%s', JIS: '%Y-%m-%d %H:%i:%s', ISO: '%Y-%m-%d %H:%i:%s', EUR: '%Y-%m-%d %H.%i.%s', INTERNAL: '%Y%m%d%H%i%s' },
  TIME: { USA: '%h:%i:%s %p', JIS: '%H:%i:%s', ISO: '%H:%i:%s', EUR: '%H.%i.%s', INTERNAL: '%H%i%s' },
};

function getFormat(_: readonly string[], { args: [type, style] }: CallContext): string {
  const kind = type?.kind === 'column' ? type.path[0]?.toUpperCase() ?? '' : type?.kind === 'text' ? type.text.toUpperCase() : '';
  const format = FORMATS[kind === 'TIMESTAMP' ? 'DATETIME' : kind]?.[style?.kind === 'text' ? style.text.toUpperCase() : ''];
  return format === undefined ? 'CAST(NULL AS VARCHAR)' : quoteText(format);
}

const printed = (time: string, format: string): string => `stagewire_date_format(epoch_us(${time}), ${format})`;

/** A literal format of specifiers that strftime has is one; others are ours. */
function dateFormat([time = '', format = '']: readonly string[], { args: [, given] }: CallContext): string {
  const known = given?.kind === 'text' ? printFormat(given.text) : null;
  return known === null ? printed(time, format) : `strftime(${time}, ${quoteText(known)})`;
}

/** A literal format decides whether it is a DATE, a TIME or a TIMESTAMP, which it is for another. */
function strToDate([text = '', written = '']: readonly string[], { args: [, format] }: CallContext): string {
  if (format?.kind !== 'text') return `CAST(stagewire_str_to_date(${text}, ${written}) AS TIMESTAMP)`;
  const { duckdb, hasDate, hasTime } = parseFormat(format.text);
  const type = hasDate && hasTime ? 'TIMESTAMP' : hasDate ? 'DATE' : 'TIME';
  const read = `CAST(${duckdb === null ? `stagewire_str_to_date(${text}, ${written})` : `try_strptime(${text}, ${quoteText(duckdb)})`} AS ${type})`;
  return type === 'TIME' ? clockOf(`epoch(${read})`) : read;
}
