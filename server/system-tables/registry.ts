import { INFORMATION_SCHEMA } from './information-schema/tables.js';
import { MYSQL } from './mysql/tables.js';
import { PERFORMANCE_SCHEMA } from './performance-schema/tables.js';
import { SYS } from './sys/tables.js';
import { SYSTEM } from './system/tables.js';
import type { SystemTable } from './system-table.js';

/** The tables that come with the server, by database. */
export const SYSTEM_TABLES: ReadonlyMap<string, readonly SystemTable[]> = new Map([
  ['information_schema', INFORMATION_SCHEMA],
  ['mysql', MYSQL],
  ['performance_schema', PERFORMANCE_SCHEMA],
  ['sys', SYS],
  ['system', SYSTEM],
]);

const BY_PLACE: ReadonlyMap<string, SystemTable> = new Map(
  [...SYSTEM_TABLES].flatMap(([database, tables]) => tables.map((table): [string, SystemTable] => [place(database, table.name), table])),
);

function place(database: string, name: string): string {
  return `${database}.${name}`.toLowerCase();
}

/** A table that comes with the server; case does not count. */
export function systemTableNamed(database: string, name: string): SystemTable | undefined {
  return BY_PLACE.get(place(database, name));
}
