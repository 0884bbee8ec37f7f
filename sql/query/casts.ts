import type { Expression } from './ast.js';
import { clockOf, coerce, namedIfHeavy, operandOf, pathOperand, withTypes } from './coercion.js';
import { WIDEST_DECIMAL, writeType, type DataType } from './data-type.js';
import { writeExactText } from './exact-path.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { staticKind } from './static-kind.js';

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
        if (operand.kind === 'number' || staticKind(operand, context) === 'clock') return `CAST(fn.to_time(${writeExpression(operand, context)}) AS ${type.name})`;
        if (staticKind(operand, context) === 'text') return `${verb}(${writeExpression(operand, context)} AS ${type.name})`;
        if (mayBeZoned(operand, context)) return withTypes([operandOf(operand, context)], [operand], context, ([moment = '']) => tried(`fn.${type.name.toLowerCase()}_from(${moment})`, isTry));
        break;
      default:
        break;
    }
  }
  if (type.kind === 'array' && type.element.kind === 'plain' && type.element.name === 'TIMESTAMP_TZ') return tried(`list_transform(${operandOf(operand, context)}, lambda moment : fn.zoned_from(moment))`, isTry);
  if (type.kind === 'decimal' && type.precision > WIDEST_DECIMAL) return tried(`fn.wide(stagewire_wide_cast(${writeText(operand, context)}, ${type.precision}, ${type.scale}))`, isTry);
  // A DECIMAL is rounded from all digits, of which the DOUBLE as which the engine reads fractions of a variant has 15.
  if (type.kind === 'decimal' && operand.kind === 'path') return `${verb}(fn.digits_of_part(${writeExpression(operand, context)}) AS ${writeType(type)})`;
  const name = writeType(type);
  const isCut = isInteger(type) && context.session.numericCast === 'truncating';
  // The engine rounds the number in a text as it should be.
  if (staticKind(operand, context) === 'variant') return `${verb}(${isCut ? `fn.cut_text(${coerce('text', operand, context)})` : coerce('text', operand, context)} AS ${name})`;
  const plain = operandOf(operand, context);
  const sql = context.care === 'comparisons' && isNumeric(type) ? withTypes([plain], [operand], context, ([number = '']) => `fn.narrow(${number})`) : plain;
  return isInteger(type) ? withTypes([sql], [operand], context, ([number = '']) => `${verb}(${isCut ? `fn.cut(${number})` : `fn.rounded(${number})`} AS ${name})`) : `${verb}(${sql} AS ${name})`;
}

const tried = (sql: string, isTry: boolean): string => (isTry ? `TRY(${sql})` : sql);

function zonedOf(operand: Expression, isTry: boolean, context: ExpressionContext): string {
  if (operand.kind === 'null') return 'fn.zoned(CAST(NULL AS TIMESTAMP), 0)';
  const sql = staticKind(operand, context) === 'variant' ? coerce('text', operand, context) : operandOf(operand, context);
  return withTypes([sql], [operand], context, ([moment = '']) => tried(`fn.zoned_from(${moment})`, isTry));
}

/** The engine casts no TIMESTAMP_TZ. It refuses that of a column, which gets more care then. */
function mayBeZoned(operand: Expression, context: ExpressionContext): boolean {
  const kind = staticKind(operand, context);
  return kind === 'zoned' || (kind === 'unknown' && context.care === 'comparisons');
}

/** The text of an operand; keys of objects in a variant are in alphabetical order. */
function writeText(operand: Expression, context: ExpressionContext): string {
  if (operand.kind === 'path') return writeExactText(operand, pathOperand(operand, context), context);
  return staticKind(operand, context) === 'variant' ? namedIfHeavy([writeExpression(operand, context)], ([document = '']) => `fn.variant_text(${document})`) : coerce('text', operand, context);
}

const isText = (type: DataType): boolean => type.kind === 'plain' && type.name === 'VARCHAR';

const INTEGERS: ReadonlySet<string> = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'YEAR']);

/** What a DECIMAL of more than 38 digits may be cast to, once the engine has refused it. */
const isNumeric = (type: DataType): boolean => type.kind === 'decimal' || isInteger(type) || (type.kind === 'plain' && (type.name === 'DOUBLE' || type.name === 'FLOAT'));

function isInteger(type: DataType): boolean {
  return type.kind === 'plain' && INTEGERS.has(type.name);
}
