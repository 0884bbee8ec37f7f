import { syntaxError } from '../../syntax-error.js';
import type { Expression } from '../ast.js';
import type { Grammar } from './grammar.js';

const plainTime = (name: 'DATE' | 'TIME' | 'TIMESTAMP' | 'TIMESTAMP_TZ'): (text: string) => Expression => (text) => ({
  kind: 'cast', operand: { kind: 'text', text }, type: { kind: 'plain', name }, isTry: false, isSuffix: false,
});

/** Words before a text that make a literal of another type of it. */
const TYPED: Readonly<Record<string, (text: string) => Expression>> = {
  DATE: plainTime('DATE'), TIME: plainTime('TIME'), TIMESTAMP: plainTime('TIMESTAMP'), DATETIME: plainTime('TIMESTAMP'), TIMESTAMP_TZ: plainTime('TIMESTAMP_TZ'),
};

/** A literal, a parameter or a variable; null if none stands here. Adjacent texts are one, as in MySQL. */
export function literal(grammar: Grammar): Expression | null {
  const { cursor } = grammar;
  const { token } = cursor;
  switch (token.kind) {
    case 'number':
      cursor.next();
      return { kind: 'number', text: plainDigits(token.text) };
    case 'string':
      return { kind: 'text', text: texts(grammar) };
    case 'parameter': {
      const index = cursor.parameterCount;
      cursor.next();
      return { kind: 'parameter', index };
    }
    case 'system-variable':
      // Only SET knows these.
      if (token.scope === 'persist' || token.scope === 'persist_only') throw cursor.unexpected('@@global or @@session');
      cursor.next();
      return { kind: 'system-variable', scope: token.scope, name: token.name };
    case 'user-variable':
      cursor.next();
      if (cursor.takeSymbol(':=')) {
        grammar.noteEffect();
        return { kind: 'assignment', name: token.name.toLowerCase(), value: grammar.expression() };
      }
      return { kind: 'user-variable', name: token.name.toLowerCase() };
    case 'dollar':
      if (/^\d/.test(token.name)) return null;
      cursor.next();
      return { kind: 'session-variable', name: token.name.toLowerCase() };
    case 'word':
      return wordLiteral(grammar, token.upper);
    default:
      return null;
  }
}

/** `.5` and `5.` with the digits that they are shown with. */
const plainDigits = (text: string): string => text.replace(/^\./, '0.').replace(/\.(?=$|e)/i, '');

function texts({ cursor }: Grammar): string {
  let text = '';
  while (cursor.token.kind === 'string') {
    text += cursor.token.value;
    cursor.next();
  }
  return text;
}

function wordLiteral(grammar: Grammar, word: string): Expression | null {
  const { cursor } = grammar;
  switch (word) {
    case 'NULL':
      cursor.next();
      return { kind: 'null' };
    case 'TRUE':
    case 'FALSE':
      cursor.next();
      return { kind: 'boolean', value: word === 'TRUE' };
    default:
      return cursor.peek().kind === 'string' ? prefixedText(grammar, word) : null;
  }
}

/** `DATE '…'`, `x'4D'`, `b'101'`, `N'…'`, `_utf8mb4'…'` */
function prefixedText(grammar: Grammar, word: string): Expression | null {
  const { cursor } = grammar;
  const { token } = cursor;
  const text = cursor.peek();
  const typed = TYPED[word];
  const isAdjacent = text.start === token.end;
  if (typed) {
    cursor.next();
    return typed(texts(grammar));
  }
  if ((word === 'X' || word === 'B') && isAdjacent) {
    cursor.next();
    const digits = texts(grammar);
    const isValid = word === 'X' ? /^([0-9a-fA-F]{2})*$/.test(digits) : /^[01]*$/.test(digits);
    if (!isValid) throw syntaxError(cursor.sql, text, word === 'X' ? 'expected pairs of hexadecimal digits' : 'expected binary digits');
    return { kind: 'bytes', hex: word === 'X' ? digits : bitsToHex(digits) };
  }
  if ((word === 'N' && isAdjacent) || /^_(UTF8MB4|UTF8MB3|UTF8|LATIN1|ASCII|BINARY)$/.test(word)) {
    cursor.next();
    return { kind: 'text', text: texts(grammar) };
  }
  return null;
}

export function bitsToHex(bits: string): string {
  const padded = bits.padStart(Math.ceil(bits.length / 8) * 8, '0');
  return (padded.match(/.{4}/g) ?? []).map((four) => parseInt(four, 2).toString(16)).join('').toUpperCase();
}
