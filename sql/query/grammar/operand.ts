import { isLockFunction } from '../effects.js';
import type { Expression, PathStep } from '../ast.js';
import type { Token, Word } from '../../lexer/token.js';
import { syntaxError } from '../../syntax-error.js';
import { aggregateClauses, callArguments } from './call.js';
import { dataType } from './data-type.js';
import { isQueryAhead, list, type Grammar } from './grammar.js';
import { BINDING } from './precedence.js';
import { literal } from './literal.js';
import { BARE_FUNCTIONS, RESERVED } from './reserved.js';
import { SPECIAL_FORMS } from './special-forms.js';

/** What operators combine: a literal, a name, a call, something in parentheses, with the suffixes behind it. */
export function operand(grammar: Grammar): Expression {
  let read = withoutSuffix(grammar);
  for (;;) {
    const longer = suffixed(grammar, read);
    if (longer === null) return read;
    read = longer;
  }
}

function withoutSuffix(grammar: Grammar): Expression {
  const { cursor } = grammar;
  const { token } = cursor;
  const value = literal(grammar);
  if (value) return value;
  switch (token.kind) {
    case 'word':
      return word(grammar, token);
    case 'quoted-name':
    case 'dollar':
      return name(grammar);
    case 'symbol':
      return symbol(grammar, token.text);
    default:
      throw cursor.unexpected('an expression');
  }
}

function symbol(grammar: Grammar, text: string): Expression {
  const { cursor } = grammar;
  switch (text) {
    case '(':
      return inParentheses(grammar);
    case '[': {
      cursor.next();
      const isEnd = (): boolean => cursor.isSymbol(']');
      const items = isEnd() ? [] : list(grammar, () => grammar.expression(), isEnd);
      cursor.expectSymbol(']');
      return { kind: 'array', items };
    }
    case '{':
      return map(grammar);
    case '*':
      cursor.next();
      return star(grammar, []);
    default:
      throw cursor.unexpected('an expression');
  }
}

/** `(expression)`, `(query)`, `(a, b)` and, with a comma at its end, `(a,)` */
function inParentheses(grammar: Grammar): Expression {
  const { cursor } = grammar;
  if (isQueryAhead(grammar)) {
    cursor.next();
    const query = grammar.query();
    cursor.expectSymbol(')');
    return { kind: 'subquery', query };
  }
  cursor.next();
  const items = [grammar.expression()];
  const isRow = cursor.isSymbol(',');
  while (cursor.takeSymbol(',') && !cursor.isSymbol(')')) items.push(grammar.expression());
  cursor.expectSymbol(')');
  const [only] = items;
  return only && !isRow ? only : { kind: 'row', items };
}

/** `{key: value, …}` */
function map(grammar: Grammar): Expression {
  const { cursor } = grammar;
  cursor.next();
  const escaped = odbcEscape(grammar);
  if (escaped) return escaped;
  const isEnd = (): boolean => cursor.isSymbol('}');
  const entry = (): { key: Expression; value: Expression } => {
    const key = mapKey(grammar);
    cursor.expectSymbol(':');
    return { key, value: grammar.expression() };
  };
  const entries = isEnd() ? [] : list(grammar, entry, isEnd);
  cursor.expectSymbol('}');
  return { kind: 'map', entries };
}

/** `{d '2024-01-01'}`, `{t '10:00:00'}`, `{ts '…'}` and `{fn …}`, behind their brace, as ODBC and JDBC write them; null for a map. */
function odbcEscape(grammar: Grammar): Expression | null {
  const { cursor } = grammar;
  const { token } = cursor;
  const next = cursor.peek();
  if (token.kind !== 'word' || next.kind === 'symbol') return null;
  cursor.next();
  const operand = grammar.expression();
  cursor.expectSymbol('}');
  const type = { D: 'DATE', T: 'TIME', TS: 'TIMESTAMP' }[token.upper] as 'DATE' | 'TIME' | 'TIMESTAMP' | undefined;
  return type ? { kind: 'cast', operand, type: { kind: 'plain', name: type }, isTry: false, isSuffix: false } : operand;
}

function mapKey(grammar: Grammar): Expression {
  const { cursor } = grammar;
  const value = literal(grammar);
  if (value) return value;
  if (cursor.takeSymbol('-')) return { kind: 'unary', operator: '-', operand: mapKey(grammar) };
  return { kind: 'text', text: cursor.expectName('a key') };
}

function word(grammar: Grammar, token: Word): Expression {
  const { cursor } = grammar;
  const special = SPECIAL_FORMS[token.upper]?.(grammar);
  if (special) return special;
  const next = cursor.peek();
  if (next.kind === 'symbol' && next.text === '(' && !NOT_CALLED.has(token.upper)) return call(grammar, token);
  if (BARE_FUNCTIONS.has(token.upper) && !(next.kind === 'symbol' && next.text === '.')) {
    cursor.next();
    return { kind: 'call', name: token.upper.toLowerCase(), parameters: [], args: [], distinct: false, orderBy: [], filter: null, nulls: null, over: null, span: token };
  }
  if (RESERVED.has(token.upper)) throw cursor.unexpected('an expression');
  return name(grammar);
}

/** Keywords that a parenthesis may follow without being called. */
const NOT_CALLED: ReadonlySet<string> = new Set(['AND', 'OR', 'XOR', 'NOT', 'IN', 'WHERE', 'FROM', 'ON', 'WHEN', 'THEN', 'ELSE', 'END', 'SELECT', 'HAVING', 'BY', 'UNION', 'AS', 'IS', 'USING']);

/** `name(arguments)`, `name(parameters)(arguments)` and the clauses of aggregates. */
function call(grammar: Grammar, token: Word): Expression {
  const { cursor } = grammar;
  cursor.next();
  let read = callArguments(grammar);
  const hasParameters = cursor.isSymbol('(');
  const parameters = hasParameters ? read.args : [];
  if (hasParameters) read = callArguments(grammar);
  const name = calledName(token.text.toLowerCase(), read.args.length);
  if (isLockFunction(name)) grammar.noteEffect();
  return { kind: 'call', name, parameters, ...read, ...aggregateClauses(grammar, read.orderBy), span: { start: token.start, end: cursor.previousEnd } };
}

/** Of two arguments these names are no aggregates, but what their operators are. */
function calledName(name: string, count: number): string {
  return count === 2 && /^bit_(and|or|xor)$/.test(name) ? name.replace('_', '') : name;
}

/** `[[database.]table.]column` or `table.*` */
function name(grammar: Grammar): Expression {
  const { cursor } = grammar;
  const { start } = cursor.token;
  let last = cursor.token;
  const quoted = [last.kind === 'quoted-name'];
  const path = [part(grammar)];
  while (cursor.isSymbol('.')) {
    cursor.next();
    if (cursor.takeSymbol('*')) return star(grammar, path);
    last = cursor.token;
    quoted.push(last.kind === 'quoted-name');
    path.push(part(grammar));
  }
  const position = last.kind === 'dollar' && /^\d{1,6}$/.test(last.name) ? Number(last.name) : null;
  return { kind: 'column', path, quoted, position, span: { start, end: cursor.previousEnd } };
}

function part({ cursor }: Grammar): string {
  const { token } = cursor;
  if (token.kind !== 'dollar') return cursor.expectName('a column name');
  if (!/^([1-9]\d*|\D.*)$/.test(token.name)) throw syntaxError(cursor.sql, token, 'positions of columns begin with $1');
  cursor.next();
  return `$${token.name}`;
}

/** What may follow `*`: columns left out. */
function star(grammar: Grammar, table: readonly string[]): Expression {
  const { cursor } = grammar;
  const next = cursor.peek();
  const isExclusion = cursor.isWord('EXCLUDE') || (cursor.isWord('EXCEPT') && !(next.kind === 'word' && /^(SELECT|ALL|DISTINCT|VALUES|WITH)$/.test(next.upper)) && !isQueryBehind(grammar, next));
  if (!isExclusion) return { kind: 'star', table, exclude: [] };
  cursor.next();
  if (!cursor.takeSymbol('(')) return { kind: 'star', table, exclude: [part(grammar)] };
  const exclude = list(grammar, () => part(grammar), () => cursor.isSymbol(')'));
  cursor.expectSymbol(')');
  return { kind: 'star', table, exclude };
}

/** `* EXCEPT (SELECT …)` is a set operation. */
function isQueryBehind({ cursor }: Grammar, next: Token): boolean {
  let token = next;
  while (token.kind === 'symbol' && token.text === '(') token = cursor.lexer.tokenAt(token.end);
  return token.kind === 'word' && /^(SELECT|WITH|VALUES)$/.test(token.upper);
}

function suffixed(grammar: Grammar, read: Expression): Expression | null {
  const { cursor } = grammar;
  const { token } = cursor;
  if (token.kind === 'number') return tuplePosition(grammar, read, token.text);
  if (token.kind === 'word') {
    if (token.upper !== 'COLLATE') return null;
    cursor.next();
    const collation = cursor.token.kind === 'string' ? cursor.expectString('a collation') : cursor.expectName('a collation');
    return { kind: 'collate', operand: read, collation };
  }
  if (token.kind !== 'symbol') return null;
  switch (token.text) {
    case '::':
      cursor.next();
      return { kind: 'cast', operand: read, type: dataType(grammar), isTry: false, isSuffix: true };
    case '[': {
      cursor.next();
      const index = grammar.expression();
      cursor.expectSymbol(']');
      return { kind: 'subscript', operand: read, index };
    }
    case ':':
      return variantPath(grammar, read);
    case '.':
      return fieldName(grammar, read);
    case '->':
    case '->>':
      cursor.next();
      return { kind: 'binary', operator: token.text, left: read, right: pathOfArrow(grammar) };
    default:
      return null;
  }
}

/** What `->` takes: a literal alone, so that another arrow goes on from what this one finds. */
function pathOfArrow(grammar: Grammar): Expression {
  const { token } = grammar.cursor;
  return (token.kind === 'string' || token.kind === 'number' ? literal(grammar) : null) ?? grammar.expression(BINDING.sign);
}

/** `t.1`, which the lexer reads as a name and the number `.1`. */
function tuplePosition({ cursor }: Grammar, read: Expression, text: string): Expression | null {
  if (!/^\.\d+$/.test(text) || cursor.token.start !== cursor.previousEnd) return null;
  cursor.next();
  return { kind: 'field', operand: read, name: Number(text.slice(1)) };
}

function fieldName(grammar: Grammar, read: Expression): Expression {
  const { cursor } = grammar;
  cursor.next();
  return { kind: 'field', operand: read, name: part(grammar) };
}

/** `:a.b[0]`, `:"Odd Key"`; indices begin with 0. */
function variantPath(grammar: Grammar, read: Expression): Expression | null {
  const { cursor } = grammar;
  cursor.next();
  const steps: PathStep[] = [pathKey(grammar)];
  for (;;) {
    if (cursor.isSymbol('.')) {
      cursor.next();
      steps.push(pathKey(grammar));
    } else if (cursor.takeSymbol('[')) {
      const index = grammar.expression();
      cursor.expectSymbol(']');
      steps.push(index.kind === 'text' ? { kind: 'key', key: index.text } : { kind: 'index', index });
    } else {
      return { kind: 'path', operand: read, steps };
    }
  }
}

function pathKey({ cursor }: Grammar): PathStep {
  const { token } = cursor;
  if (token.kind === 'string') {
    cursor.next();
    return { kind: 'key', key: token.value };
  }
  if (token.kind === 'number' && /^\d+$/.test(token.text)) {
    cursor.next();
    return { kind: 'index', index: { kind: 'number', text: token.text } };
  }
  return { kind: 'key', key: cursor.expectName('a key such as name in v:name') };
}
