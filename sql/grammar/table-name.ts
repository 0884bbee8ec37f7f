import type { Cursor } from './cursor.js';

export interface TableName {
  /** Null for the session's database. */
  readonly database: string | null;
  readonly name: string;
}

/** `[<database>.]<table>` */
export function tableName(cursor: Cursor): TableName {
  const first = cursor.expectName('a table name');
  if (!cursor.takeSymbol('.')) return { database: null, name: first };
  return { database: first, name: cursor.expectName('a table name') };
}

/** One table or several. */
export function tableNames(cursor: Cursor): readonly TableName[] {
  const tables: TableName[] = [];
  do tables.push(tableName(cursor)); while (cursor.takeSymbol(','));
  return tables;
}
