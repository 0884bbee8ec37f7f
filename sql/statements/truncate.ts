import type { Cursor } from '../grammar/cursor.js';
import { tableName, type TableName } from '../grammar/table-name.js';

export interface Truncate {
  readonly kind: 'truncate';
  readonly table: TableName;
}

/** `TRUNCATE [TABLE] <table>` */
export function parseTruncate(cursor: Cursor): Truncate {
  cursor.expect('TRUNCATE');
  cursor.take('TABLE');
  const table = tableName(cursor);
  cursor.expectEnd();
  return { kind: 'truncate', table };
}
