import { showNarrowing, type ShowNarrowing } from '../grammar/clauses.js';
import type { Cursor } from '../grammar/cursor.js';
import { userName } from './users.js';

/** A table or view as a statement names it. */
export interface ObjectName {
  /** Null for the session's database. */
  readonly database: string | null;
  readonly name: string;
}

/** `[<database>.]<name>`; a catalog may stand in front. */
export function objectName(cursor: Cursor): ObjectName {
  const parts = [cursor.expectName('a table name')];
  while (parts.length < 3 && cursor.takeSymbol('.')) parts.push(cursor.expectName('a name'));
  return { database: parts.at(-2) ?? null, name: parts.at(-1) ?? '' };
}

export interface ShowColumns extends ShowNarrowing {
  readonly kind: 'show-columns';
  readonly table: ObjectName;
  readonly full: boolean;
}

/** `SHOW [EXTENDED] [FULL] {COLUMNS | FIELDS} {FROM | IN} <table> [{FROM | IN} <database>] …` */
export function parseShowColumns(cursor: Cursor): ShowColumns {
  cursor.expect('SHOW');
  cursor.take('EXTENDED');
  const full = cursor.take('FULL');
  if (cursor.takeOneOf('COLUMNS', 'FIELDS') === null) throw cursor.unexpected('COLUMNS');
  return { kind: 'show-columns', full, table: fromTable(cursor), ...showNarrowing(cursor) };
}

export interface ShowIndexes extends ShowNarrowing {
  readonly kind: 'show-indexes';
  /** Null for Databend's list of all indexes. */
  readonly table: ObjectName | null;
}

/** `SHOW [EXTENDED] {INDEX | INDEXES | KEYS} [{FROM | IN} <table> [{FROM | IN} <database>]] …` */
export function parseShowIndexes(cursor: Cursor): ShowIndexes {
  cursor.expect('SHOW');
  cursor.take('EXTENDED');
  const word = cursor.takeOneOf('INDEX', 'INDEXES', 'KEYS');
  if (word === null) throw cursor.unexpected('INDEX');
  const table = word === 'INDEXES' && !cursor.isWord('FROM', 'IN') ? null : fromTable(cursor);
  return { kind: 'show-indexes', table, ...showNarrowing(cursor) };
}

function fromTable(cursor: Cursor): ObjectName {
  if (cursor.takeOneOf('FROM', 'IN') === null) throw cursor.unexpected('FROM');
  const table = objectName(cursor);
  return cursor.takeOneOf('FROM', 'IN') === null ? table : { ...table, database: cursor.expectName('a database name') };
}

export interface DescribeTable {
  readonly kind: 'describe-table';
  readonly table: ObjectName;
  /** A LIKE pattern for the columns; null for all. */
  readonly column: string | null;
}

/** The rest of `{DESCRIBE | DESC | EXPLAIN} [TABLE] <table> [<column> | '<pattern>']`. */
export function describeTable(cursor: Cursor): DescribeTable {
  if (cursor.isWord('TABLE') && cursor.peek().kind !== 'end') cursor.take('TABLE');
  const table = objectName(cursor);
  const column = cursor.atEnd() ? null : cursor.isString() ? cursor.expectString('a pattern') : escapeLike(cursor.expectName('a column name'));
  cursor.expectEnd();
  return { kind: 'describe-table', table, column };
}

const escapeLike = (name: string): string => name.replace(/[\\%_]/g, '\\$&');

export type CreateTarget =
  | { readonly type: 'table' | 'view'; readonly object: ObjectName }
  | { readonly type: 'database'; readonly name: string }
  | { readonly type: 'user'; readonly name: string | null }
  | { readonly type: 'function' | 'procedure' | 'trigger' | 'event'; readonly object: ObjectName };

export interface ShowCreate {
  readonly kind: 'show-create';
  readonly target: CreateTarget;
}

/** `SHOW CREATE {TABLE | VIEW | DATABASE | SCHEMA | USER | FUNCTION | PROCEDURE | TRIGGER | EVENT} [IF NOT EXISTS] <name>` */
export function parseShowCreate(cursor: Cursor): ShowCreate {
  cursor.expect('SHOW', 'CREATE');
  const type = cursor.takeOneOf('TABLE', 'VIEW', 'DATABASE', 'SCHEMA', 'USER', 'FUNCTION', 'PROCEDURE', 'TRIGGER', 'EVENT');
  if (type === null) throw cursor.unexpected('TABLE, VIEW, DATABASE or USER');
  cursor.take('IF', 'NOT', 'EXISTS');
  const target = createTarget(cursor, type);
  cursor.expectEnd();
  return { kind: 'show-create', target };
}

function createTarget(cursor: Cursor, type: 'TABLE' | 'VIEW' | 'DATABASE' | 'SCHEMA' | 'USER' | 'FUNCTION' | 'PROCEDURE' | 'TRIGGER' | 'EVENT'): CreateTarget {
  switch (type) {
    case 'DATABASE':
    case 'SCHEMA':
      return { type: 'database', name: cursor.expectName('a database name') };
    case 'USER':
      return { type: 'user', name: currentUser(cursor) ? null : userName(cursor) };
    case 'TABLE':
    case 'VIEW':
      return { type: type === 'TABLE' ? 'table' : 'view', object: objectName(cursor) };
    case 'FUNCTION': return { type: 'function', object: objectName(cursor) };
    case 'PROCEDURE': return { type: 'procedure', object: objectName(cursor) };
    case 'TRIGGER': return { type: 'trigger', object: objectName(cursor) };
    case 'EVENT': return { type: 'event', object: objectName(cursor) };
  }
}

/** `CURRENT_USER[()]` */
function currentUser(cursor: Cursor): boolean {
  if (!cursor.take('CURRENT_USER')) return false;
  if (cursor.takeSymbol('(')) cursor.expectSymbol(')');
  return true;
}

export interface ShowEngine {
  readonly kind: 'show-engine';
  readonly engine: string;
}

/** `SHOW ENGINE <engine> {STATUS | MUTEX | LOGS}` */
export function parseShowEngine(cursor: Cursor): ShowEngine {
  cursor.expect('SHOW', 'ENGINE');
  const engine = cursor.isString() ? cursor.expectString('an engine') : cursor.expectName('an engine');
  if (cursor.takeOneOf('STATUS', 'MUTEX', 'LOGS') === null) throw cursor.unexpected('STATUS');
  cursor.expectEnd();
  return { kind: 'show-engine', engine };
}
