import type { Expression, QueryExpression } from './ast.js';
import { children } from './children.js';
import { coerce, kindIn, namedIfHeavy, operandOf, withNames, isOpaque } from './coercion.js';
import { constantOf } from './constants.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { aggregateOf } from './functions/aggregates.js';
import { quoteText } from './quoting.js';
import { staticKind, type StaticKind } from './static-kind.js';

const OPERATORS: Readonly<Record<string, string>> = { '<=>': 'IS NOT DISTINCT FROM' };

/** A comparison of two operands. A variant is compared as what it is compared with, a text with a number as a number. */
export function writeComparison(operator: string, left: Expression, right: Expression, context: ExpressionContext): string {
  const written = OPERATORS[operator] ?? operator;
  const kinds = [kindIn(left, context), kindIn(right, context)] as const;
  if (kinds.every((kind) => kind === 'variant')) return compareVariants(operator, written, left, right, context);
  if (context.care === 'comparisons') {
    if (kinds.every((kind) => kind === 'unknown' || kind === 'text' || kind === 'time') && !isAdapted(left, right, context) && !isAdapted(right, left, context)) return compareAlike(written, left, right, context, (sql) => sql);
    const isOfNumbers = kinds.includes('number') && kinds.every((kind) => kind === 'number' || kind === 'unknown' || kind === 'text');
    if (isOfNumbers && ![left, right].some(isDigitsOfMoment)) return compareAlike(written, left, right, context, (sql, kind) => (kind === 'text' ? sql : `fn.to_number(${sql})`));
  }
  if (isOrder(operator) && kinds.every((kind) => kind === 'unknown') && !context.isInner && ![left, right].some((operand) => isLiteral(operand) || isOpaque(operand, context))) {
    return `(fn.ordinal(${writeExpression(left, context)}) ${written} fn.ordinal(${writeExpression(right, context)}))`;
  }
  return `(${side(left, kinds[0], right, kinds[1], context)} ${written} ${side(right, kinds[1], left, kinds[0], context)})`;
}

/** By what variants hold, not by how it is written. */
function compareVariants(operator: string, written: string, left: Expression, right: Expression, context: ExpressionContext): string {
  return namedIfHeavy([writeExpression(left, context), writeExpression(right, context)], ([a = '', b = '']) => {
    if (!isOrder(operator)) return `(fn.content_of(${a}) ${written} fn.content_of(${b}))`;
    return `(CASE WHEN ${a} IS NOT NULL AND ${b} IS NOT NULL THEN fn.rank_of(${a}) ${written} fn.rank_of(${b}) END)`;
  });
}

/** A join by these sorts, and the engine sorts tuples that it takes for equal, such as those of TIMESTAMP_TZ. */
const isOrder = (operator: string): boolean => operator.startsWith('<') || operator.startsWith('>') ? operator !== '<=>' && operator !== '<>' : false;

/** One side of a comparison, as what the other side makes of it. */
function side(expression: Expression, kind: StaticKind, other: Expression, otherKind: StaticKind, context: ExpressionContext): string {
  if (kind === 'variant') {
    if (otherKind === 'number') return coerce('number', expression, context);
    return otherKind === 'boolean' ? `TRY_CAST(${coerce('text', expression, context)} AS BOOLEAN)` : coerce('text', expression, context);
  }
  if (kind === 'zoned' || (otherKind === 'zoned' && kind !== 'null')) return coerce('moment', expression, context);
  if (kind === 'clock' && (otherKind === 'time' || otherKind === 'number')) return coerce(otherKind, expression, context);
  if (kind === 'clock' || (otherKind === 'clock' && kind !== 'time' && kind !== 'number')) return `fn.micros_of(${coerce('seconds', expression, context)})`;
  if (kind === 'unknown' && otherKind === 'text' && (isTimeOfDay(other, context) || isMoment(other, context)) && !isOpaque(expression, context)) return `fn.ordinal(${writeExpression(expression, context)})`;
  if (kind === 'unknown' && otherKind === 'text' && isWideText(other, context) && !isOpaque(expression, context)) return `fn.plain_units(${writeExpression(expression, context)})`;
  if (otherKind === 'number' && (kind === 'text' || (kind === 'unknown' && context.care === 'comparisons'))) return coerce('number', expression, context);
  const moment = expression.kind === 'number' ? momentOfDigits(expression.text) : null;
  if (moment !== null && otherKind === 'time') return `CAST(${quoteText(moment)} AS TIMESTAMP)`;
  if (moment !== null && otherKind === 'unknown' && !isOpaque(other, context)) return `fn.digits_for(${writeExpression(other, context)}, ${writeExpression(expression, context)}, ${quoteText(moment)})`;
  if (otherKind === 'unknown' && isLiteral(expression)) return adapted(expression, other, context);
  return writeExpression(expression, context);
}

const isDigitsOfMoment = (expression: Expression): boolean => expression.kind === 'number' && momentOfDigits(expression.text) !== null;

/** The moment that MySQL reads of a number such as 20240131 or 20240131235959 beside a date; null for others. */
function momentOfDigits(text: string): string | null {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = /^(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:([01]\d|2[0-3])([0-5]\d)([0-5]\d))?$/.exec(text) ?? [];
  const moment = `${year ?? ''}-${month ?? ''}-${day ?? ''} ${hour}:${minute}:${second}`;
  return year === undefined || Number.isNaN(Date.parse(`${moment.replace(' ', 'T')}Z`)) || new Date(`${moment.replace(' ', 'T')}Z`).getUTCDate() !== Number(day) ? null : moment;
}

/**
 * A text that is a literal takes the type of what it is compared with, as the engine reads it. Fractions would be rounded to integers
 * and times of day cut from dates.
 */
function adapted(expression: Expression, other: Expression, context: ExpressionContext): string {
  const sql = writeExpression(expression, context);
  if (isOpaque(other, context)) return sql;
  if (isTimeOfDay(expression, context)) return `fn.clock_for(${writeExpression(other, context)}, ${sql})`;
  if (isMoment(expression, context)) return `fn.moment_for(${writeExpression(other, context)}, ${sql})`;
  if (isWideText(expression, context)) return `fn.wide_for(${writeExpression(other, context)}, ${sql})`;
  const fraction = expression.kind === 'text' ? /^\s*([-+]?\d{1,18}\.\d{1,18})\s*$/.exec(expression.text)?.[1] : undefined;
  return fraction === undefined ? sql : `fn.fraction_for(${writeExpression(other, context)}, ${sql}, ${fraction})`;
}

/** A text such as `2024-01-31 23:59`, written or bound; a date alone counts only where more care is taken, since DATEs are compared with it as it is. */
const isMoment = (expression: Expression, context: ExpressionContext): boolean => (context.care === 'comparisons' ? /^\s*\d{4}-\d\d?-\d\d?/ : /^\s*\d{4}-\d\d?-\d\d?[ T]\d/).test(literalText(expression, context));

/** The text of a number where a DECIMAL of more than 38 digits may be beside it, which the engine has refused. */
const isWideText = (expression: Expression, context: ExpressionContext): boolean => context.care === 'comparisons' && /^\s*[-+]?\d+(\.\d*)?\s*$/.test(literalText(expression, context));

/** A text such as `-12:30:00`, written or bound. */
const isTimeOfDay = (expression: Expression, context: ExpressionContext): boolean => /^\s*-?\d{1,3}:\d\d?(:\d\d?(\.\d*)?)?\s*$/.test(literalText(expression, context));

/** The text that is written or bound; empty for other operands. */
function literalText(expression: Expression, context: ExpressionContext): string {
  const value = isLiteral(expression) ? constantOf(expression, context)?.value : null;
  return typeof value === 'string' ? value : '';
}

const isLiteral = ({ kind }: Expression): boolean => kind === 'text' || kind === 'null' || kind === 'parameter' || kind === 'user-variable' || kind === 'session-variable';

/** Whether a literal takes the type of what it is compared with; beside what the engine knows no type of the text of a moment is like any other operand. */
const isAdapted = (expression: Expression, other: Expression, context: ExpressionContext): boolean => isLiteral(expression) && !(isOpaque(other, context) && isMoment(expression, context));

/** Of a text and a number both are numbers, of a text and a point in time both are points in time, of a DECIMAL of more than 38 digits and a number both are such. */
function compareAlike(operator: string, left: Expression, right: Expression, context: ExpressionContext, read: (sql: string, kind: StaticKind) => string): string {
  const compare = ([first = '', second = '']: readonly string[]): string => {
    const [a, b] = [read(first, kindIn(left, context)), read(second, kindIn(right, context))];
    return `(fn.alike(${a}, ${b}) ${operator} fn.alike(${b}, ${a}))`;
  };
  const operands = [writeExpression(left, context), writeExpression(right, context)];
  return isOpaque(left, context) || isOpaque(right, context) ? withNames(operands, compare) : compare(operands);
}

/** `x [NOT] IN (a, b)` */
export function writeIn({ operand, values, negated }: Expression & { readonly kind: 'in' }, context: ExpressionContext): string {
  const verb = negated ? 'NOT IN' : 'IN';
  const kind = kindIn(operand, context);
  if ('kind' in values) return inQuery(operand, kind, values, verb, context);
  const kinds = new Set(values.map((value) => kindIn(value, context)));
  if (operand.kind === 'row') return plainIn(operand, values, verb, context);
  if (kind === 'variant' || kinds.has('variant')) return variantIn(operand, values, kinds, negated, context);
  if ((kind === 'unknown' || kind === 'time') && values.some((value) => value.kind === 'number' && momentOfDigits(value.text) !== null)) return inTurn(operand, values, negated, context);
  if (context.care !== 'comparisons' && kinds.has('number') && (kind === 'text' || kind === 'unknown') && !isOpaque(operand, context)) {
    if (kinds.has('text')) return inTurn(operand, values, negated, context);
    return `(${coerce('number', operand, context)} ${verb} (${values.map((value) => writeExpression(value, context)).join(', ')}))`;
  }
  if (context.care === 'comparisons' || kind === 'clock' || kind === 'zoned' || kinds.has('zoned') || (kind === 'number' && kinds.has('text')) || values.some((value) => isTimeOfDay(value, context))) return inTurn(operand, values, negated, context);
  return plainIn(operand, values, verb, context);
}

/** A variant among values, or values some of which are variants: as `=` compares them. */
function variantIn(operand: Expression, values: readonly Expression[], kinds: ReadonlySet<StaticKind>, negated: boolean, context: ExpressionContext): string {
  const [kind = 'unknown', ...others] = kinds;
  const to = kind === 'text' || kind === 'number' ? kind : null;
  if (kindIn(operand, context) !== 'variant' || others.length > 0 || to === null) return inTurn(operand, values, negated, context);
  return `(${coerce(to, operand, context)} ${negated ? 'NOT IN' : 'IN'} (${values.map((value) => writeExpression(value, context)).join(', ')}))`;
}

/** Values of kinds that the engine does not mix are compared as those of `=` are. */
function inQuery(operand: Expression, kind: StaticKind, query: QueryExpression, verb: string, context: ExpressionContext): string {
  const rows = context.subquery(query);
  if (operand.kind === 'row' || (context.care !== 'comparisons' && kind !== 'variant')) return `(${writeExpression(operand, context)} ${verb} (${rows}))`;
  if (kind === 'variant' && kindOfRows(query, context) === 'variant') return `(fn.content_of(${writeExpression(operand, context)}) ${verb} (SELECT fn.content_of("value") FROM (${rows}) AS "rows"("value")))`;
  if (context.care !== 'comparisons') return `(${coerce('text', operand, context)} ${verb} (${rows}))`;
  if (kind === 'variant' || isOfGroup(operand)) {
    const [to, macro] = kind === 'number' ? (['number', 'fn.to_number'] as const) : (['text', 'fn.to_text'] as const);
    return `(${coerce(to, operand, context)} ${verb} (SELECT ${macro}("value") FROM (${rows}) AS "rows"("value")))`;
  }
  // Of the other side only the type counts.
  const sql = operandOf(operand, context);
  const alike = (value: string, other: string): string => withNames([value, `CASE WHEN FALSE THEN ${other} END`], ([first = '', second = '']) => `fn.alike(${first}, ${second})`);
  return `(${alike(sql, `(SELECT "value" FROM (${rows}) AS "rows"("value") LIMIT 0)`)} ${verb} (SELECT ${alike('"value"', sql)} FROM (${rows}) AS "rows"("value")))`;
}

const kindOfRows = ({ body }: QueryExpression, context: ExpressionContext): StaticKind => (body.kind === 'select' && body.items[0] ? staticKind(body.items[0].expression, context) : 'unknown');

/** Whether it can't be asked for within a subquery: it is one of a group or of a window. */
const isOfGroup = (expression: Expression): boolean => (expression.kind === 'call' && (expression.over !== null || aggregateOf(expression.name) !== null)) || children(expression).some(isOfGroup);

function plainIn(operand: Expression, values: readonly Expression[], verb: string, context: ExpressionContext): string {
  return `(${writeExpression(operand, context)} ${verb} (${values.map((value) => writeExpression(value, context)).join(', ')}))`;
}

/** One comparison after the other. */
function inTurn(operand: Expression, values: readonly Expression[], negated: boolean, context: ExpressionContext): string {
  const any = `(${values.map((value) => writeComparison('=', operand, value, context)).join(' OR ')})`;
  return negated ? `(NOT ${any})` : any;
}

/** `x [NOT] BETWEEN a AND b` */
export function writeBetween({ operand, low, high, negated }: Expression & { readonly kind: 'between' }, context: ExpressionContext): string {
  const kinds = [operand, low, high].map((part) => kindIn(part, context));
  const isMixed = kinds.includes('variant') || kinds.includes('clock') || kinds.includes('zoned') || (kinds.includes('text') && kinds.includes('number')) || [low, high].some((bound) => bound.kind === 'text' && /[.:]/.test(bound.text));
  if (isMixed || context.care === 'comparisons') {
    const inside = `(${writeComparison('>=', operand, low, context)} AND ${writeComparison('<=', operand, high, context)})`;
    return negated ? `(NOT ${inside})` : inside;
  }
  const isUnknown = kinds.every((kind) => kind === 'unknown') && ![operand, low, high].some((part) => isLiteral(part) || isOpaque(part, context));
  const [value, from, to] = [operand, low, high].map((part) => (isUnknown ? `fn.ordinal(${writeExpression(part, context)})` : writeExpression(part, context)));
  return `(${value ?? ''} ${negated ? 'NOT ' : ''}BETWEEN ${from ?? ''} AND ${to ?? ''})`;
}
