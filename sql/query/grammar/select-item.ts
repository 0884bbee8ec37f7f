import type { SelectItem } from '../ast.js';
import type { Grammar } from './grammar.js';
import { NO_ALIAS } from './reserved.js';

/** `expression [[AS] alias]` */
export function selectItem(grammar: Grammar): SelectItem {
  const { cursor } = grammar;
  const { start } = cursor.token;
  const expression = grammar.expression();
  const text = cursor.sql.slice(start, cursor.previousEnd);
  return { expression, alias: itemAlias(grammar), text };
}

/** `[AS] name`, which may be in quotes of any kind. */
function itemAlias({ cursor }: Grammar): string | null {
  const hasAs = cursor.take('AS');
  const { token } = cursor;
  if (token.kind === 'string') {
    cursor.next();
    return token.value;
  }
  if (hasAs) return cursor.expectName('an alias');
  const isAlias = token.kind === 'quoted-name' || (token.kind === 'word' && !isClause(token.upper));
  return isAlias ? cursor.expectName('an alias') : null;
}

/** Words that begin a clause behind a table are names behind an item. */
const OF_TABLES: ReadonlySet<string> = new Set(['FULL', 'SEMI', 'ANTI', 'SAMPLE', 'TABLESAMPLE', 'PIVOT', 'UNPIVOT', 'MEMBER', 'ROWS', 'MATCH_CONDITION']);
const isClause = (word: string): boolean => NO_ALIAS.has(word) && !OF_TABLES.has(word);
