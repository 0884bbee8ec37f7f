import type { CaseBranch, Expression } from '../ast.js';
import type { DataType } from '../data-type.js';
import { dataType } from './data-type.js';
import { fallbacks } from './json-table.js';
import { fileContent } from './file-content.js';
import { identifierColumn } from './identifier.js';
import { parenthesized, type Grammar } from './grammar.js';
import { BINDING } from './precedence.js';

type SpecialForm = (grammar: Grammar) => Expression | null;

/** Expressions with a syntax of their own, by their first word. Null if what stands here is something else after all. */
export const SPECIAL_FORMS: Readonly<Record<string, SpecialForm>> = {
  CASE: caseExpression,
  CAST: (grammar) => cast(grammar, false),
  TRY_CAST: (grammar) => cast(grammar, true),
  CONVERT: convert,
  EXISTS: exists,
  EXTRACT: extract,
  INTERVAL: interval,
  TRIM: trim,
  SUBSTRING: (grammar) => fromFor(grammar, 'substring'),
  SUBSTR: (grammar) => fromFor(grammar, 'substr'),
  MID: (grammar) => fromFor(grammar, 'mid'),
  POSITION: position,
  CHAR: charFunction,
  JSON_VALUE: jsonValue,
  IDENTIFIER: identifierColumn,
  READ_FILE: fileContent,
  ROW: (grammar) => (isCalled(grammar) ? { kind: 'row', items: afterWord(grammar, () => parenthesized(grammar, () => grammar.expression())) } : null),
  BINARY: (grammar) => (isCalled(grammar) ? null : { kind: 'collate', operand: afterWord(grammar, () => grammar.expression(BINDING.sign)), collation: 'binary' }),
};

/** Units of INTERVAL, EXTRACT, TIMESTAMPADD … (MySQL manual, Temporal Intervals). */
export const UNITS: ReadonlySet<string> = new Set([
  'MICROSECOND', 'MILLISECOND', 'SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'SECOND_MICROSECOND', 'MINUTE_MICROSECOND', 'MINUTE_SECOND', 'HOUR_MICROSECOND',
  'HOUR_SECOND', 'HOUR_MINUTE', 'DAY_MICROSECOND', 'DAY_SECOND', 'DAY_MINUTE', 'DAY_HOUR', 'YEAR_MONTH', 'DECADE', 'CENTURY', 'MILLENNIUM', 'DOW', 'ISODOW', 'DOY', 'ISOYEAR', 'EPOCH', 'YEARWEEK',
]);

const isCalled = ({ cursor }: Grammar): boolean => {
  const next = cursor.peek();
  return next.kind === 'symbol' && next.text === '(';
};

function afterWord<Read>({ cursor }: Grammar, read: () => Read): Read {
  cursor.next();
  return read();
}

/** Reads `WORD ( … )`. */
function called<Read>(grammar: Grammar, read: () => Read): Read | null {
  if (!isCalled(grammar)) return null;
  const { cursor } = grammar;
  cursor.next();
  cursor.expectSymbol('(');
  const form = read();
  cursor.expectSymbol(')');
  return form;
}

/** A call whose arguments were written in another way than between commas. */
export function plainCall(name: string, args: readonly Expression[], span: { start: number; end: number }): Expression {
  return { kind: 'call', name, parameters: [], args, distinct: false, orderBy: [], filter: null, nulls: null, over: null, span };
}

function caseExpression(grammar: Grammar): Expression {
  const { cursor } = grammar;
  cursor.next();
  const subject = cursor.isWord('WHEN') ? null : grammar.expression();
  const branches: CaseBranch[] = [];
  while (cursor.take('WHEN')) {
    const when = grammar.expression();
    cursor.expect('THEN');
    branches.push({ when, then: grammar.expression() });
  }
  if (branches.length === 0) throw cursor.unexpected('WHEN');
  const otherwise = cursor.take('ELSE') ? grammar.expression() : null;
  cursor.expect('END');
  return { kind: 'case', subject, branches, otherwise };
}

function cast(grammar: Grammar, isTry: boolean): Expression | null {
  return called(grammar, () => {
    const { cursor } = grammar;
    const operand = grammar.expression();
    if (!cursor.takeSymbol(',')) cursor.expect('AS');
    const type = dataType(grammar);
    if (cursor.take('ARRAY')) return { kind: 'cast', operand, type: { kind: 'array', element: type }, isTry, isSuffix: false };
    return { kind: 'cast', operand, type, isTry, isSuffix: false };
  });
}

/** `CONVERT(x, type)`, `CONVERT(x USING character set)` */
function convert(grammar: Grammar): Expression | null {
  return called(grammar, () => {
    const { cursor } = grammar;
    const operand = grammar.expression();
    if (cursor.take('USING')) {
      const charset = cursor.expectName('a character set');
      return { kind: 'collate', operand: { kind: 'cast', operand, type: { kind: 'plain', name: 'VARCHAR' }, isTry: false, isSuffix: false }, collation: `${charset.toLowerCase()}_bin` };
    }
    cursor.expectSymbol(',');
    return { kind: 'cast', operand, type: dataType(grammar), isTry: false, isSuffix: false };
  });
}

function exists(grammar: Grammar): Expression | null {
  return called(grammar, () => ({ kind: 'exists', query: grammar.query() }));
}

function unit({ cursor }: Grammar): string {
  const { token } = cursor;
  if (token.kind === 'string') return cursor.expectString('a unit').toUpperCase();
  const { upper } = cursor.expectWord('a unit such as DAY');
  return upper;
}

function extract(grammar: Grammar): Expression | null {
  const { start } = grammar.cursor.token;
  return called(grammar, () => {
    const part = unit(grammar);
    if (!grammar.cursor.takeSymbol(',')) grammar.cursor.expect('FROM');
    return plainCall('extract', [{ kind: 'text', text: part }, grammar.expression()], { start, end: grammar.cursor.previousEnd });
  });
}

/** `INTERVAL 1 DAY`, `INTERVAL '1 day'`; `INTERVAL(n, a, b)` is a function. */
function interval(grammar: Grammar): Expression | null {
  const { cursor } = grammar;
  const { start } = cursor.token;
  cursor.next();
  if (cursor.isSymbol('(')) {
    const args = parenthesized(grammar, () => grammar.expression());
    const [only] = args;
    if (args.length !== 1 || !only) return plainCall('interval', args, { start, end: cursor.previousEnd });
    return { kind: 'interval', amount: only, unit: unit(grammar) };
  }
  const amount = grammar.expression(BINDING.comparison);
  return { kind: 'interval', amount, unit: takeUnit(grammar) ?? (amount.kind === 'text' ? null : unit(grammar)) };
}

function takeUnit({ cursor }: Grammar): string | null {
  const { token } = cursor;
  if (token.kind !== 'word') return null;
  const upper = token.upper.replace(/^(DAY|HOUR|MINUTE|SECOND|MONTH|YEAR|WEEK)S$/, '$1');
  if (!UNITS.has(upper)) return null;
  cursor.next();
  return upper;
}

/** `TRIM([{BOTH | LEADING | TRAILING} [x] FROM] text)`, `TRIM(text, x)` */
function trim(grammar: Grammar): Expression | null {
  const { start } = grammar.cursor.token;
  return called(grammar, () => {
    const { cursor } = grammar;
    const side = cursor.takeOneOf('BOTH', 'LEADING', 'TRAILING');
    const name = side === 'LEADING' ? 'trim_leading' : side === 'TRAILING' ? 'trim_trailing' : 'trim_both';
    const of = (args: readonly Expression[]): Expression => plainCall(name, args, { start, end: cursor.previousEnd });
    if (side && cursor.take('FROM')) return of([grammar.expression()]);
    const first = grammar.expression();
    if (cursor.take('FROM')) return of([grammar.expression(), first]);
    return of(cursor.takeSymbol(',') ? [first, grammar.expression()] : [first]);
  });
}

/** `SUBSTRING(text FROM start [FOR length])` and the form with commas. */
function fromFor(grammar: Grammar, name: string): Expression | null {
  const { start } = grammar.cursor.token;
  return called(grammar, () => {
    const { cursor } = grammar;
    const args = [grammar.expression()];
    while (cursor.takeOneOf('FROM', 'FOR') || cursor.takeSymbol(',')) args.push(grammar.expression());
    return plainCall(name, args, { start, end: cursor.previousEnd });
  });
}

/** `POSITION(needle IN text)` */
function position(grammar: Grammar): Expression | null {
  const { start } = grammar.cursor.token;
  return called(grammar, () => {
    const { cursor } = grammar;
    const needle = grammar.expression(BINDING.comparison);
    if (!cursor.takeSymbol(',')) cursor.expect('IN');
    return plainCall('position', [needle, grammar.expression()], { start, end: cursor.previousEnd });
  });
}

/** `CHAR(n, … [USING character set])` */
function charFunction(grammar: Grammar): Expression | null {
  const { start } = grammar.cursor.token;
  return called(grammar, () => {
    const { cursor } = grammar;
    const args = [grammar.expression()];
    while (cursor.takeSymbol(',')) args.push(grammar.expression());
    const isText = cursor.take('USING');
    if (isText) cursor.expectName('a character set');
    return plainCall(isText ? 'char_using' : 'char', args, { start, end: cursor.previousEnd });
  });
}

/** `JSON_VALUE(document, path [RETURNING type] [… ON EMPTY] [… ON ERROR])` */
function jsonValue(grammar: Grammar): Expression | null {
  const { start } = grammar.cursor.token;
  return called(grammar, () => {
    const { cursor } = grammar;
    const document = grammar.expression();
    cursor.expectSymbol(',');
    const path = grammar.expression();
    const type: DataType = cursor.take('RETURNING') ? dataType(grammar) : { kind: 'plain', name: 'VARCHAR' };
    const { onEmpty, onError } = fallbacks(grammar);
    const value = plainCall('json_value', [document, path, ...(onEmpty.kind === 'error' ? [{ kind: 'boolean', value: true } as const] : [])], { start, end: cursor.previousEnd });
    const typed: Expression = { kind: 'cast', operand: value, type, isTry: onError.kind !== 'error', isSuffix: false };
    // A default for what is no such value comes before one for what is missing, which is a NULL then.
    const missing: Expression = { kind: 'is', operand: value, what: 'NULL', negated: false };
    const branches: CaseBranch[] = onEmpty.kind === 'default' ? [{ when: missing, then: castOf(onEmpty.text, type) }] : [];
    const failed: Expression = { kind: 'binary', operator: 'AND', left: { kind: 'is', operand: typed, what: 'NULL', negated: false }, right: { ...missing, negated: true } };
    if (onError.kind === 'default') branches.push({ when: failed, then: castOf(onError.text, type) });
    return branches.length === 0 ? typed : { kind: 'case', subject: null, branches, otherwise: typed };
  });
}

const castOf = (text: string, type: DataType): Expression => ({ kind: 'cast', operand: { kind: 'text', text }, type, isTry: false, isSuffix: false });
