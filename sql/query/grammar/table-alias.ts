import type { Alias } from '../ast.js';
import { nameList, type Grammar } from './grammar.js';
import { NO_ALIAS } from './reserved.js';

/** `[AS] name [(column, …)]`; null if there is none. */
export function tableAlias(grammar: Grammar): Alias | null {
  const { cursor } = grammar;
  const hasAs = cursor.take('AS');
  const { token } = cursor;
  const isAlias = token.kind === 'quoted-name' || (token.kind === 'word' && !NO_ALIAS.has(token.upper));
  if (!hasAs && !isAlias) return null;
  const name = cursor.expectName('an alias');
  return { name, columns: cursor.isSymbol('(') ? nameList(grammar, 'a column') : [] };
}
