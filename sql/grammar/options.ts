import type { Span } from '../lexer/token.js';
import { syntaxError } from '../syntax-error.js';
import type { Cursor } from './cursor.js';

export type OptionValue = string | number | boolean | readonly string[];

/** One `key = value`; `key` in lower case. */
export interface Option {
  readonly key: string;
  readonly value: OptionValue;
  readonly span: Span;
}

/** `( k = v [,] … )` with the parentheses. The same key twice is a syntax error. */
export function parenthesizedOptions(cursor: Cursor): readonly Option[] {
  cursor.expectSymbol('(');
  const options: Option[] = [];
  while (!cursor.isSymbol(')')) {
    addOption(cursor, options, parseOption(cursor));
    cursor.takeSymbol(',');
  }
  cursor.expectSymbol(')');
  return options;
}

/** `k = v [,] k = v …` up to the end of the statement, or to a word in `stops`. */
export function bareOptions(cursor: Cursor, stops: readonly string[] = []): readonly Option[] {
  const options: Option[] = [];
  while (!cursor.atEnd() && !cursor.isWord(...stops)) {
    addOption(cursor, options, parseOption(cursor));
    cursor.takeSymbol(',');
  }
  return options;
}

function addOption(cursor: Cursor, options: Option[], option: Option): void {
  if (options.some(({ key }) => key === option.key)) {
    throw syntaxError(cursor.sql, option.span, `option ${option.key.toUpperCase()} is given twice`);
  }
  options.push(option);
}

/** `k = v` */
export function parseOption(cursor: Cursor): Option {
  const { start, end } = cursor.token;
  const quoted = cursor.token.kind === 'string' ? cursor.token.value : null;
  if (quoted !== null) cursor.next();
  const key = (quoted ?? cursor.expectName('an option name')).toLowerCase();
  if (!cursor.takeSymbol('=')) cursor.expectSymbol('=>');
  return { key, value: optionValue(cursor), span: { start, end } };
}

function optionValue(cursor: Cursor): OptionValue {
  const token = cursor.token;
  switch (token.kind) {
    case 'string':
      cursor.next();
      return token.value;
    case 'word':
      cursor.next();
      return token.upper === 'TRUE' ? true : token.upper === 'FALSE' ? false : token.text;
    case 'number':
      cursor.next();
      return Number(token.text);
    case 'parameter':
    case 'dollar':
    case 'user-variable':
      return cursor.expectValue('a value');
    case 'symbol':
      if (token.text === '(') return stringList(cursor);
      if (token.text === '-') return negativeNumber(cursor);
      break;
    default:
  }
  throw cursor.unexpected('a value');
}

function stringList(cursor: Cursor): readonly string[] {
  cursor.expectSymbol('(');
  const values: string[] = [];
  while (!cursor.isSymbol(')')) {
    values.push(cursor.expectString('a string'));
    if (!cursor.takeSymbol(',')) break;
  }
  cursor.expectSymbol(')');
  return values;
}

function negativeNumber(cursor: Cursor): number {
  cursor.expectSymbol('-');
  const token = cursor.token;
  if (token.kind !== 'number') throw cursor.unexpected('a number');
  cursor.next();
  return -Number(token.text);
}
