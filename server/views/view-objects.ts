import type { ViewRecord } from '../../catalog/index.js';
import { DEFAULT_DATABASE } from '../databases.js';
import { mysqlTypeOf } from '../metadata/mysql-types.js';
import { readsViewTexts } from '../privileges/authorize.js';
import { identityText } from '../privileges/identity-text.js';
import type { MetadataContext, ObjectFilter, ObjectSource, SchemaObject } from '../metadata/schema-object.js';

/** The views of the users. Everybody sees them; reading one needs what its query needs, its text is for its creator and for who has SHOW VIEW. */
export const viewObjects: ObjectSource = {
  async *objects({ services: { catalog }, session }: MetadataContext, { databases, names }: ObjectFilter) {
    if (databases && !databases.some((name) => name.toLowerCase() === DEFAULT_DATABASE)) return;
    const views = await catalog.views.list(DEFAULT_DATABASE, names);
    const { user } = session.identity;
    const isOwn = ({ creator }: ViewRecord): boolean => creator === identityText(user);
    const readsAll = views.every(isOwn) || (await readsViewTexts(catalog, user));
    for (const view of views) yield toObject(view, readsAll || isOwn(view));
  },
};

function toObject({ database, name, creator, createdOn, query, columnNames, columns }: ViewRecord, isReadable: boolean): SchemaObject {
  return {
    database, name, createdOn, columnNames,
    type: 'VIEW',
    comment: '',
    owner: creator,
    definition: isReadable ? query : null,
    columns: () => Promise.resolve(columns.map((column) => ({ ...column, mysqlType: mysqlTypeOf(column.type) }))),
  };
}
