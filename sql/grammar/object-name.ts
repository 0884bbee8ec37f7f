import { syntaxError } from '../syntax-error.js';
import type { Cursor } from './cursor.js';

/** A name, bare or back-quoted, or `IDENTIFIER('name')`, or `IDENTIFIER($variable)` where variables may stand. */
export function objectName(cursor: Cursor, what: string): string {
  const next = cursor.peek();
  if (!cursor.isWord('IDENTIFIER') || next.kind !== 'symbol' || next.text !== '(') return cursor.expectName(what);
  cursor.next();
  cursor.next();
  const { start, end } = cursor.token;
  const name = cursor.expectString(what);
  cursor.expectSymbol(')');
  if (name === '') throw syntaxError(cursor.sql, { start, end }, `${what} is expected`);
  return name;
}
