import type { MetadataContext, ObjectFilter, ObjectSource, SchemaObject } from '../metadata/schema-object.js';
import { SYSTEM_TABLES } from './registry.js';
import type { SystemTable } from './system-table.js';

/** How tools should think of the tables of a database; the others are plain tables to them. */
const TYPES: Readonly<Record<string, SchemaObject['type']>> = { information_schema: 'SYSTEM VIEW', sys: 'VIEW' };

/** The tables that come with the server. */
export const systemObjects: ObjectSource = {
  // eslint-disable-next-line @typescript-eslint/require-await -- other sources ask the catalog
  async *objects({ services }: MetadataContext, { databases }: ObjectFilter) {
    const wanted = databases?.map((name) => name.toLowerCase());
    for (const [database, tables] of SYSTEM_TABLES) {
      if (wanted && !wanted.includes(database)) continue;
      for (const table of tables) yield toObject(database, table, services.activity.startedAt);
    }
  },
};

function toObject(database: string, { name, columns }: SystemTable, createdOn: Date): SchemaObject {
  return {
    database, name, createdOn,
    type: TYPES[database] ?? 'BASE TABLE',
    comment: '',
    owner: null,
    definition: null,
    columns: () => Promise.resolve(columns),
  };
}
