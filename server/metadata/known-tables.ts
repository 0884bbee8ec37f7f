import type { TableFunctionCall } from '../../sql/query/ast.js';
import type { KnownTables } from '../../sql/query/column-origins.js';
import type { KnownTable } from '../../sql/query/origin-tables.js';
import type { Column } from '../../sql/relation.js';
import { DEFAULT_DATABASE } from '../databases.js';
import type { Session } from '../session.js';
import { systemTableNamed } from '../system-tables/registry.js';
import type { SystemTable } from '../system-tables/system-table.js';
import { typeFacts } from './mysql-types.js';
import type { ObjectColumn } from './schema-object.js';

/** What a client is told of a column of a table apart from its name. */
export interface ColumnFacts {
  readonly isNotNull: boolean;
  /** Null for types without a length of their own. */
  readonly characters: number | null;
}

export function columnFacts({ nullable, type, mysqlType }: ObjectColumn): ColumnFacts {
  // Points in time that never came are NULL even where MySQL's tables have a zero.
  const isNotNull = !nullable && type.name !== 'timestamp';
  return { isNotNull, characters: /^(?:var)?char\(/.test(mysqlType) ? typeFacts(mysqlType).characters : null };
}

const KNOWN = new WeakMap<SystemTable, KnownTable>();

/** The columns of the results that calls of RESULT_SCAN read. */
export type ScannedColumns = ReadonlyMap<TableFunctionCall, readonly Column[]>;

/** The tables that come with the server, as a session sees them, and results that are kept. */
export function knownTables({ database }: Session, results: ScannedColumns): KnownTables {
  return {
    database: database ?? DEFAULT_DATABASE,
    known,
    result: (call) => results.get(call)?.map(({ name, nullable, origin }) => ({ name, isNotNull: !nullable || origin?.isNotNull === true })) ?? null,
  };
}

function known(database: string, name: string): KnownTable | null {
  const table = systemTableNamed(database, name);
  if (!table) return null;
  const before = KNOWN.get(table);
  if (before) return before;
  const facts = { database: database.toLowerCase(), name: table.name, columns: table.columns.map((column) => ({ name: column.name, ...columnFacts(column) })) };
  KNOWN.set(table, facts);
  return facts;
}
