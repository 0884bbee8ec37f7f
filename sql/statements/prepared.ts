import type { Cursor } from '../grammar/cursor.js';

export interface Prepare {
  readonly kind: 'prepare';
  /** In lower case, as names of prepared statements do not depend on it. */
  readonly name: string;
  readonly source: { readonly kind: 'text'; readonly text: string } | { readonly kind: 'variable'; readonly name: string };
}

/** `PREPARE <name> FROM {'<text>' | @variable}` (MySQL manual, "PREPARE Statement") */
export function parsePrepare(cursor: Cursor): Prepare {
  cursor.expect('PREPARE');
  const name = statementName(cursor);
  cursor.expect('FROM');
  const source = cursor.token.kind === 'user-variable' ? { kind: 'variable' as const, name: userVariable(cursor) } : { kind: 'text' as const, text: cursor.expectString('the text of a statement or @variable') };
  cursor.expectEnd();
  return { kind: 'prepare', name, source };
}

export interface Execute {
  readonly kind: 'execute';
  readonly name: string;
  /** Names of user variables, one for each parameter. */
  readonly using: readonly string[];
}

/** `EXECUTE <name> [USING @a, @b …]` (MySQL manual, "EXECUTE Statement") */
export function parseExecute(cursor: Cursor): Execute {
  cursor.expect('EXECUTE');
  const name = statementName(cursor);
  const using: string[] = [];
  if (cursor.take('USING')) {
    do using.push(userVariable(cursor)); while (cursor.takeSymbol(','));
  }
  cursor.expectEnd();
  return { kind: 'execute', name, using };
}

export interface Deallocate {
  readonly kind: 'deallocate';
  readonly name: string;
}

/** `{DEALLOCATE | DROP} PREPARE <name>` (MySQL manual, "DEALLOCATE PREPARE Statement") */
export function parseDeallocate(cursor: Cursor): Deallocate {
  if (cursor.takeOneOf('DEALLOCATE', 'DROP') === null) throw cursor.unexpected('DEALLOCATE');
  cursor.expect('PREPARE');
  const name = statementName(cursor);
  cursor.expectEnd();
  return { kind: 'deallocate', name };
}

function statementName(cursor: Cursor): string {
  return cursor.expectName('the name of a prepared statement').toLowerCase();
}

/** `@name`, in lower case and without the `@`. */
export function userVariable(cursor: Cursor): string {
  const token = cursor.token;
  if (token.kind !== 'user-variable' || token.name === '') throw cursor.unexpected('a user variable such as @a');
  cursor.next();
  return token.name.toLowerCase();
}
