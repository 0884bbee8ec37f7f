import type { Expression, VariantPath } from './ast.js';
import { children } from './children.js';
import { constantOf } from './constants.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { aggregateOf } from './functions/aggregates.js';
import { isArithmetic, staticKind, type StaticKind } from './static-kind.js';
import { isInOneForm } from './variant-keys.js';
import { writePath } from './variant-path.js';

/**
 * What an operator or a function makes of its operand, whatever its type is (implicit conversions of the dialect):
 * `text`, `number`, `signed` (a number that may become negative), `integer` (rounded half away from zero), `time` (a TIMESTAMP), `date`, `moment` (a TIMESTAMP in UTC, of a text by its offset), `seconds` (of a TIME), `variant`
 * (texts are read as JSON), `json` (texts become JSON strings), `bytes`, `condition`, or `any`, left as it is.
 */
export type Coercion = 'any' | 'text' | 'number' | 'signed' | 'integer' | 'time' | 'date' | 'moment' | 'seconds' | 'variant' | 'json' | 'bytes' | 'condition';

/** Writes an operand as what its place needs. What is known of its type saves the conversion. */
export function coerce(to: Coercion, expression: Expression, context: ExpressionContext): string {
  if (to === 'json' && isOfTuples(expression)) return `fn.to_json(${withNumberedFields(expression, context)})`;
  if (to === 'json' && expression.kind === 'array') return `fn.json_of_list(${writeExpression(expression, context)})`;
  if (isOpaque(expression, context)) return coerceOpaque(to, expression, context);
  if (to === 'text' && expression.kind === 'path' && !isInOneForm(expression, context)) return textAt(expression, context);
  if (to === 'integer' && isWholeNumber(expression, context)) return writeExpression(expression, context);
  // What arithmetic gives is no text; to ask for the types of operands of operands takes twice as long for each level.
  if (to === 'number' && isArithmetic(expression)) return writeExpression(expression, context);
  if (to === 'signed' && isArithmetic(expression)) return mayBeNegative(expression) ? writeExpression(expression, context) : `fn.signed_number(${writeExpression(expression, context)})`;
  if ((to === 'number' || to === 'signed') && staticKind(expression, context) === 'variant') return numberOfPart(expression, context, (text) => `TRY_CAST(${text} AS DOUBLE)`);
  const sql = to === 'text' ? writeExpression(expression, context) : operandOf(expression, context);
  return converted(to, sql, kindIn(expression, context), () => asText(expression, context));
}

/** A tuple that is written out, or an array of such. */
const isOfTuples = (expression: Expression): boolean => expression.kind === 'row' || (expression.kind === 'array' && expression.items.length > 0 && expression.items.every(isOfTuples));

/** Tuples whose fields have their positions for names, as they are the keys of the object that a variant makes of each. */
function withNumberedFields(expression: Expression, context: ExpressionContext): string {
  switch (expression.kind) {
    case 'row':
      return `{${expression.items.map((item, index) => `'${index + 1}': ${withNumberedFields(item, context)}`).join(', ')}}`;
    case 'array':
      return isOfTuples(expression) ? `[${expression.items.map((item) => withNumberedFields(item, context)).join(', ')}]` : writeExpression(expression, context);
    default:
      return writeExpression(expression, context);
  }
}

/** Whether an arithmetic expression has a type that knows negative numbers in any case. */
const mayBeNegative = (expression: Expression): boolean =>
  expression.kind === 'unary' || (expression.kind === 'binary' && (expression.operator === '-' || expression.operator === '/' || mayBeNegative(expression.left) || mayBeNegative(expression.right)));

/** Condition of WHERE, ON, HAVING, CASE …: numbers and texts count as MySQL takes them, by being other than 0. */
export function writeCondition(expression: Expression, context: ExpressionContext): string {
  return coerce('condition', expression, context);
}

/** The text of what stands in a variant at a path. */
const textAt = (path: VariantPath, context: ExpressionContext): string => writePath(path, pathOperand(path, context), context, 'json_extract_string');

/**
 * A number of a variant, in which true and false may be 1 and 0. All others are read at once, and only what is none is looked at again.
 * @param read a number of a text; one that is none may be NULL if `isTry`
 */
export function numberOfPart(expression: Expression, context: ExpressionContext, read: (text: string, isTry: boolean) => string): string {
  const write = (text: string, part: string): string => `coalesce(${read(text, true)}, ${read(`fn.part_number(${text}, ${part})`, false)})`;
  if (expression.kind === 'path' && !isInOneForm(expression, context)) return write(textAt(expression, context), writePath(expression, pathOperand(expression, context), context, 'json_extract'));
  return namedIfHeavy([writeExpression(expression, context)], ([part = '']) => write(`json_extract_string(${part}, '$')`, part));
}

/** What a path looks into, as a variant: of a column that is a tuple, its fields that are not NULL. */
export function pathOperand({ operand }: VariantPath, context: ExpressionContext): string {
  return operand.kind === 'column' && !isOpaque(operand, context) ? `fn.with_parts(${writeExpression(operand, context)})` : coerce('variant', operand, context);
}

/** The conversion of an operand that is written already; `text` writes the text of a variant. */
function converted(to: Coercion, sql: string, kind: StaticKind, text: () => string): string {
  const plain = (): string => (kind === 'variant' ? text() : sql);
  switch (to) {
    case 'any':
      return sql;
    case 'text':
      if (kind === 'variant') return text();
      return kind === 'text' || kind === 'null' ? sql : `fn.to_text(${sql})`;
    case 'number':
      if (kind === 'number') return sql;
      return kind === 'variant' ? `TRY_CAST(${text()} AS DOUBLE)` : `fn.to_number(${sql})`;
    case 'signed':
      if (kind === 'number') return sql;
      return kind === 'variant' ? `TRY_CAST(${text()} AS DOUBLE)` : `fn.signed_number(fn.to_number(${sql}))`;
    case 'integer':
      return `fn.to_integer(${plain()})`;
    case 'time':
      return `fn.to_time(${plain()})`;
    case 'date':
      return `CAST(fn.to_time(${plain()}) AS DATE)`;
    case 'moment':
      return kind === 'time' ? sql : `fn.moment_from(${plain()})`;
    case 'seconds':
      return `fn.to_seconds(${plain()})`;
    case 'variant':
      return kind === 'variant' ? sql : `CAST(${sql} AS JSON)`;
    case 'json':
      return kind === 'variant' ? sql : `fn.to_json(${sql})`;
    case 'bytes':
      return `fn.to_bytes(${sql})`;
    case 'condition':
      if (kind === 'number') return `(${sql} <> 0)`;
      return kind === 'boolean' || kind === 'null' ? sql : `fn.to_condition(${plain()})`;
  }
}

/**
 * Whether DuckDB does not know the type of an expression when it chooses between macros of one name: it speaks of an alias of the same
 * select list, of an aggregate, a window or a row of a group, or may speak of a table around its query.
 */
export function isOpaque(expression: Expression, context: ExpressionContext): boolean {
  switch (expression.kind) {
    case 'column':
      return (context.isInner && context.care !== 'none') || context.loose !== null || (expression.path.length === 1 && context.aliases.has((expression.path[0] ?? '').toLowerCase()));
    case 'identifier':
      return (context.isInner && context.care !== 'none') || context.loose !== null;
    case 'subquery':
      return true;
    case 'call':
      return expression.over !== null || aggregateOf(expression.name) !== null || children(expression).some((child) => isOpaque(child, context));
    default:
      return children(expression).some((child) => isOpaque(child, context));
  }
}

/** As the parameter of a lambda an operand has a type. */
function coerceOpaque(to: Coercion, expression: Expression, context: ExpressionContext): string {
  const kind = staticKind(expression, context);
  // Numbers are what arithmetic has mostly; the engine refuses others.
  if ((to === 'number' || to === 'signed') && kind !== 'variant' && (kind === 'number' || context.care === 'none')) return writeExpression(expression, { ...context, summand: context.summand === 'signed' ? 'signed' : to });
  const sql = writeExpression(expression, context);
  const conversion = converted(to, OPERAND, kind, () => `json_extract_string(${OPERAND}, '$')`);
  return conversion === OPERAND ? sql : withName(sql, conversion);
}

/** The value that an aggregate or a window which is an operand of arithmetic chooses: with room for the result, as columns have it. */
export function writeSummand(value: Expression, summand: ExpressionContext['summand'], context: ExpressionContext): string {
  const sql = writeExpression(value, context);
  if (summand === undefined || isOpaque(value, context) || !['unknown', 'number'].includes(staticKind(value, context))) return sql;
  const wide = isArithmetic(value) ? sql : `fn.widened(${sql})`;
  return summand === 'signed' ? `fn.signed_number(${wide})` : wide;
}

const OPERAND = 'operand';

/** An expression of `operand`, which stands for the given one. */
function withName(sql: string, expression: string): string {
  return `list_transform([${sql}], lambda ${OPERAND} : ${expression})[1]`;
}

/**
 * What `write` makes of names for the given operands: each is computed once, and its type is known wherever it comes from. (In HAVING
 * the engine takes `operand.p0` for a column.)
 */
export function withNames(operands: readonly string[], write: (names: readonly string[]) => string): string {
  const fields = operands.map((sql, index) => `'p${index}': ${sql}`);
  return withName(`{${fields.join(', ')}}`, write(operands.map((_, index) => `struct_extract(${OPERAND}, 'p${index}')`)));
}

/** The same where one of the operands needs it; where none does they stand for themselves. */
export function withTypes(operands: readonly string[], expressions: readonly Expression[], context: ExpressionContext, write: (operands: readonly string[]) => string): string {
  return expressions.some((expression) => isOpaque(expression, context)) ? withNames(operands, write) : write(operands);
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
export function kindIn(expression: Expression, context: ExpressionContext): StaticKind {
  if (!isBound(expression)) return staticKind(expression, context);
  const name = constantOf(expression, context)?.type?.name ?? 'null';
  if (NUMERIC.test(name)) return 'number';
  if (name === 'time') return 'clock';
  if (name === 'timestamp_tz') return 'zoned';
  return name === 'null' || name === 'boolean' ? name : name === 'varchar' || name === 'json' ? 'text' : 'unknown';
}

/** Whether an expression is a literal of a whole number of at most 18 digits. */
export function isWholeNumber(expression: Expression, context: ExpressionContext): boolean {
  const constant = constantOf(expression, context);
  return constant?.numberText !== undefined && /^-?\d{1,18}$/.test(constant.numberText) && constant.type === undefined;
}

function asText(expression: Expression, context: ExpressionContext): string {
  if (expression.kind === 'path' && !isInOneForm(expression, context)) return textAt(expression, context);
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

/** A TIME of seconds. */
export const clockOf = (seconds: string): string => namedIfHeavy([seconds], ([named = '']) => `fn.clock(${named})`);

/** An operand that a macro may write many times without harm: short, and without macros in it. */
const isLight = (sql: string): boolean => sql.length <= 60 && !/\bfn\.(?!divisor|to_number|signed_number)|list_transform/.test(sql);

/** What `write` makes of operands for a macro that writes them many times; heavy ones get names. */
export function namedIfHeavy(operands: readonly string[], write: (operands: readonly string[]) => string): string {
  return operands.every(isLight) ? write(operands) : withNames(operands, write);
}

/** An operand that holds macros within macros: to write it several times at each level would take the engine forever. */
const isDeep = (sql: string): boolean => /\bfn\.(?!to_|signed_|divisor)[^]*?\bfn\.(?!to_|signed_|divisor)/.test(sql);

/** What `write` makes of operands that a macro or a template may write several times; deep ones get names. */
export function namedIfDeep(operands: readonly string[], write: (operands: readonly string[]) => string): string {
  const deep = operands.filter(isDeep);
  if (deep.length === 0) return write(operands);
  return withNames(deep, (names) => write(operands.map((sql) => (isDeep(sql) ? names[deep.indexOf(sql)] ?? sql : sql))));
}
