import type { Cursor } from '../../grammar/cursor.js';
import type { Expression, FileContent, QueryExpression, TableFunctionCall } from '../ast.js';
import type { StagedLocation } from '../staged-location.js';

/** What the parts of the grammar of queries ask of each other. */
export interface Grammar {
  readonly cursor: Cursor;
  /** Reads an expression whose operators bind more strongly than `weakest` (see precedence.ts). */
  expression(weakest?: number): Expression;
  /** Notes a table function, for the privileges that it needs. */
  note(call: TableFunctionCall): void;
  /** The same for the content of a file. */
  noteFile(content: FileContent): void;
  /** `INTO @a, @b`, if it stands here, which it may before FROM and at the end. 1064 within a query of another. */
  takeInto(): void;
  /** Notes that a variable names a table. */
  noteTableVariable(): void;
  /** Notes what does more than to compute: `@v := x`, a function of locks. */
  noteEffect(): void;
  /** Notes SQL_CALC_FOUND_ROWS. */
  noteCount(): void;
  /** The same for a location of staged files. */
  noteLocation(location: StagedLocation): void;
  /** Reads a query without its parentheses. */
  query(): QueryExpression;
  /** Reads something that may hold itself. 1064 where nesting gets so deep that it could exhaust the stack. */
  nested<Read>(read: () => Read): Read;
}

/** Items separated by commas, up to `isEnd`; one comma too many at the end is accepted. */
export function list<Item>({ cursor }: Grammar, read: () => Item, isEnd: () => boolean): readonly Item[] {
  const items = [read()];
  while (cursor.takeSymbol(',') && !isEnd()) items.push(read());
  return items;
}

/** `( item, … )`, perhaps empty. */
export function parenthesized<Item>(grammar: Grammar, read: () => Item): readonly Item[] {
  const { cursor } = grammar;
  cursor.expectSymbol('(');
  const isEnd = (): boolean => cursor.isSymbol(')');
  const items = isEnd() ? [] : list(grammar, read, isEnd);
  cursor.expectSymbol(')');
  return items;
}

/** `( name, … )` */
export function nameList(grammar: Grammar, what: string): readonly string[] {
  return parenthesized(grammar, () => columnLabel(grammar, what));
}

/** The name of a column, for which a word that is a keyword elsewhere is fine. */
export function columnLabel({ cursor }: Grammar, what: string): string {
  const { token } = cursor;
  if (token.kind === 'dollar') {
    cursor.next();
    return `$${token.name}`;
  }
  return cursor.expectName(what);
}

/** True where a query begins: SELECT, WITH, VALUES, TABLE, or a parenthesis before one of these. */
export function isQueryAhead({ cursor }: Grammar): boolean {
  let { token } = cursor;
  while (token.kind === 'symbol' && token.text === '(') token = cursor.lexer.tokenAt(token.end);
  if (token.kind !== 'word') return false;
  if (token.upper === 'SELECT' || token.upper === 'WITH') return true;
  const after = cursor.lexer.tokenAt(token.end);
  if (token.upper === 'TABLE') return after.kind === 'word' || after.kind === 'quoted-name';
  return token.upper === 'VALUES' && ((after.kind === 'symbol' && after.text === '(') || (after.kind === 'word' && after.upper === 'ROW'));
}
