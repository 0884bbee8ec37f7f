import { syntaxError } from '../../syntax-error.js';
import type { Expression } from '../ast.js';
import type { Grammar } from './grammar.js';

/** What stands in `IDENTIFIER('name')` or `IDENTIFIER($variable)`, with the parentheses. */
type Identifier = { readonly path: readonly string[] } | { readonly variable: string };

/** Reads one if its word stands here and a parenthesis behind it. */
export function takeIdentifier({ cursor }: Grammar): Identifier | null {
  const next = cursor.peek();
  if (!cursor.isWord('IDENTIFIER') || next.kind !== 'symbol' || next.text !== '(') return null;
  cursor.next();
  cursor.next();
  const { token } = cursor;
  if (token.kind !== 'string' && (token.kind !== 'dollar' || /^\d/.test(token.name))) throw cursor.unexpected('a name in quotes or a variable');
  cursor.next();
  cursor.expectSymbol(')');
  if (token.kind === 'dollar') return { variable: token.name.toLowerCase() };
  const path = splitName(token.value);
  if (path === null) throw syntaxError(cursor.sql, token, 'a name such as table or database.table is expected');
  return { path };
}

/** `a.b` by its parts; null for what is no name. */
export function splitName(text: string): readonly string[] | null {
  const path = text.split('.').map((part) => part.replace(/^([`"])(.+)\1$/, '$2'));
  return path.length <= 3 && path.every((part) => part !== '') ? path : null;
}

/** IDENTIFIER as a column. */
export function identifierColumn(grammar: Grammar): Expression | null {
  const { start } = grammar.cursor.token;
  const identifier = takeIdentifier(grammar);
  if (!identifier) return null;
  const span = { start, end: grammar.cursor.previousEnd };
  return 'path' in identifier ? { kind: 'column', path: identifier.path, quoted: [], position: null, span } : { kind: 'identifier', variable: identifier.variable, span };
}
