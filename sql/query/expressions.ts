import { StagewireError } from '../../errors/index.js';
import { isNode, nameOf, nodeOf, nodesOf, optionalNode, textOf, unsupported, type Node } from './ast.js';
import { isAggregate, writeCall } from './functions.js';
import { FIRST_LITERAL, type Literal } from './lower.js';
import type { ColumnType, Value } from '../relation.js';
import type { QueryParameters } from './query-parameters.js';
import { quoteName, quoteScalar, quoteText, type Scalar } from './quoting.js';
import { SESSION_FUNCTIONS, type SessionValues } from './session-values.js';
import { writeType } from './types.js';

/** What translating an expression needs to know. */
export interface ExpressionContext {
  readonly literals: readonly Literal[];
  readonly session: SessionValues;
  readonly parameters: QueryParameters;
  /** Translates a subquery. */
  subquery(select: Node): string;
}

const COMPARISONS = new Set(['=', '<', '>', '<=', '>=', '<>', '!=']);
const ARITHMETIC: Readonly<Record<string, string>> = { '+': '+', '-': '-', '*': '*', '/': '/', '%': '%', MOD: '%', DIV: '//', '&': '&', '|': '|', '<<': '<<', '>>': '>>' };

/** An expression of the syntax tree as DuckDB writes it; every operation in parentheses. */
export function writeExpression(node: Node, context: ExpressionContext): string {
  const write = (child: Node): string => writeExpression(child, context);
  const constant = constantOf(node, context);
  if (constant) return constant.sql;
  if (isNode(node['ast'])) return `(${context.subquery(node['ast'])})`;
  switch (node['type']) {
    case 'number':
      return `(-${parameterOf(-Number(node['value']), context)?.sql ?? 'NULL'})`;
    case 'column_ref':
      return writeColumn(node);
    case 'star':
      return '*';
    case 'unary_expr':
      return writeUnary(node, write);
    case 'binary_expr':
      return writeBinary(node, context, write);
    case 'function':
    case 'aggr_func':
      return writeFunction(node, context, write);
    case 'case':
      return writeCase(node, write);
    case 'cast':
      return writeCast(node, context, write);
    case 'expr_list':
      return `(${nodesOf(node, 'value').map(write).join(', ')})`;
    case 'select':
      return `(${context.subquery(node)})`;
    default:
      throw unsupported(`expression of kind ${String(node['type'])}`);
  }
}

/** A value that is known without running the query. `sql` is how DuckDB writes it. */
export interface Constant {
  readonly sql: string;
  readonly value: Value;
  /** The number as it was written, which may be more exact than the value. */
  readonly numberText?: string;
  /** The type of a parameter; that of other constants follows from their value. */
  readonly type?: ColumnType;
}

/** Literals, variables and functions of the session; null for anything else. */
export function constantOf(node: Node, context: ExpressionContext): Constant | null {
  switch (node['type']) {
    case 'null':
      return { sql: 'NULL', value: null };
    case 'bool':
      return { sql: node['value'] === true ? 'TRUE' : 'FALSE', value: node['value'] === true };
    case 'number':
      return numberConstant(Number(node['value']), context);
    case 'single_quote_string':
    case 'string':
      return textConstant(String(node['value']), context);
    case 'unary_expr':
      return negativeConstant(node, context);
    case 'function':
      return sessionConstant(node, context);
    default:
      return null;
  }
}

function negativeConstant(node: Node, context: ExpressionContext): Constant | null {
  const operand = optionalNode(node, 'expr');
  return node['operator'] === '-' && operand?.['type'] === 'number' ? numberConstant(-Number(operand['value']), context) : null;
}

function literalAt(position: number, context: ExpressionContext): Literal {
  const literal = context.literals[position - FIRST_LITERAL];
  if (!literal) throw unsupported('a number made by the parser');
  return literal;
}

/** The parameter at a position; null if a literal stands there. */
function parameterOf(position: number, context: ExpressionContext): Constant | null {
  const literal = literalAt(position, context);
  return literal.kind === 'parameter' ? context.parameters.constant(literal.index) : null;
}

/** The text of a literal where no parameter may stand. */
function writtenAt(position: number, context: ExpressionContext): string {
  const literal = literalAt(position, context);
  if (literal.kind === 'parameter') throw unsupported('a parameter in this place');
  return literal.text;
}

/** The grammar folds the sign of a negative number into its value; the negative of a parameter is an expression. */
function numberConstant(value: number, context: ExpressionContext): Constant | null {
  const literal = literalAt(Math.abs(value), context);
  if (literal.kind === 'parameter') return value < 0 ? null : context.parameters.constant(literal.index);
  const { text } = literal;
  const decimal = /^0x/i.test(text) ? BigInt(text).toString() : text;
  const signed = value < 0 ? `-${decimal}` : decimal;
  return { sql: signed.startsWith('-') ? `(${signed})` : signed, value: Number(signed), numberText: signed };
}

/** The text of a literal; names that the lowering itself wrote stand for themselves. */
function literalText(raw: string, context: ExpressionContext): string {
  return raw.startsWith('#') ? writtenAt(Number(raw.slice(1)), context) : raw;
}

function textConstant(raw: string, context: ExpressionContext): Constant {
  const text = literalText(raw, context);
  return { sql: quoteText(text), value: text };
}

function sessionConstant(node: Node, context: ExpressionContext): Constant | null {
  const name = (nameOf(node['name']) ?? '').toLowerCase();
  const args = nodesOf(optionalNode(node, 'args') ?? {}, 'value');
  const of = (value: Scalar): Constant => ({ sql: quoteScalar(value), value });
  if (name === '__system_variable') {
    const scope = textOf(args[0] ?? {}, 'value');
    return of(context.session.systemVariable(scope === 'global' || scope === 'session' ? scope : null, String(args[1]?.['value'])));
  }
  if (name === '__user_variable') return of(context.session.userVariable(literalText(String(args[0]?.['value']), context)));
  const sessionFunction = SESSION_FUNCTIONS[name];
  // A precision, as in now(6), changes nothing: times always have six digits.
  return sessionFunction && args.every(({ type }) => type === 'number') ? of(sessionFunction(context.session)) : null;
}

function writeColumn(node: Node): string {
  const column = nameOf(node['column']);
  if (column === null) throw unsupported('this form of a column name');
  const table = [node['db'] ?? node['schema'], node['table']].map(nameOf).filter((part) => part !== null);
  const parts = [...table.map(quoteName), column === '*' ? '*' : quoteName(column)];
  return parts.join('.');
}

function writeUnary(node: Node, write: (child: Node) => string): string {
  const operator = String(node['operator']).toUpperCase();
  const operand = write(nodeOf(node, 'expr'));
  switch (operator) {
    case 'NOT':
    case '!':
      return `(NOT ${operand})`;
    case '-':
    case '+':
    case '~':
      return `(${operator}${operand})`;
    case 'EXISTS':
    case 'NOT EXISTS':
      return `(${operator} ${operand})`;
    default:
      throw unsupported(`operator ${operator}`);
  }
}

function writeBinary(node: Node, context: ExpressionContext, write: (child: Node) => string): string {
  const operator = String(node['operator']).toUpperCase();
  const right = nodeOf(node, 'right');
  const left = write(nodeOf(node, 'left'));
  if (COMPARISONS.has(operator) || operator === 'AND' || operator === 'OR') return `(${left} ${operator} ${write(right)})`;
  const arithmetic = ARITHMETIC[operator];
  if (arithmetic !== undefined) return `(${left} ${arithmetic} ${write(right)})`;
  switch (operator) {
    case 'IN':
    case 'NOT IN':
      return `(${left} ${operator} ${inList(right, context, write)})`;
    case 'BETWEEN':
    case 'NOT BETWEEN': {
      const [low, high] = nodesOf(right, 'value');
      if (!low || !high) throw unsupported('BETWEEN in this form');
      return `(${left} ${operator} ${write(low)} AND ${write(high)})`;
    }
    case 'LIKE':
    case 'NOT LIKE':
      return `(${left} ${operator} ${write(right)} ESCAPE ${likeEscape(right, context)})`;
    case 'IS':
    case 'IS NOT':
      return `(${left} ${operator} ${write(right)})`;
    case 'REGEXP':
    case 'RLIKE':
      return `regexp_matches(${left}, ${write(right)})`;
    case 'NOT REGEXP':
    case 'NOT RLIKE':
      return `(NOT regexp_matches(${left}, ${write(right)}))`;
    case '||':
      return writeCall('concat', [left, write(right)]);
    case 'XOR':
      return `(CAST(${left} AS BOOLEAN) <> CAST(${write(right)} AS BOOLEAN))`;
    default:
      throw unsupported(`operator ${operator}`);
  }
}

function inList(right: Node, context: ExpressionContext, write: (child: Node) => string): string {
  const values = nodesOf(right, 'value');
  const only = values.length === 1 ? values[0] : undefined;
  const select = only && isNode(only['ast']) ? only['ast'] : isNode(right['ast']) ? right['ast'] : null;
  return select ? `(${context.subquery(select)})` : `(${values.map(write).join(', ')})`;
}

/** MySQL's LIKE escapes with a backslash unless told otherwise; DuckDB's with nothing. */
function likeEscape(right: Node, context: ExpressionContext): string {
  const escape = optionalNode(right, 'escape');
  if (!escape) return quoteText('\\');
  return writeExpression(nodeOf(escape, 'value'), context);
}

function writeFunction(node: Node, context: ExpressionContext, write: (child: Node) => string): string {
  const name = nameOf(node['name']);
  if (name === null) throw unsupported('this form of a function call');
  if (node['over']) throw unsupported(`window function ${name}`);
  const args = optionalNode(node, 'args');
  if (name.toUpperCase() === 'EXISTS') {
    const [select] = nodesOf(args ?? {}, 'value');
    return `(EXISTS (${context.subquery(nodeOf(select ?? {}, 'ast'))}))`;
  }
  if (node['type'] === 'aggr_func' || isAggregate(name)) return writeAggregate(name, args ?? {}, context, write);
  return writeCall(name, nodesOf(args ?? {}, 'value').map(write));
}

function writeAggregate(name: string, args: Node, context: ExpressionContext, write: (child: Node) => string): string {
  const isList = args['type'] === 'expr_list';
  const values = isList ? nodesOf(args, 'value') : nodesOf(args, 'expr');
  const written = values.map(write);
  if (written.includes('*')) {
    if (name.toLowerCase() !== 'count') throw new StagewireError('SemanticError', `'*' is no argument of ${name}`);
    return 'count(*)';
  }
  const separator = optionalNode(args, 'separator');
  if (separator && isNode(separator['value'])) written.push(writeExpression(separator['value'], context));
  if (args['distinct'] && written[0] !== undefined) written[0] = `DISTINCT ${written[0]}`;
  const order = nodesOf(args, 'orderby').map((item) => orderItem(item, write));
  if (order.length > 0 && written.length > 0) written.push(`${written.pop() ?? ''} ORDER BY ${order.join(', ')}`);
  return writeCall(name, written);
}

/** `expr [ASC | DESC] [NULLS FIRST | LAST]`; NULLs come last unless told. */
export function orderItem(item: Node, write: (child: Node) => string): string {
  const direction = item['type'] === 'DESC' ? ' DESC' : '';
  const nulls = /first/i.test(textOf(item, 'nulls')) ? ' NULLS FIRST' : ' NULLS LAST';
  return `${write(nodeOf(item, 'expr'))}${direction}${nulls}`;
}

function writeCase(node: Node, write: (child: Node) => string): string {
  const subject = optionalNode(node, 'expr');
  const branches = nodesOf(node, 'args').map((branch) =>
    branch['type'] === 'else' ? `ELSE ${write(nodeOf(branch, 'result'))}` : `WHEN ${write(nodeOf(branch, 'cond'))} THEN ${write(nodeOf(branch, 'result'))}`,
  );
  return `(CASE ${subject ? `${write(subject)} ` : ''}${branches.join(' ')} END)`;
}

function writeCast(node: Node, context: ExpressionContext, write: (child: Node) => string): string {
  const [target] = nodesOf(node, 'target');
  if (!target) throw unsupported('this form of CAST');
  const verb = String(node['keyword']).toLowerCase() === 'try_cast' ? 'TRY_CAST' : 'CAST';
  const size = (key: string): string | null => (typeof target[key] === 'number' ? writtenAt(target[key], context) : null);
  return `${verb}(${write(nodeOf(node, 'expr'))} AS ${writeType(String(target['dataType']), size('length'), size('scale'))})`;
}
