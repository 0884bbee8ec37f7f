import { StagewireError } from '../../errors/index.js';
import { DEFAULT_DATABASE, databaseNamed } from '../databases.js';
import type { ObjectName } from '../../sql/statements/show-object.js';
import { typeFacts } from '../metadata/mysql-types.js';
import { existingObject } from '../metadata/objects.js';
import type { ObjectColumn, SchemaObject } from '../metadata/schema-object.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { ENGINE_NAME } from '../system-tables/server-facts.js';
import type { Handler, StatementContext } from './context.js';
import { narrow } from './narrow.js';

/** The table or view that a statement names. Throws 1049 or 1146. */
export async function objectNamed({ database, name }: ObjectName, context: StatementContext): Promise<SchemaObject> {
  return existingObject(context, databaseNamed(database ?? context.session.database ?? DEFAULT_DATABASE), name);
}

const column = (name: string, of: (column: ObjectColumn) => string | null, nullable = false): ColumnDefinition<ObjectColumn> => ({ name, type: 'varchar', nullable, of });

const FIELD = column('Field', ({ name }) => name);
const TYPE = column('Type', ({ mysqlType }) => mysqlType);
const COLLATION = column('Collation', ({ mysqlType }) => (typeFacts(mysqlType).isText ? 'utf8mb4_0900_ai_ci' : null), true);
const REST = [
  column('Null', ({ nullable }) => (nullable ? 'YES' : 'NO')),
  column('Key', () => ''),
  column('Default', () => null, true),
  column('Extra', () => ''),
];
const SHORT = [FIELD, TYPE, ...REST];
const FULL = [FIELD, TYPE, COLLATION, ...REST, column('Privileges', () => 'select'), column('Comment', ({ comment }) => comment ?? '')];

export const showColumns: Handler<'show-columns'> = async (statement, context) => {
  const object = await objectNamed(statement.table, context);
  return narrow(smallRelation(statement.full ? FULL : SHORT, await object.columns(context)), statement, context);
};

export const describeTable: Handler<'describe-table'> = async ({ table, column: pattern }, context) => {
  const object = await objectNamed(table, context);
  return narrow(smallRelation(SHORT, await object.columns(context)), { filter: pattern === null ? { kind: 'all' } : { kind: 'like', pattern }, limit: null }, context);
};

const text = (name: string): ColumnDefinition<never> => ({ name, type: 'varchar', nullable: true, of: () => null });
const count = (name: string): ColumnDefinition<never> => ({ name, type: 'int64', nullable: true, of: () => null });

const INDEX_COLUMNS: readonly ColumnDefinition<never>[] = [
  text('Table'), count('Non_unique'), text('Key_name'), count('Seq_in_index'), text('Column_name'), text('Collation'), count('Cardinality'), count('Sub_part'),
  text('Packed'), text('Null'), text('Index_type'), text('Comment'), text('Index_comment'), text('Visible'), text('Expression'),
];
/** Databend's list of all indexes. */
const ALL_INDEX_COLUMNS: readonly ColumnDefinition<never>[] = ['name', 'type', 'original', 'definition', 'created_on', 'updated_on'].map(text);

/** Nothing has an index. */
export const showIndexes: Handler<'show-indexes'> = async (statement, context) => {
  if (statement.table !== null) await objectNamed(statement.table, context);
  return narrow(smallRelation(statement.table === null ? ALL_INDEX_COLUMNS : INDEX_COLUMNS, []), statement, context);
};

// Handlers are asynchronous everywhere, so that there is one way to call them.
// eslint-disable-next-line @typescript-eslint/require-await
export const showEngine: Handler<'show-engine'> = async ({ engine }) => {
  if (engine.toUpperCase() !== ENGINE_NAME) throw new StagewireError('BadArguments', `Unknown storage engine '${engine}'`, { mysql: { errno: 1286, sqlState: '42000' } });
  return { kind: 'rows', ...smallRelation(['Type', 'Name', 'Status'].map(text), []) };
};
