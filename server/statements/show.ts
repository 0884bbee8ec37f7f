import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { DEFAULT_DATABASE, databaseNamed, databaseNames } from '../databases.js';
import { schemaObjects } from '../metadata/objects.js';
import type { SchemaObject } from '../metadata/schema-object.js';
import type { Warning } from '../session.js';
import { statusVariables } from '../status/status-variables.js';
import { shownVariables } from '../variables/shown-variables.js';
import type { Handler } from './context.js';
import { narrow } from './narrow.js';

const nameColumn = (name: string): ColumnDefinition<string> => ({ name, type: 'varchar', of: (value) => value });

/** Conditions may call the column as MySQL does. */
export const showDatabases: Handler<'show-databases'> = async (statement, context) => {
  const isByMysqlsName = statement.filter.kind === 'where' && /\bdatabase\b(?!\s*\()/i.test(statement.filter.expression);
  return narrow(smallRelation([nameColumn(isByMysqlsName ? 'Database' : 'databases_in_default')], databaseNames()), statement, context);
};

export const showTables: Handler<'show-tables'> = async (statement, context) => {
  const database = databaseNamed(statement.database ?? context.session.database ?? DEFAULT_DATABASE);
  const columns: ColumnDefinition<SchemaObject>[] = [{ name: `Tables_in_${database}`, type: 'varchar', of: ({ name }) => name }];
  if (statement.full) columns.push({ name: 'Table_type', type: 'varchar', of: ({ type }) => type });
  const objects: SchemaObject[] = [];
  for await (const object of schemaObjects(context, { databases: [database], names: null })) objects.push(object);
  return narrow(smallRelation(columns, objects), statement, context);
};

type Pair = readonly [name: string, value: string];

const PAIR_COLUMNS: readonly ColumnDefinition<Pair>[] = [
  { name: 'Variable_name', type: 'varchar', of: ([name]) => name },
  { name: 'Value', type: 'varchar', of: ([, value]) => value },
];

export const showVariables: Handler<'show-variables'> = async (statement, context) =>
  narrow(smallRelation(PAIR_COLUMNS, shownVariables(context, statement.scope)), statement, context);

export const showStatus: Handler<'show-status'> = async (statement, context) =>
  narrow(smallRelation(PAIR_COLUMNS, statusVariables(context, statement.scope)), statement, context);

const WARNING_COLUMNS: readonly ColumnDefinition<Warning>[] = [
  { name: 'Level', type: 'varchar', of: ({ level }) => level },
  { name: 'Code', type: 'uint32', of: ({ code }) => code },
  { name: 'Message', type: 'varchar', of: ({ message }) => message },
];

const countColumn = (variable: string): ColumnDefinition<number> => ({ name: `@@session.${variable}`, type: 'uint64', of: (value) => value });

// Handlers are asynchronous everywhere, so that there is one way to call them.
// eslint-disable-next-line @typescript-eslint/require-await
export const showWarnings: Handler<'show-warnings'> = async ({ only, offset, limit, count }, { session }) => {
  const chosen = session.warnings.filter(({ level }) => only === 'all' || level === 'Error');
  if (count) return { kind: 'rows', ...smallRelation([countColumn(only === 'all' ? 'warning_count' : 'error_count')], [chosen.length]) };
  const rows = chosen.slice(offset, limit === null ? undefined : offset + limit);
  return { kind: 'rows', ...smallRelation(WARNING_COLUMNS, rows) };
};

