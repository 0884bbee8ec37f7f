import type { Cursor } from '../grammar/cursor.js';
import { tableNames } from '../grammar/table-name.js';

/** A statement of MySQL for which there is nothing to do here, and that clients expect to succeed. */
export interface NoOperation {
  readonly kind: 'no-operation';
  /** Whether it ends a transaction, as it does in MySQL. */
  readonly commits: boolean;
}

const nothing = (commits: boolean): NoOperation => ({ kind: 'no-operation', commits });

/** LOCK and UNLOCK: there is nothing that could be locked. */
export interface Lock {
  readonly kind: 'lock';
  readonly locks: boolean;
}

/** FLUSH: there is nothing to be flushed but counts. */
export interface Flush {
  readonly kind: 'flush';
  /** FLUSH STATUS. */
  readonly status: boolean;
}

/** `LOCK {TABLE | TABLES} <table> [[AS] <alias>] {READ [LOCAL] | [LOW_PRIORITY] WRITE} [, …]`, `LOCK INSTANCE FOR BACKUP`, `LOCK {TABLES | BINLOG} FOR BACKUP` */
export function parseLock(cursor: Cursor): Lock {
  cursor.expect('LOCK');
  if (cursor.takeOneOf('INSTANCE', 'BINLOG') !== null || cursor.take('TABLES', 'FOR')) {
    cursor.take('FOR');
    cursor.expect('BACKUP');
  } else {
    if (cursor.takeOneOf('TABLE', 'TABLES') === null) throw cursor.unexpected('TABLES or INSTANCE');
    do lockedTable(cursor); while (cursor.takeSymbol(','));
  }
  cursor.expectEnd();
  return { kind: 'lock', locks: true };
}

function lockedTable(cursor: Cursor): void {
  cursor.expectName('a table name');
  if (cursor.takeSymbol('.')) cursor.expectName('a table name');
  if (cursor.take('AS') || !cursor.isWord('READ', 'WRITE', 'LOW_PRIORITY')) cursor.expectName('an alias, READ or WRITE');
  if (cursor.take('READ')) {
    cursor.take('LOCAL');
    return;
  }
  cursor.take('LOW_PRIORITY');
  cursor.expect('WRITE');
}

/** `UNLOCK {TABLE | TABLES | INSTANCE | BINLOG}` */
export function parseUnlock(cursor: Cursor): Lock {
  cursor.expect('UNLOCK');
  if (cursor.takeOneOf('TABLE', 'TABLES', 'INSTANCE', 'BINLOG') === null) throw cursor.unexpected('TABLES or INSTANCE');
  cursor.expectEnd();
  return { kind: 'lock', locks: false };
}

const FLUSHED = [
  'BINARY LOGS', 'ENGINE LOGS', 'ERROR LOGS', 'GENERAL LOGS', 'RELAY LOGS', 'SLOW LOGS', 'HOSTS', 'LOGS', 'PRIVILEGES', 'OPTIMIZER_COSTS',
  'STATUS', 'USER_RESOURCES', 'DES_KEY_FILE', 'QUERY CACHE',
] as const;

/** `FLUSH [NO_WRITE_TO_BINLOG | LOCAL] {<what> [, …] | TABLES [<table>, …] [WITH READ LOCK | FOR EXPORT]}` */
export function parseFlush(cursor: Cursor): Flush {
  let status = false;
  cursor.expect('FLUSH');
  cursor.takeOneOf('NO_WRITE_TO_BINLOG', 'LOCAL');
  if (cursor.takeOneOf('TABLE', 'TABLES') !== null) {
    if (!cursor.atEnd() && !cursor.isWord('WITH', 'FOR')) tableNames(cursor);
    if (!cursor.take('WITH', 'READ', 'LOCK')) cursor.take('FOR', 'EXPORT');
  } else {
    do {
      const what = FLUSHED.find((words) => cursor.take(...words.split(' ')));
      if (what === undefined) throw cursor.unexpected(`TABLES, ${FLUSHED.join(', ')}`);
      status ||= what === 'STATUS';
    } while (cursor.takeSymbol(','));
  }
  cursor.expectEnd();
  return { kind: 'flush', status };
}

/** `ALTER TABLE <table> {DISABLE | ENABLE} KEYS`, which dumps put around the rows of a table. */
export function parseAlterTableKeys(cursor: Cursor): NoOperation {
  cursor.expect('ALTER', 'TABLE');
  tableNames(cursor);
  if (cursor.takeOneOf('DISABLE', 'ENABLE') === null) throw cursor.unexpected('DISABLE KEYS or ENABLE KEYS');
  cursor.expect('KEYS');
  cursor.expectEnd();
  return nothing(true);
}

/** `START {SLAVE | REPLICA} …`, `STOP …`, `RESET {SLAVE | REPLICA | QUERY CACHE | PERSIST} …`: there are no replicas, and nothing is kept. */
export function parseIdle(cursor: Cursor): NoOperation {
  while (!cursor.atEnd()) cursor.next();
  return nothing(false);
}
