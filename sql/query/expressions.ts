import { StagewireError } from '../../errors/index.js';
import { unsupported } from './unsupported.js';
import type { Binary, ColumnName, Expression, FileContent, Like, OrderItem, PathStep, QueryExpression, VariantPath } from './ast.js';
import type { Care } from './care.js';
import { writeCast } from './casts.js';
import { metadataColumn, positionName } from './column-positions.js';
import { constantOf, type ConstantContext } from './constants.js';
import { coerce } from './coercion.js';
import { writeCall } from './functions/write-call.js';
import { writeInterval } from './intervals.js';
import { extractAt } from './json-paths.js';
import type { LooseGrouping } from './loose-grouping.js';
import { noAssignment } from './variable-assignments.js';
import { writeBetween, writeComparison, writeIn } from './comparisons.js';
import { writeArithmetic } from './operators.js';
import { writeBranches } from './branches.js';
import { variablePath } from './variable-path.js';
import { quoteName, quoteText } from './quoting.js';
import { staticKind } from './static-kind.js';

/** What translating an expression needs to know. */
export interface ExpressionContext extends ConstantContext {
  /** Aliases of earlier items of the select list (lower case). */
  readonly aliases: ReadonlySet<string>;
  /** How a division by zero ends: MySQL's NULL where its sql_mode says so, else an error. */
  readonly divisionByZero: 'error' | 'null';
  /** Writes a call of read_file, and notes what it needs. */
  fileContent(content: FileContent): string;
  /** Set behind the grouping of a query that may name columns which are no part of its groups. */
  readonly loose: LooseGrouping | null;
  /** Whether this is inside a query that is part of an expression, which may speak of the tables around it. */
  readonly isInner: boolean;
  readonly care: Care;
  /** What parameters of a lambda (lower case) stand for where the engine's has others. */
  readonly lambdaNames: ReadonlyMap<string, string>;
  /** Translates a query that stands for a table. */
  query(query: QueryExpression): string;
  /** Translates a query that is part of an expression. */
  subquery(query: QueryExpression): string;
  /** Whether a table of this database stands in FROM, here or around. */
  readsTable(database: string, table: string): boolean;
}

/** An expression as DuckDB writes it; every operation in parentheses. */
export function writeExpression(expression: Expression, context: ExpressionContext): string {
  const constant = constantOf(expression, context);
  if (constant) return constant.sql;
  const write = (child: Expression): string => writeExpression(child, context);
  switch (expression.kind) {
    case 'column':
      return writeColumn(expression, context);
    case 'identifier':
      return writeColumn({ kind: 'column', path: variablePath(expression.variable, context.session), position: null, span: expression.span }, context);
    case 'star':
      return writeStar(expression);
    case 'unary':
      return writeUnary(expression, context);
    case 'binary':
      return writeBinary(expression, context);
    case 'call':
      return writeCall(expression, context);
    case 'case':
      return writeCase(expression, context);
    case 'cast':
      return writeCast(expression, context);
    case 'in':
      return writeIn(expression, context);
    case 'between':
      return writeBetween(expression, context);
    case 'like':
      return writeLike(expression, context);
    case 'is':
      return writeIs(expression, context);
    case 'subquery':
      return `(${context.subquery(expression.query)})`;
    case 'exists':
      return `(EXISTS (${context.subquery(expression.query)}))`;
    case 'quantified':
      return `(${write(expression.left)} ${expression.operator} ${expression.quantifier} (${context.subquery(expression.query)}))`;
    case 'row':
      return `row(${expression.items.map(write).join(', ')})`;
    case 'array':
      return `[${expression.items.map(write).join(', ')}]`;
    case 'map':
      return `map([${expression.entries.map(({ key }) => write(key)).join(', ')}], [${expression.entries.map(({ value }) => write(value)).join(', ')}])`;
    case 'path':
      return writePath(expression, context, 'json_extract');
    case 'subscript':
      return `${write(expression.operand)}[${write(expression.index)}]`;
    case 'field':
      return typeof expression.name === 'number' ? `struct_extract_at(${write(expression.operand)}, ${expression.name})` : `struct_extract(${write(expression.operand)}, ${quoteText(expression.name)})`;
    case 'interval':
      return writeInterval(expression, context);
    case 'lambda':
      return `lambda ${expression.parameters.map(quoteName).join(', ')} : ${write(expression.body)}`;
    case 'file-content':
      return context.fileContent(expression);
    case 'collate':
      return writeCollate(expression, context);
    case 'assignment':
      throw noAssignment(expression.name);
    default:
      throw unsupported(`expression of kind ${expression.kind}`);
  }
}

/** Condition of WHERE, ON, HAVING, CASE …: numbers and texts count as MySQL takes them, by being other than 0. */
export function writeCondition(expression: Expression, context: ExpressionContext): string {
  return coerce('condition', expression, context);
}

/**
 * `[[catalog.]database.]table.column`, or a column with fields of its tuple behind it, which DuckDB resolves. The engine's
 * tables have no databases.
 */
function writeColumn({ path, position }: ColumnName, context: ExpressionContext): string {
  const stands = path.length === 1 ? context.lambdaNames.get((path[0] ?? '').toLowerCase()) : undefined;
  if (stands !== undefined) return stands;
  const parts = position === null ? withoutDatabase(path, context).map((name) => metadataColumn(name) ?? name) : [...path.slice(0, -1), positionName(position)];
  const column = parts.map(quoteName).join('.');
  return context.loose && !context.loose.kept.has((path.at(-1) ?? '').toLowerCase()) ? `first(${column})` : column;
}

function withoutDatabase(path: readonly string[], context: ExpressionContext): readonly string[] {
  const [first = '', second = '', third = ''] = path;
  if (path.length > 3 && context.readsTable(second, third)) return path.slice(2);
  return path.length > 2 && context.readsTable(first, second) ? path.slice(1) : path;
}

function writeStar({ table, exclude }: Expression & { readonly kind: 'star' }): string {
  const from = table.slice(-1).map((name) => `${quoteName(name)}.`).join('');
  return `${from}*${exclude.length > 0 ? ` EXCLUDE (${exclude.map(quoteName).join(', ')})` : ''}`;
}

function writeUnary({ operator, operand }: Expression & { readonly kind: 'unary' }, context: ExpressionContext): string {
  switch (operator) {
    case 'NOT':
      return `(NOT ${writeCondition(operand, context)})`;
    case '~':
      return `fn.bit_not(${coerce('number', operand, context)})`;
    case '-':
      // DuckDB's own minus keeps an unsigned type and wraps round.
      return operand.kind === 'interval' ? `(-${writeExpression(operand, context)})` : `(0::TINYINT - ${coerce('number', operand, context)})`;
    default:
      return `(${operator}${coerce('number', operand, context)})`;
  }
}

function writeBinary(expression: Binary, context: ExpressionContext): string {
  const { operator, left, right } = expression;
  const text = (side: Expression): string => coerce('text', side, context);
  switch (operator) {
    case 'AND':
    case 'OR':
      return `(${writeCondition(left, context)} ${operator} ${writeCondition(right, context)})`;
    case 'XOR':
      return `(${writeCondition(left, context)} <> ${writeCondition(right, context)})`;
    case '=':
    case '<>':
    case '<':
    case '>':
    case '<=':
    case '>=':
    case '<=>':
    case 'IS DISTINCT FROM':
    case 'IS NOT DISTINCT FROM':
      return writeComparison(operator, left, right, context);
    case '||':
      return left.kind === 'array' || right.kind === 'array' ? `list_concat(${writeExpression(left, context)}, ${writeExpression(right, context)})` : `(${text(left)} || ${text(right)})`;
    case 'REGEXP':
      return `fn.regexp_like(${text(left)}, ${text(right)})`;
    case 'NOT REGEXP':
      return `(NOT fn.regexp_like(${text(left)}, ${text(right)}))`;
    case 'SOUNDS LIKE':
      return `(stagewire_soundex(${text(left)}) = stagewire_soundex(${text(right)}))`;
    case '->':
      return extractAt(coerce('variant', left, context), right, text(right));
    case '->>':
      return `json_extract_string(${extractAt(coerce('variant', left, context), right, text(right))}, '$')`;
    case 'MEMBER OF':
      return `stagewire_json_member_of(${coerce('json', left, context)}, ${coerce('variant', right, context)})`;
    default:
      return writeArithmetic(operator, left, right, context);
  }
}

function writeCase({ subject, branches, otherwise }: Expression & { readonly kind: 'case' }, context: ExpressionContext): string {
  const tests = branches.map(({ when }) => (subject ? writeComparison('=', subject, when, context) : writeCondition(when, context)));
  const results = writeBranches([...branches.map(({ then }) => then), ...(otherwise ? [otherwise] : [])], context);
  const whens = tests.map((test, index) => `WHEN ${test} THEN ${results[index] ?? ''}`);
  return `(CASE ${whens.join(' ')}${otherwise ? ` ELSE ${results.at(-1) ?? ''}` : ''} END)`;
}

/** LIKE escapes with a backslash unless told otherwise; DuckDB's with nothing. */
function writeLike({ operand, patterns, quantifier, escape, ignoreCase, negated }: Like, context: ExpressionContext): string {
  const left = coerce('text', operand, context);
  const operator = ignoreCase ? 'ILIKE' : 'LIKE';
  const escaped = escape ? coerce('text', escape, context) : quoteText('\\');
  const tests = patterns.map((pattern) => `(${left} ${operator} ${coerce('text', pattern, context)} ESCAPE ${escaped})`);
  const test = tests.length === 1 ? tests[0] ?? '' : `(${tests.join(quantifier === 'ANY' ? ' OR ' : ' AND ')})`;
  return negated ? `(NOT ${test})` : test;
}

function writeIs({ operand, what, negated }: Expression & { readonly kind: 'is' }, context: ExpressionContext): string {
  const is = negated ? 'IS NOT' : 'IS';
  if (what === 'NULL') return `(${writeExpression(operand, context)} ${is} NULL)`;
  if (what === 'UNKNOWN') return `(${writeCondition(operand, context)} ${is} NULL)`;
  return `(${writeCondition(operand, context)} ${is} ${what})`;
}

/** `v:a.b[0]` with keys matched exactly. @param extract `json_extract` for a variant, `json_extract_string` for its text */
export function writePath({ operand, steps }: VariantPath, context: ExpressionContext, extract: 'json_extract' | 'json_extract_string'): string {
  const from = coerce('variant', operand, context);
  const isFixed = steps.every((step) => step.kind === 'key' || (step.index.kind === 'number' && /^\d+$/.test(step.index.text)));
  if (isFixed) return `${extract}(${from}, ${quoteText(steps.map(pointerTo).join(''))})`;
  const inner = steps.reduce((sql, step) => (step.kind === 'key' ? `json_extract(${sql}, ${quoteText(pointerTo(step))})` : `fn.variant_at(${sql}, ${writeExpression(step.index, context)})`), from);
  return extract === 'json_extract' ? inner : `json_extract_string(${inner}, '$')`;
}

/** A part of a JSON pointer (RFC 6901), which can name any key. */
function pointerTo(step: PathStep): string {
  const key = step.kind === 'key' ? step.key : step.index.kind === 'number' ? step.index.text : '';
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A case-insensitive collation of MySQL (`…_ci`) is followed; others compare by code points, as without one. */
function writeCollate({ operand, collation }: Expression & { readonly kind: 'collate' }, context: ExpressionContext): string {
  if (!/^[a-z0-9_]+$/i.test(collation)) throw new StagewireError('SemanticError', `unknown collation '${collation}'`, { mysql: { errno: 1273, sqlState: 'HY000' } });
  const text = coerce('text', operand, context);
  if (!/_ci$/i.test(collation)) return text;
  return `(${text} COLLATE ${/_as_ci$/i.test(collation) ? 'NOCASE' : 'NOCASE.NOACCENT'})`;
}

/** `expr [DESC] NULLS {FIRST | LAST}`; NULLs come last unless told. */
export function orderItem({ expression, descending, nulls }: OrderItem, context: ExpressionContext): string {
  const sql = writeExpression(expression, context);
  const direction = `${descending ? ' DESC' : ''} NULLS ${nulls ?? 'LAST'}`;
  if (staticKind(expression) !== 'variant') return sql + direction;
  // DuckDB compares the texts of variants, and takes a tuple of NULLs for a value.
  return `(CASE WHEN ${sql} IS NOT NULL THEN fn.rank_of(${sql}) END)${direction}`;
}
