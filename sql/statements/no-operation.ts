import type { Cursor } from '../grammar/cursor.js';
import { tableNames } from '../grammar/table-name.js';

/** A statement of MySQL for which there is nothing to do here, and that clients expect to succeed. */
export interface NoOperation {
  readonly kind: 'no-operation';
  /** Whether it ends a transaction, as it does in MySQL. */
  readonly commits: boolean;
}

const nothing = (commits: boolean): NoOperation => ({ kind: 'no-operation', commits });

/** `LOCK {TABLE | TABLES} <table> [[AS] <alias>] {READ [LOCAL] | [LOW_PRIORITY] WRITE} [, …]`, `LOCK INSTANCE FOR BACKUP`, `LOCK {TABLES | BINLOG} FOR BACKUP` */
export function parseLock(cursor: Cursor): NoOperation {
  cursor.expect('LOCK');
  if (cursor.takeOneOf('INSTANCE', 'BINLOG') !== null || cursor.take('TABLES', 'FOR')) {
    cursor.take('FOR');
    cursor.expect('BACKUP');
  } else {
    if (cursor.takeOneOf('TABLE', 'TABLES') === null) throw cursor.unexpected('TABLES or INSTANCE');
    do lockedTable(cursor); while (cursor.takeSymbol(','));
  }
  cursor.expectEnd();
  return nothing(true);
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
export function parseUnlock(cursor: Cursor): NoOperation {
  cursor.expect('UNLOCK');
  if (cursor.takeOneOf('TABLE', 'TABLES', 'INSTANCE', 'BINLOG') === null) throw cursor.unexpected('TABLES or INSTANCE');
  cursor.expectEnd();
  return nothing(false);
}

const FLUSHED = [
  'BINARY LOGS', 'ENGINE LOGS', 'ERROR LOGS', 'GENERAL LOGS', 'RELAY LOGS', 'SLOW LOGS', 'HOSTS', 'LOGS', 'PRIVILEGES', 'OPTIMIZER_COSTS',
  'STATUS', 'USER_RESOURCES', 'DES_KEY_FILE', 'QUERY CACHE',
] as const;

/** `FLUSH [NO_WRITE_TO_BINLOG | LOCAL] {<what> [, …] | TABLES [<table>, …] [WITH READ LOCK | FOR EXPORT]}` */
export function parseFlush(cursor: Cursor): NoOperation {
  cursor.expect('FLUSH');
  cursor.takeOneOf('NO_WRITE_TO_BINLOG', 'LOCAL');
  if (cursor.takeOneOf('TABLE', 'TABLES') !== null) {
    if (!cursor.atEnd() && !cursor.isWord('WITH', 'FOR')) tableNames(cursor);
    if (!cursor.take('WITH', 'READ', 'LOCK')) cursor.take('FOR', 'EXPORT');
  } else {
    do {
      if (!FLUSHED.some((what) => cursor.take(...what.split(' ')))) throw cursor.unexpected(`TABLES, ${FLUSHED.join(', ')}`);
    } while (cursor.takeSymbol(','));
  }
  cursor.expectEnd();
  return nothing(true);
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
