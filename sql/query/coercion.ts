import type { Expression } from './ast.js';
import { children } from './children.js';
import { constantOf } from './constants.js';
import { writeExpression, writePath, type ExpressionContext } from './expressions.js';
import { aggregateOf } from './functions/aggregates.js';
import { staticKind, type StaticKind } from './static-kind.js';

/**
 * What an operator or a function makes of its operand, whatever its type is (implicit conversions of the dialect):
 * `text`, `number`, `integer` (rounded half away from zero), `time` (a TIMESTAMP), `date`, `seconds` (of a TIME), `variant`
 * (texts are read as JSON), `json` (texts become JSON strings), `bytes`, `condition`, or `any`, left as it is.
 */
export type Coercion = 'any' | 'text' | 'number' | 'integer' | 'time' | 'date' | 'seconds' | 'variant' | 'json' | 'bytes' | 'condition';

/** Writes an operand as what its place needs. What is known of its type saves the conversion. */
export function coerce(to: Coercion, expression: Expression, context: ExpressionContext): string {
  const write = (): string => operandOf(expression, context);
  const kind = kindIn(expression, context);
  if (isOpaque(expression, context)) return coerceOpaque(to, expression, context);
  switch (to) {
    case 'any':
      return write();
    case 'text':
      return asText(expression, context);
    case 'number':
      if (kind === 'number') return write();
      return kind === 'variant' ? `TRY_CAST(${asText(expression, context)} AS DOUBLE)` : `fn.to_number(${write()})`;
    case 'integer':
      return isWholeNumber(expression, context) ? write() : `fn.to_integer(${kind === 'variant' ? asText(expression, context) : write()})`;
    case 'time':
      return `fn.to_time(${kind === 'variant' ? asText(expression, context) : write()})`;
    case 'date':
      return `CAST(fn.to_time(${kind === 'variant' ? asText(expression, context) : write()}) AS DATE)`;
    case 'seconds':
      return `fn.to_seconds(${kind === 'variant' ? asText(expression, context) : write()})`;
    case 'variant':
      return kind === 'variant' ? write() : `CAST(${write()} AS JSON)`;
    case 'json':
      return kind === 'variant' ? write() : `fn.to_json(${write()})`;
    case 'bytes':
      return `fn.to_bytes(${write()})`;
    case 'condition':
      return kind === 'boolean' || kind === 'null' ? write() : `fn.to_condition(${kind === 'variant' ? asText(expression, context) : write()})`;
  }
}

/**
 * Whether DuckDB does not know the type of an expression when it chooses between macros of one name: it speaks of an alias of the same
 * select list, of an aggregate, a window or a row of a group, or may speak of a table around its query.
 */
export function isOpaque(expression: Expression, context: ExpressionContext): boolean {
  switch (expression.kind) {
    case 'column':
      return context.isInner || context.loose !== null || (expression.path.length === 1 && context.aliases.has((expression.path[0] ?? '').toLowerCase()));
    case 'call':
      return expression.over !== null || aggregateOf(expression.name) !== null || children(expression).some((child) => isOpaque(child, context));
    default:
      return children(expression).some((child) => isOpaque(child, context));
  }
}

const PLAIN_CASTS: Readonly<Partial<Record<Coercion, string>>> = { integer: 'BIGINT', time: 'TIMESTAMP', date: 'DATE', variant: 'JSON', condition: 'BOOLEAN' };

/** Conversions that need no choice between macros. */
function coerceOpaque(to: Coercion, expression: Expression, context: ExpressionContext): string {
  const sql = writeExpression(expression, context);
  const kind = staticKind(expression);
  const type = PLAIN_CASTS[to];
  if (type !== undefined) return (to === 'condition' && kind === 'boolean') || (to === 'variant' && kind === 'variant') ? sql : `CAST(${sql} AS ${type})`;
  switch (to) {
    case 'text':
      return kind === 'text' ? sql : kind === 'variant' ? `json_extract_string(${sql}, '$')` : `fn.plain_text(${sql})`;
    case 'number':
      return kind === 'variant' ? `TRY_CAST(json_extract_string(${sql}, '$') AS DOUBLE)` : sql;
    case 'seconds':
      return `epoch(CAST(${sql} AS TIME))`;
    case 'json':
      return kind === 'variant' ? sql : `to_json(${sql})`;
    case 'bytes':
      return `encode(fn.plain_text(${sql}))`;
    default:
      return sql;
  }
}

/** A text that is bound has no type for DuckDB until it is given one, and macros are chosen by type. */
export function operandOf(expression: Expression, context: ExpressionContext): string {
  const sql = writeExpression(expression, context);
  return isBound(expression) && kindIn(expression, context) === 'text' ? `CAST(${sql} AS VARCHAR)` : sql;
}

/** Parameters and variables reach the engine as values, whose types are known only here. */
const isBound = ({ kind }: Expression): boolean => kind === 'parameter' || kind === 'user-variable' || kind === 'session-variable';

const NUMERIC = /^(u?int|float|double|decimal)/;

/** The static kind of an expression, with what is known of bound parameters. */
function kindIn(expression: Expression, context: ExpressionContext): StaticKind {
  if (!isBound(expression)) return staticKind(expression);
  const name = constantOf(expression, context)?.type?.name ?? 'null';
  if (NUMERIC.test(name)) return 'number';
  return name === 'null' || name === 'boolean' ? name : name === 'varchar' || name === 'json' ? 'text' : 'unknown';
}

function isWholeNumber(expression: Expression, context: ExpressionContext): boolean {
  const constant = constantOf(expression, context);
  return constant?.numberText !== undefined && /^-?\d{1,18}$/.test(constant.numberText) && constant.type === undefined;
}

function asText(expression: Expression, context: ExpressionContext): string {
  if (expression.kind === 'path') return writePath(expression, context, 'json_extract_string');
  const sql = writeExpression(expression, context);
  switch (kindIn(expression, context)) {
    case 'text':
    case 'null':
      return sql;
    case 'variant':
      return `json_extract_string(${sql}, '$')`;
    default:
      return `fn.to_text(${sql})`;
  }
}
