import type { Cursor } from '../grammar/cursor.js';
import { expressionText, type ExpressionText } from '../grammar/expression-text.js';

export interface Kill {
  readonly kind: 'kill';
  readonly what: 'query' | 'connection';
  readonly connection: number | ExpressionText;
}

/** `KILL [CONNECTION | QUERY] <expression>` (MySQL manual, "KILL Statement"; an id in quotes is Databend's) */
export function parseKill(cursor: Cursor): Kill {
  cursor.expect('KILL');
  const what = cursor.takeOneOf('CONNECTION', 'QUERY') === 'QUERY' ? 'query' : 'connection';
  const connection = connectionId(cursor);
  cursor.expectEnd();
  return { kind: 'kill', what, connection };
}

function connectionId(cursor: Cursor): Kill['connection'] {
  const { only, ...expression } = expressionText(cursor);
  if (only?.kind === 'number' && /^\d+$/.test(only.text)) return Number(only.text);
  return only?.kind === 'string' && /^\d+$/.test(only.value) ? Number(only.value) : expression;
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
