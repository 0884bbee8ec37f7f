import { StagewireError } from '../../../errors/index.js';
import type { Expression } from '../ast.js';
import { timestampFrom, writeCast } from '../casts.js';
import { coerce, withTypes } from '../coercion.js';
import { constantOf } from '../constants.js';
import type { DataType, PlainType } from '../data-type.js';
import type { ExpressionContext } from '../expression-context.js';
import { quoteText } from '../quoting.js';
import { kindOfType } from '../static-kind.js';
import { named, ownRule, rule, typedRule, type FunctionRule, type Rules } from './rule.js';
import { databendFormat } from './time-formats.js';

const NAMES: Readonly<Record<string, PlainType>> = {
  int8: 'TINYINT', int16: 'SMALLINT', int32: 'INTEGER', int64: 'BIGINT', uint8: 'UTINYINT', uint16: 'USMALLINT', uint32: 'UINTEGER', uint64: 'UBIGINT', float32: 'FLOAT', float64: 'DOUBLE', double: 'DOUBLE',
  boolean: 'BOOLEAN', binary: 'BINARY', interval: 'INTERVAL', time: 'TIME', timestamp_tz: 'TIMESTAMP_TZ', uuid: 'UUID',
};

function cast(type: DataType, isTry: boolean): FunctionRule {
  return ownRule('a', ({ args: [operand], context }) => writeCast({ kind: 'cast', operand: operand ?? { kind: 'null' }, type, isTry, isSuffix: false }, context), kindOfType(type));
}

const casts: Rules = Object.fromEntries(Object.entries(NAMES).flatMap(([name, type]) => [
  [`to_${name}`, cast({ kind: 'plain', name: type }, false)],
  [`try_to_${name}`, cast({ kind: 'plain', name: type }, true)],
]));

/** A point in time in Databend's words; a format that is no literal, or has other words, is MySQL's with minutes as `%M`. */
function printed(time: string, format: string, given: Expression | undefined): string {
  const known = given?.kind === 'text' ? databendFormat(given.text) : null;
  return known === null ? `stagewire_date_format(epoch_us(${time}), fn.mysql_format(${format}))` : `strftime(${time}, ${quoteText(known)})`;
}

/** `to_string(x)`, `to_string(time, format)`. */
function text(isTry: boolean): FunctionRule {
  const plain = cast({ kind: 'plain', name: 'VARCHAR' }, isTry);
  return rule('a?t', (args, call) => (args[1] === undefined ? plain.write(args, call) : printed(coerce('time', call.args[0] ?? { kind: 'null' }, call.context), args[1], call.args[1])), 'text');
}

/** `to_date(x)`, `to_date(text, format)`; an integer counts days, seconds, milliseconds or microseconds. */
function time(type: 'DATE' | 'TIMESTAMP', isTry: boolean): FunctionRule {
  return rule('a?t', ([value = '', format], { args: [expression, given], context }) => {
    if (format !== undefined) {
      const known = given?.kind === 'text' ? databendFormat(given.text) : null;
      if (known !== null) return `CAST(${isTry ? 'try_strptime' : 'strptime'}(${value}, ${quoteText(known)}) AS ${type})`;
      const read = `CAST(stagewire_str_to_date(${value}, fn.mysql_format(${format})) AS ${type})`;
      return isTry ? read : `(CASE WHEN ${value} IS NOT NULL AND ${format} IS NOT NULL THEN coalesce(${read}, error('the text does not fit the format')) END)`;
    }
    const read = (operand: string): string => (type === 'DATE' ? `fn.date_from(${operand})` : timestampFrom(operand, context));
    return withTypes([value], expression ? [expression] : [], context, ([operand = '']) => (isTry ? `TRY(${read(operand)})` : read(operand)));
  }, 'time');
}

/** The type that `name(p, s)(x)` means. 1065 for sizes that are none. */
export function decimalOf(name: string, parameters: readonly Expression[], otherwise: readonly [precision: number, scale: number]): DataType {
  const sizes = parameters.map((size) => (size.kind === 'number' ? Number(size.text) : NaN));
  const [precision = otherwise[0], scale = sizes.length > 0 ? 0 : otherwise[1]] = sizes;
  if (!(precision >= 1 && precision <= 76 && scale >= 0 && scale <= precision)) throw new StagewireError('SemanticError', `${name} takes a precision from 1 to 76 and a scale up to it`);
  return { kind: 'decimal', precision, scale };
}

/** `to_decimal(p, s)(x)` */
const decimal = (isTry: boolean): FunctionRule =>
  ownRule('a', ({ args: [operand], parameters, context }) => {
    return writeCast({ kind: 'cast', operand: operand ?? { kind: 'null' }, type: decimalOf('to_decimal', parameters ?? [], [18, 3]), isTry, isSuffix: false }, context);
  }, 'number');

const typeOf = typedRule('a', 'fn.type_name', 'text');

const WIDTHS = [['TINYINT', 8n], ['SMALLINT', 16n], ['INT', 32n], ['BIGINT', 64n]] as const;

function literalType(expression: Expression, context: ExpressionContext): string | null {
  const constant = constantOf(expression, context);
  if (constant?.numberText === undefined || constant.type !== undefined || !/^-?\d+$/.test(constant.numberText)) return null;
  const number = BigInt(constant.numberText);
  const found = WIDTHS.find(([, bits]) => (number < 0n ? number >= -(1n << (bits - 1n)) : number < 1n << bits));
  return found ? quoteText(number < 0n ? found[0] : `${found[0]} UNSIGNED`) : null;
}

/** `to_<type>` and `try_to_<type>` (Databend's conversion functions). */
export const CONVERSIONS: Rules = {
  ...casts,
  ...named('to_string to_varchar to_text', text(false)), ...named('try_to_string try_to_varchar try_to_text', text(true)),
  to_decimal: decimal(false), try_to_decimal: decimal(true),
  to_date: time('DATE', false), try_to_date: time('DATE', true),
  ...named('to_timestamp to_datetime', time('TIMESTAMP', false)),
  ...named('try_to_timestamp try_to_datetime', time('TIMESTAMP', true)),
  // A whole number as it stands is of the smallest type that has it.
  typeof: { ...typeOf, write: (args, call) => (call.args[0] ? literalType(call.args[0], call.context) : null) ?? typeOf.write(args, call) },
  ...named('assume_not_null remove_nullable to_nullable', rule('a', '$1')),
};
