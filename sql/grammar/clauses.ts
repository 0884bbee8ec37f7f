import { StagewireError } from '../../errors/index.js';
import type { Parameter, Variable } from '../parameter.js';
import { syntaxError } from '../syntax-error.js';
import type { ConnectionParams } from '../storage-uri.js';
import type { Cursor } from './cursor.js';
import { parenthesizedOptions, type Option } from './options.js';

/** What a CREATE does when the name is taken. */
export type IfExists = 'fail' | 'keep' | 'replace';

/** `OR REPLACE` behind CREATE. */
export function orReplace(cursor: Cursor): boolean {
  return cursor.take('OR', 'REPLACE');
}

/** `IF NOT EXISTS`, which can't be combined with OR REPLACE (1005). */
export function ifNotExists(cursor: Cursor, replace: boolean): IfExists {
  const { start, end } = cursor.token;
  const keep = cursor.take('IF', 'NOT', 'EXISTS');
  if (keep && replace) throw syntaxError(cursor.sql, { start, end }, 'OR REPLACE and IF NOT EXISTS can not be used together');
  return replace ? 'replace' : keep ? 'keep' : 'fail';
}

export function ifExists(cursor: Cursor): boolean {
  return cursor.take('IF', 'EXISTS');
}

/** An external location as a statement gives it: a URL, and parameters or the name of a connection. */
export interface UriClause {
  readonly uri: string;
  readonly params: ConnectionParams;
  readonly connectionName: string | null;
}

/** Options as connection parameters: every value as text. */
export function connectionParams(options: readonly Option[]): ConnectionParams {
  return Object.fromEntries(
    options.map(({ key, value }) => {
      if (typeof value === 'object') throw new StagewireError('StorageOther', `connection parameter ${key} must be a string`);
      return [key, String(value)];
    }),
  );
}

/** `'uri' [CONNECTION = (…)]`, the cursor at the string. CREDENTIALS and ENCRYPTION are older spellings. */
export function uriClause(cursor: Cursor): UriClause {
  const uri = cursor.expectString("a location such as 's3://bucket/path/'");
  const options: Option[] = [];
  for (;;) {
    if (cursor.takeOneOf('CONNECTION', 'CREDENTIALS', 'ENCRYPTION') === null) break;
    cursor.takeSymbol('=');
    options.push(...parenthesizedOptions(cursor));
  }
  const { connection_name: connectionName = null, ...params } = connectionParams(options);
  return { uri, params, connectionName };
}

/** Called when the statement has parsed. 4000 if a connection's name and parameters are mixed. */
export function checkUriClause(clause: UriClause): UriClause {
  if (clause.connectionName !== null && Object.keys(clause.params).length > 0) {
    throw new StagewireError('StorageOther', 'connection_name can not be used with other connection options');
  }
  return clause;
}

/** A text, or a variable that holds one when the query runs. */
export type TextOrVariable = { readonly kind: 'text'; readonly text: string } | Variable;

/** What PATTERN takes in queries. */
export function patternValue(cursor: Cursor): TextOrVariable {
  const { token } = cursor;
  if (token.kind === 'dollar' || token.kind === 'user-variable') {
    cursor.next();
    return { kind: token.kind === 'dollar' ? 'session-variable' : 'user-variable', name: token.name.toLowerCase() };
  }
  return { kind: 'text', text: cursor.expectString('a regular expression in quotes') };
}

/** `[PATTERN = '<regex>']` and the end of the statement, in LIST and REMOVE. */
export function patternClause(cursor: Cursor): string | null {
  if (cursor.atEnd()) return null;
  if (!cursor.take('PATTERN')) throw cursor.unexpected('PATTERN or the end of the statement');
  if (!cursor.takeSymbol('=')) cursor.expectSymbol('=>');
  const pattern = cursor.expectString('a regular expression in quotes');
  cursor.expectEnd();
  return pattern;
}

/** How SHOW narrows its rows. `where` holds the text of the expression and what is bound to the parameters in it. */
export type ShowFilter =
  | { readonly kind: 'all' }
  | { readonly kind: 'like'; readonly pattern: string }
  | { readonly kind: 'where'; readonly expression: string; readonly parameters: readonly Parameter[] };

export interface ShowNarrowing {
  readonly filter: ShowFilter;
  readonly limit: number | null;
}

/** `[LIKE '<pattern>' | WHERE <expr>] [LIMIT <n>]` up to the end of the statement. */
export function showNarrowing(cursor: Cursor): ShowNarrowing {
  const filter = showFilter(cursor);
  const limit = cursor.take('LIMIT') ? cursor.expectInteger('a number of rows', 0, Number.MAX_SAFE_INTEGER) : null;
  cursor.expectEnd();
  return { filter, limit };
}

function showFilter(cursor: Cursor): ShowFilter {
  if (cursor.take('LIKE')) return { kind: 'like', pattern: cursor.expectString('a pattern in quotes') };
  if (!cursor.take('WHERE')) return { kind: 'all' };
  if (cursor.atEnd()) throw cursor.unexpected('a condition');
  const { start } = cursor.token;
  const first = cursor.parameterCount;
  for (let depth = 0; !cursor.atEnd() && !(depth === 0 && cursor.isWord('LIMIT')); cursor.next()) {
    if (cursor.isSymbol('(')) depth += 1;
    if (cursor.isSymbol(')')) depth -= 1;
  }
  return { kind: 'where', expression: cursor.sql.slice(start, cursor.previousEnd), parameters: cursor.parametersSince(first) };
}
