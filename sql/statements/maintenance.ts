import type { Cursor } from '../grammar/cursor.js';
import { tableNames, type TableName } from '../grammar/table-name.js';

const OPERATIONS = ['ANALYZE', 'OPTIMIZE', 'CHECK', 'REPAIR', 'CHECKSUM'] as const;

/** Statements that look after tables (MySQL manual, "Table Maintenance Statements"). */
export interface MaintainTables {
  readonly kind: 'maintain-tables';
  readonly operation: Lowercase<(typeof OPERATIONS)[number]>;
  readonly tables: readonly TableName[];
}

/** `{ANALYZE | OPTIMIZE | CHECK | REPAIR | CHECKSUM} [NO_WRITE_TO_BINLOG | LOCAL] {TABLE | TABLES} <table> [, …] [<options>]` */
export function parseMaintainTables(cursor: Cursor): MaintainTables {
  const operation = cursor.takeOneOf(...OPERATIONS);
  if (operation === null) throw cursor.unexpected(OPERATIONS.join(', '));
  cursor.takeOneOf('NO_WRITE_TO_BINLOG', 'LOCAL');
  if (cursor.takeOneOf('TABLE', 'TABLES') === null) throw cursor.unexpected('TABLE');
  const tables = tableNames(cursor);
  // How thorough MySQL would be: FOR UPGRADE, QUICK, EXTENDED, UPDATE HISTOGRAM …
  while (!cursor.atEnd()) cursor.next();
  return { kind: 'maintain-tables', operation: operation.toLowerCase() as MaintainTables['operation'], tables };
}
