import type { Cursor } from '../grammar/cursor.js';

export interface Kill {
  readonly kind: 'kill';
  readonly what: 'query' | 'connection';
  /** `self`: CONNECTION_ID() */
  readonly connection: number | 'self';
}

const LARGEST_ID = 2 ** 32 - 1;

/** `KILL [CONNECTION | QUERY] {<id> | '<id>' | CONNECTION_ID()}` (MySQL manual, "KILL Statement"; the quoted id is Databend's) */
export function parseKill(cursor: Cursor): Kill {
  cursor.expect('KILL');
  const what = cursor.takeOneOf('CONNECTION', 'QUERY') === 'QUERY' ? 'query' : 'connection';
  const connection = connectionId(cursor);
  cursor.expectEnd();
  return { kind: 'kill', what, connection };
}

function connectionId(cursor: Cursor): Kill['connection'] {
  if (cursor.take('CONNECTION_ID')) {
    cursor.expectSymbol('(');
    cursor.expectSymbol(')');
    return 'self';
  }
  const token = cursor.token;
  if (token.kind !== 'string') return cursor.expectInteger('the id of a connection', 0, LARGEST_ID);
  if (!/^\d{1,10}$/.test(token.value)) throw cursor.unexpected('the id of a connection');
  cursor.next();
  return Number(token.value);
}

export interface ShowProcessList {
  readonly kind: 'show-processlist';
  /** Whole statements, not their first hundred characters. */
  readonly full: boolean;
}

/** `SHOW [FULL] PROCESSLIST` */
export function parseShowProcessList(cursor: Cursor): ShowProcessList {
  cursor.expect('SHOW');
  const full = cursor.take('FULL');
  cursor.expect('PROCESSLIST');
  cursor.expectEnd();
  return { kind: 'show-processlist', full };
}

export interface ReloadTls {
  readonly kind: 'reload-tls';
}

/** `ALTER INSTANCE RELOAD TLS [FOR CHANNEL mysql_main] [NO ROLLBACK ON ERROR]` */
export function parseReloadTls(cursor: Cursor): ReloadTls {
  cursor.expect('ALTER', 'INSTANCE', 'RELOAD', 'TLS');
  if (cursor.take('FOR', 'CHANNEL')) cursor.expect('MYSQL_MAIN');
  cursor.take('NO', 'ROLLBACK', 'ON', 'ERROR');
  cursor.expectEnd();
  return { kind: 'reload-tls' };
}
