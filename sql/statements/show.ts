import { showNarrowing, type ShowNarrowing } from '../grammar/clauses.js';
import type { Cursor } from '../grammar/cursor.js';

export interface ShowDatabases extends ShowNarrowing {
  readonly kind: 'show-databases';
}

/** `SHOW {DATABASES | SCHEMAS} …` */
export function parseShowDatabases(cursor: Cursor): ShowDatabases {
  cursor.expect('SHOW');
  if (cursor.takeOneOf('DATABASES', 'SCHEMAS') === null) throw cursor.unexpected('DATABASES');
  return { kind: 'show-databases', ...showNarrowing(cursor) };
}

export interface ShowTables extends ShowNarrowing {
  readonly kind: 'show-tables';
  readonly full: boolean;
  /** Null for the session's database. */
  readonly database: string | null;
}

/** `SHOW [FULL] TABLES [{FROM | IN} <database>] …` */
export function parseShowTables(cursor: Cursor): ShowTables {
  cursor.expect('SHOW');
  cursor.take('EXTENDED');
  const full = cursor.take('FULL');
  cursor.expect('TABLES');
  const database = cursor.takeOneOf('FROM', 'IN') === null ? null : cursor.expectName('a database name');
  return { kind: 'show-tables', full, database, ...showNarrowing(cursor) };
}

export interface ShowVariables extends ShowNarrowing {
  readonly kind: 'show-variables';
  readonly scope: 'session' | 'global';
}

export interface ShowStatus extends ShowNarrowing {
  readonly kind: 'show-status';
  readonly scope: 'session' | 'global';
}

/** `SHOW [GLOBAL | SESSION] {VARIABLES | STATUS} …` */
export function parseShowVariables(cursor: Cursor): ShowVariables | ShowStatus {
  cursor.expect('SHOW');
  const scope = cursor.takeOneOf('GLOBAL', 'SESSION', 'LOCAL') === 'GLOBAL' ? 'global' : 'session';
  const what = cursor.takeOneOf('VARIABLES', 'STATUS');
  if (what === null) throw cursor.unexpected('VARIABLES or STATUS');
  return { kind: what === 'STATUS' ? 'show-status' : 'show-variables', scope, ...showNarrowing(cursor) };
}

export interface ShowWarnings {
  readonly kind: 'show-warnings';
  readonly only: 'errors' | 'all';
  readonly offset: number;
  readonly limit: number | null;
  /** How many there are, instead of what they say. */
  readonly count: boolean;
}

/** `SHOW [COUNT(*)] {WARNINGS | ERRORS} [LIMIT [<offset>,] <rows>]` */
export function parseShowWarnings(cursor: Cursor): ShowWarnings {
  cursor.expect('SHOW');
  const count = cursor.take('COUNT');
  if (count) for (const symbol of ['(', '*', ')']) cursor.expectSymbol(symbol);
  const what = cursor.takeOneOf('WARNINGS', 'ERRORS');
  if (what === null) throw cursor.unexpected('WARNINGS or ERRORS');
  let offset = 0;
  let limit: number | null = null;
  if (!count && cursor.take('LIMIT')) {
    limit = cursor.expectInteger('a number of rows', 0, Number.MAX_SAFE_INTEGER);
    if (cursor.takeSymbol(',')) {
      offset = limit;
      limit = cursor.expectInteger('a number of rows', 0, Number.MAX_SAFE_INTEGER);
    }
  }
  cursor.expectEnd();
  return { kind: 'show-warnings', only: what === 'ERRORS' ? 'errors' : 'all', offset, limit, count };
}
