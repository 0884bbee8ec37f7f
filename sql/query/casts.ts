import type { Expression } from './ast.js';
import { clockOf, coerce, isOpaque, namedIfHeavy, numberOfPart, operandOf, pathOperand, withTypes } from './coercion.js';
import { WIDEST_DECIMAL, writeType, type DataType } from './data-type.js';
import { writeExactText } from './exact-path.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { isInOneForm } from './variant-keys.js';
import { quoteText } from './quoting.js';
import { isUtc } from './session-values.js';
import { staticKind } from './static-kind.js';
import { eachCast, holdsWide, wideOf } from './wide-casts.js';

type Cast = Expression & { readonly kind: 'cast' };

/** CAST, TRY_CAST and `::`. Fractions become integers by rounding half away from zero, or by leaving them off where the session says so. */
export function writeCast({ operand, type, isTry }: Cast, context: ExpressionContext): string {
  const verb = isTry ? 'TRY_CAST' : 'CAST';
  if (type.kind === 'char') return `left(${coerce('text', operand, context)}, ${type.length})`;
  if (isText(type)) return writeText(operand, context);
  // The engine's arrays of a fixed length check it; values are lists as others are.
  if (type.kind === 'vector') return `CAST(${verb}(${operandOf(operand, context)} AS FLOAT[${type.length}]) AS FLOAT[])`;
  if (type.kind === 'plain') {
    switch (type.name) {
      case 'BINARY':
        return coerce('bytes', operand, context);
      case 'VARIANT':
        return staticKind(operand, context) === 'text' ? `${verb}(${writeExpression(operand, context)} AS JSON)` : coerce('json', operand, context);
      case 'BOOLEAN':
        return withTypes([staticKind(operand, context) === 'variant' ? coerce('text', operand, context) : operandOf(operand, context)], [operand], context, ([truth = '']) => `${verb}(fn.truth_text(${truth}) AS BOOLEAN)`);
      case 'GEOMETRY':
        return withTypes([operandOf(operand, context)], [operand], context, ([shape = '']) => (isTry ? `TRY(fn.geometry_of(${shape}))` : `fn.geometry_of(${shape})`));
      case 'BITMAP':
        return withTypes([operandOf(operand, context)], [operand], context, ([value = '']) => `fn.to_bitmap(${value})`);
      case 'TIME':
        if (operand.kind === 'null') return 'fn.clock(CAST(NULL AS DOUBLE))';
        return clockOf(staticKind(operand, context) === 'text' && !isTry ? `fn.text_seconds(${operandOf(operand, context)})` : coerce('seconds', operand, context));
      case 'TIMESTAMP_TZ':
        return zonedOf(operand, isTry, context);
      case 'TIMESTAMP':
      case 'DATE':
        if (operand.kind !== 'null') return timeOf(operand, type.name, isTry, context);
        break;
      default:
        break;
    }
  }
  if (type.kind === 'array' && type.element.kind === 'plain' && type.element.name === 'TIMESTAMP_TZ') return tried(`list_transform(${operandOf(operand, context)}, lambda moment : fn.zoned_from(moment))`, isTry);
  if (type.kind !== 'decimal' && holdsWide(type)) return tried(namedIfHeavy([operandOf(operand, context)], ([value = '']) => eachCast(value, type, 1)), isTry);
  if (type.kind === 'decimal' && type.precision > WIDEST_DECIMAL) return tried(wideOf(writeText(operand, context), type), isTry);
  // A DECIMAL is rounded from all digits, of which the DOUBLE as which the engine reads fractions of a variant has 15.
  if (type.kind === 'decimal' && staticKind(operand, context) === 'variant') return `${verb}(fn.digits_of_part(${writeExpression(operand, context)}) AS ${writeType(type)})`;
  if (type.kind === 'decimal' && !isExact(operand, context)) return decimalOf(operand, type, verb, context);
  const name = writeType(type);
  const isCut = isInteger(type) && context.session.numericCast === 'truncating';
  // The engine rounds the number in a text as it should be.
  if (staticKind(operand, context) === 'variant') return isNumeric(type) ? numberOfPart(operand, context, (text, isTry) => `${isTry ? 'TRY_CAST' : verb}(${isCut ? `fn.cut_text(${text})` : text} AS ${name})`) : `${verb}(${coerce('text', operand, context)} AS ${name})`;
  const plain = isNumeric(type) && !isFloating(type) ? maybePart(operand, context) : operandOf(operand, context);
  const sql = context.care === 'comparisons' && isNumeric(type) ? withTypes([plain], [operand], context, ([number = '']) => `fn.narrow(${number})`) : plain;
  if (isFloating(type) && ['time', 'zoned', 'unknown'].includes(staticKind(operand, context))) return namedIfHeavy([sql], ([value = '']) => floatingOf(value, name, verb));
  return isInteger(type) ? withTypes([sql], [operand], context, ([number = '']) => `${verb}(${isCut ? `fn.cut(${number})` : `fn.rounded(${number})`} AS ${name})`) : `${verb}(${sql} AS ${name})`;
}

/** FLOAT or DOUBLE of what only the engine knows the type of: points in time are counted as `fn.rounded` counts them. */
function floatingOf(value: string, name: string, verb: string): string {
  const ofType: readonly (readonly [type: string, number: string])[] = [
    ['DATE', `CAST(TRY_CAST(${value} AS DATE) - DATE '1970-01-01' AS ${name})`],
    ['TIMESTAMP', `CAST(epoch_us(TRY_CAST(${value} AS TIMESTAMP)) AS ${name})`],
    ['STRUCT(zoned_micros BIGINT, zoned_offset INTERVAL)', `CAST(to_json(${value}) ->> '$.zoned_micros' AS ${name})`],
    ['JSON', `${verb}(CAST(fn.number_of(${value}) AS VARCHAR) AS ${name})`],
  ];
  return `CASE ${ofType.map(([type, number]) => `WHEN typeof(${value}) = '${type}' THEN ${number}`).join(' ')} ELSE ${verb}(${value} AS ${name}) END`;
}

/** What only the engine knows to be a part of a variant or not. */
function maybePart(operand: Expression, context: ExpressionContext): string {
  const sql = operandOf(operand, context);
  const mayBePart = staticKind(operand, context) === 'unknown' && (operand.kind === 'column' || operand.kind === 'subscript' || operand.kind === 'call');
  return mayBePart && !isOpaque(operand, context) ? namedIfHeavy([sql], ([value = '']) => `fn.number_of(${value})`) : sql;
}

/** Digits that a DOUBLE has for sure: the engine makes a DECIMAL of it by a product, whose other digits are noise. */
const EXACT_DIGITS = 15;

/** Whether an operand is known to be no DOUBLE. */
const isExact = (operand: Expression, context: ExpressionContext): boolean => operand.kind === 'number' ? !/e/i.test(operand.text) : operand.kind === 'null' || ['text', 'variant', 'boolean', 'time'].includes(staticKind(operand, context));

/** A DECIMAL of what may be a DOUBLE, by the digits that it is shown with, a variant, by those that it was written with, or a DECIMAL of more than 38 digits. */
function decimalOf(operand: Expression, type: DataType & { readonly kind: 'decimal' }, verb: string, context: ExpressionContext): string {
  const name = writeType(type);
  const write = (value: string, plain: string): string => {
    const ofDouble = type.precision > EXACT_DIGITS ? ` WHEN typeof(${value}) IN ('DOUBLE', 'FLOAT') THEN ${verb}(CAST(${value} AS VARCHAR) AS ${name})` : '';
    return `CASE WHEN typeof(${value}) = 'JSON' THEN ${verb}(fn.digits_of_part(CAST(${value} AS JSON)) AS ${name})${ofDouble} ELSE ${verb}(${plain} AS ${name}) END`;
  };
  const sql = operandOf(operand, context);
  if (context.care !== 'comparisons') return namedIfHeavy([sql], ([value = '']) => write(value, value));
  const careful = (value: string): string => write(value, `fn.narrow(${value})`);
  return namedIfHeavy([sql], ([value = '']) => (value === sql ? withTypes([sql], [operand], context, ([typed = '']) => careful(typed)) : careful(value)));
}

const tried = (sql: string, isTry: boolean): string => (isTry ? `TRY(${sql})` : sql);

function zonedOf(operand: Expression, isTry: boolean, context: ExpressionContext): string {
  if (operand.kind === 'null') return 'fn.zoned(CAST(NULL AS TIMESTAMP), 0)';
  const sql = staticKind(operand, context) === 'variant' ? coerce('text', operand, context) : operandOf(operand, context);
  return withTypes([sql], [operand], context, ([moment = '']) => tried(`fn.zoned_from(${moment})`, isTry));
}

/** A text with an offset is a moment, which is shown in the session's time zone. */
function timestampOfText(text: string, isTry: boolean, { session }: ExpressionContext): string {
  if (isUtc(session)) return isTry ? `fn.try_timestamp_of_text(${text})` : `fn.timestamp_of_text(${text})`;
  const zone = quoteText(session.timeZone);
  return isTry ? `fn.try_timestamp_in(${text}, ${zone})` : `fn.timestamp_in(${text}, ${zone})`;
}

/** A TIMESTAMP of a value of any type; of a text as `timestampOfText`. */
export const timestampFrom = (value: string, { session }: ExpressionContext): string => (isUtc(session) ? `fn.timestamp_from(${value})` : `fn.timestamp_from_in(${value}, ${quoteText(session.timeZone)})`);

/**
 * A DATE or a TIMESTAMP. A number counts days, or by its size seconds, milliseconds or microseconds, as in `to_date` and `to_timestamp`;
 * one that is written out and that MySQL reads as a date, such as 20240131, is that.
 */
function timeOf(operand: Expression, type: 'DATE' | 'TIMESTAMP', isTry: boolean, context: ExpressionContext): string {
  const counted = (value: string): string => (type === 'DATE' ? `fn.date_from(${value})` : timestampFrom(value, context));
  const kind = staticKind(operand, context);
  const verb = isTry ? 'TRY_CAST' : 'CAST';
  if (kind === 'clock') return `CAST(fn.to_time(${writeExpression(operand, context)}) AS ${type})`;
  if (operand.kind === 'number') {
    const sql = writeExpression(operand, context);
    return tried(/^\d+$/.test(operand.text) ? `coalesce(CAST(fn.to_time(${sql}) AS ${type}), ${counted(sql)})` : counted(sql), isTry);
  }
  if (kind === 'text' || kind === 'variant') {
    const sql = kind === 'text' ? operandOf(operand, context) : coerce('text', operand, context);
    return type === 'DATE' ? `${verb}(${sql} AS DATE)` : namedIfHeavy([sql], ([text = '']) => timestampOfText(text, isTry, context));
  }
  const sql = operandOf(operand, context);
  // The types of what the engine knows none of are found out where it has refused the query.
  if (kind === 'time' || (context.care !== 'comparisons' && kind !== 'zoned' && isOpaque(operand, context))) return `${verb}(${sql} AS ${type})`;
  return withTypes([sql], [operand], context, ([moment = '']) => tried(counted(moment), isTry));
}

/** The text of an operand, with all digits of a number in a variant; keys of objects there are in alphabetical order. */
export function writeText(operand: Expression, context: ExpressionContext): string {
  if (operand.kind === 'path' && !isInOneForm(operand, context)) return writeExactText(operand, pathOperand(operand, context), context);
  return staticKind(operand, context) === 'variant' ? namedIfHeavy([writeExpression(operand, context)], ([document = '']) => `fn.variant_text(${document})`) : coerce('text', operand, context);
}

const isText = (type: DataType): boolean => type.kind === 'plain' && type.name === 'VARCHAR';

const INTEGERS: ReadonlySet<string> = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'YEAR']);

/** What a DECIMAL of more than 38 digits may be cast to, once the engine has refused it. */
const isNumeric = (type: DataType): boolean => type.kind === 'decimal' || isInteger(type) || isFloating(type);

const isFloating = (type: DataType): boolean => type.kind === 'plain' && (type.name === 'DOUBLE' || type.name === 'FLOAT');

function isInteger(type: DataType): boolean {
  return type.kind === 'plain' && INTEGERS.has(type.name);
}
