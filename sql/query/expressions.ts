import { StagewireError } from '../../errors/index.js';
import { unsupported } from './unsupported.js';
import type { Binary, ColumnName, Expression, JsonOperator, Like } from './ast.js';
import { writeOr } from './alternatives.js';
import { writeArray } from './arrays.js';
import { writeCast, writeText } from './casts.js';
import { metadataColumn, positionName } from './column-positions.js';
import { constantOf } from './constants.js';
import { coerce, pathOperand, writeCondition } from './coercion.js';
import { writeExpression, type ExpressionContext, type ExpressionWriter } from './expression-context.js';
import { resultKind } from './functions/rules.js';
import { writeCall } from './functions/write-call.js';
import { writeInterval } from './intervals.js';
import { extractAt, extractTextAt } from './json-paths.js';
import { noAssignment } from './variable-assignments.js';
import { writeBetween, writeComparison, writeIn } from './comparisons.js';
import { writeArithmetic, writeNegative } from './operators.js';
import { writeBranches } from './branches.js';
import { variablePath } from './variable-path.js';
import { quoteName, quoteText } from './quoting.js';
import { isDocument, isKey } from './static-kind.js';
import { writeElement } from './elements.js';
import { writeExactPath } from './exact-path.js';
import { inOneForm } from './one-form.js';
import { isInOneForm } from './variant-keys.js';
import { writePath } from './variant-path.js';

/** Writes expressions of every kind. */
export const EXPRESSIONS: ExpressionWriter = { write, resultKind };

function write(expression: Expression, context: ExpressionContext): string {
  const constant = constantOf(expression, context);
  const plain = constant?.sql ?? written(expression, context);
  const sql = isInOneForm(expression, context) ? inOneForm(plain) : plain;
  context.spend(expression, sql, constant !== null);
  return sql;
}

function written(expression: Expression, context: ExpressionContext): string {
  const inner = (child: Expression): string => write(child, context);
  switch (expression.kind) {
    case 'column':
      return writeColumn(expression, context);
    case 'identifier':
      return writeColumn({ kind: 'column', path: variablePath(expression.variable, context.session), quoted: [], position: null, span: expression.span }, context);
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
      return `(${context.value(expression.query)})`;
    case 'exists':
      return `(EXISTS (${context.subquery(expression.query)}))`;
    case 'quantified':
      return `(${inner(expression.left)} ${expression.operator} ${expression.quantifier} (${context.subquery(expression.query)}))`;
    case 'row':
      return `row(${expression.items.map(inner).join(', ')})`;
    case 'array':
      return writeArray(expression.items, context);
    case 'map':
      return `map([${expression.entries.map(({ key }) => inner(key)).join(', ')}], [${expression.entries.map(({ value }) => inner(value)).join(', ')}])`;
    case 'path':
      return writeExactPath(expression, pathOperand(expression, context), context);
    case 'subscript':
      return writeElement(expression.operand, expression.index, context);
    case 'field':
      return typeof expression.name === 'number' ? `struct_extract_at(${inner(expression.operand)}, ${expression.name})` : `struct_extract(${inner(expression.operand)}, ${quoteText(expression.name)})`;
    case 'interval':
      return writeInterval(expression, context);
    case 'lambda':
      return `lambda ${expression.parameters.map(quoteName).join(', ')} : ${inner(expression.body)}`;
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

/**
 * `[[catalog.]database.]table.column`, or a column with fields of its tuple behind it, which DuckDB resolves. The engine's
 * tables have no databases.
 */
function writeColumn(name: ColumnName, context: ExpressionContext): string {
  const { position } = name;
  const path = context.sqlPath(name) ?? name.path;
  const stands = path.length === 1 ? context.lambdaNames.get((path[0] ?? '').toLowerCase()) : undefined;
  if (stands !== undefined) return stands;
  const parts = position === null ? withoutDatabase(path, context).map((part) => metadataColumn(part) ?? part) : [...path.slice(0, -1), positionName(position)];
  const column = parts.map(quoteName).join('.');
  return context.loose && !context.loose.kept.has((name.path.at(-1) ?? '').toLowerCase()) ? `first(${column})` : column;
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
      return operand.kind === 'interval' ? `(-${writeExpression(operand, context)})` : writeNegative(operand, context);
    default:
      return `(${operator}${coerce('number', operand, context)})`;
  }
}

function writeBinary(expression: Binary, context: ExpressionContext): string {
  const { operator, left, right } = expression;
  const text = (side: Expression): string => coerce('text', side, context);
  switch (operator) {
    case 'AND':
      return `(${writeCondition(left, context)} AND ${writeCondition(right, context)})`;
    case 'OR':
      return writeOr(expression, context);
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
      if (isDocument(left, context) && isDocument(right, context)) return `stagewire_json_concat(${writeExpression(left, context)}, ${writeExpression(right, context)})`;
      return left.kind === 'array' || right.kind === 'array' ? `list_concat(${writeExpression(left, context)}, ${writeExpression(right, context)})` : `(${writeText(left, context)} || ${writeText(right, context)})`;
    case 'REGEXP':
      return `fn.regexp_like(${text(left)}, ${text(right)})`;
    case 'NOT REGEXP':
      return `(NOT fn.regexp_like(${text(left)}, ${text(right)}))`;
    case 'SOUNDS LIKE':
      return `(stagewire_soundex(${text(left)}) = stagewire_soundex(${text(right)}))`;
    case '->':
      return writeArrow(left, right, context);
    case '->>':
      return writeArrow(left, right, context, extractTextAt);
    case '@>':
    case '<@':
    case '?':
    case '?|':
    case '?&':
    case '@?':
    case '@@':
      return writeJsonOperator(operator, left, right, context);
    case '-':
      return isDocument(left, context) && isKey(right) ? `stagewire_delete_by_name(${writeExpression(left, context)}, ${text(right)})` : writeArithmetic(operator, left, right, context);
    case 'MEMBER OF':
      return `stagewire_json_member_of(${coerce('json', left, context)}, ${coerce('variant', right, context)})`;
    default:
      return writeArithmetic(operator, left, right, context);
  }
}

function writeJsonOperator(operator: JsonOperator, left: Expression, right: Expression, context: ExpressionContext): string {
  const document = coerce('variant', left, context);
  switch (operator) {
    case '@>':
      return `stagewire_json_contains(${document}, ${coerce('variant', right, context)})`;
    case '<@':
      return `stagewire_json_contains(${coerce('variant', right, context)}, ${document})`;
    case '?':
      return `stagewire_has_any_keys(${document}, to_json([${coerce('text', right, context)}]))`;
    case '?|':
      return `stagewire_has_any_keys(${document}, ${coerce('json', right, context)})`;
    case '?&':
      return `stagewire_has_all_keys(${document}, ${coerce('json', right, context)})`;
    case '@?':
      return `stagewire_json_path_exists(${document}, ${coerce('text', right, context)})`;
    case '@@':
      return `stagewire_json_path_match(${document}, ${coerce('text', right, context)})`;
  }
}

/** `document -> '$.path'` of MySQL; Databend has positions there too. */
function writeArrow(document: Expression, right: Expression, context: ExpressionContext, extract = extractAt): string {
  const path: Expression = right.kind === 'number' ? { kind: 'text', text: `$[${right.text}]` } : right;
  return extract(coerce('variant', document, context), path, coerce('text', path, context));
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
  if (what === 'NULL') return `(${operand.kind === 'path' ? writePath(operand, pathOperand(operand, context), context, 'json_extract') : writeExpression(operand, context)} ${is} NULL)`;
  if (what === 'UNKNOWN') return `(${writeCondition(operand, context)} ${is} NULL)`;
  return `(${writeCondition(operand, context)} ${is} ${what})`;
}

/** A case-insensitive collation of MySQL (`…_ci`) is followed; others compare by code points, as without one. */
function writeCollate({ operand, collation }: Expression & { readonly kind: 'collate' }, context: ExpressionContext): string {
  if (!/^[a-z0-9_]+$/i.test(collation)) throw new StagewireError('SemanticError', `unknown collation '${collation}'`, { mysql: { errno: 1273, sqlState: 'HY000' } });
  const text = coerce('text', operand, context);
  if (!/_ci$/i.test(collation)) return text;
  return `(${text} COLLATE ${/_as_ci$/i.test(collation) ? 'NOCASE' : 'NOCASE.NOACCENT'})`;
}
