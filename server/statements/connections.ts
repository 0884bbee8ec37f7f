import type { ConnectionRecord } from '../../catalog/index.js';
import { maskValue } from '../../sql/mask-secrets.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { DONE, type Handler } from './context.js';
import { createNamed } from './existing.js';
import { narrow } from './narrow.js';
import { unknownConnection } from './resolve-clauses.js';

export const createConnection: Handler<'create-connection'> = async ({ name, ifExists, storageType, params }, { services }) => {
  const { connections } = services.catalog;
  const connection = { name, storageType, params };
  await createNamed(ifExists, 'ConnectionAlreadyExists', {
    create: () => connections.create(connection),
    replace: () => connections.createOrReplace(connection),
  });
  return DONE;
};

export const dropConnection: Handler<'drop-connection'> = async ({ name, ifExists }, { services }) => {
  if (!(await services.catalog.connections.delete(name)) && !ifExists) throw unknownConnection(name);
  return DONE;
};

/** Every value is masked, also those that are no secret. */
const COLUMNS: readonly ColumnDefinition<ConnectionRecord>[] = [
  { name: 'name', type: 'varchar', of: ({ name }) => name },
  { name: 'storage_type', type: 'varchar', of: ({ storageType }) => storageType },
  {
    name: 'storage_params',
    type: 'varchar',
    of: ({ params }) => Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${maskValue(value)}`).join(' '),
  },
];

export const describeConnection: Handler<'describe-connection'> = async ({ name }, { services }) => {
  const connection = await services.catalog.connections.get(name);
  if (!connection) throw unknownConnection(name);
  return { kind: 'rows', ...smallRelation(COLUMNS, [connection]) };
};

export const showConnections: Handler<'show-connections'> = async (statement, context) =>
  narrow(smallRelation(COLUMNS, await context.services.catalog.connections.list()), statement, context);
