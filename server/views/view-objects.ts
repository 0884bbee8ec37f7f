import type { ViewRecord } from '../../catalog/index.js';
import { DEFAULT_DATABASE } from '../databases.js';
import { mysqlTypeOf } from '../metadata/mysql-types.js';
import type { MetadataContext, ObjectFilter, ObjectSource, SchemaObject } from '../metadata/schema-object.js';

/** The views of the users. Everybody sees them; reading one needs what its query needs. */
export const viewObjects: ObjectSource = {
  async *objects({ services }: MetadataContext, { databases, names }: ObjectFilter) {
    if (databases && !databases.some((name) => name.toLowerCase() === DEFAULT_DATABASE)) return;
    for (const view of await services.catalog.views.list(DEFAULT_DATABASE, names)) yield toObject(view);
  },
};

function toObject({ database, name, creator, createdOn, query, columnNames, columns }: ViewRecord): SchemaObject {
  return {
    database, name, createdOn, columnNames,
    type: 'VIEW',
    comment: '',
    owner: creator,
    definition: query,
    columns: () => Promise.resolve(columns.map((column) => ({ ...column, mysqlType: mysqlTypeOf(column.type) }))),
  };
}
