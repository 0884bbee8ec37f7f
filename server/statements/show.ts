import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { DEFAULT_DATABASE, databaseNamed, databaseNames, tableNames } from '../databases.js';
import type { Warning } from '../session.js';
import { shownVariable } from '../variables/session-variables.js';
import type { Handler } from './context.js';
import { narrow } from './narrow.js';

const nameColumn = (name: string): ColumnDefinition<string> => ({ name, type: 'varchar', of: (value) => value });

export const showDatabases: Handler<'show-databases'> = async (statement, context) =>
  narrow(smallRelation([nameColumn('databases_in_default')], databaseNames()), statement, context);

export const showTables: Handler<'show-tables'> = async (statement, context) => {
  const database = databaseNamed(statement.database ?? context.session.database ?? DEFAULT_DATABASE);
  const columns: ColumnDefinition<string>[] = [nameColumn(`Tables_in_${database}`)];
  if (statement.full) columns.push({ name: 'Table_type', type: 'varchar', of: () => 'SYSTEM VIEW' });
  return narrow(smallRelation(columns, tableNames(database)), statement, context);
};

type Pair = readonly [name: string, value: string];

const PAIR_COLUMNS: readonly ColumnDefinition<Pair>[] = [
  { name: 'Variable_name', type: 'varchar', of: ([name]) => name },
  { name: 'Value', type: 'varchar', of: ([, value]) => value },
];

export const showVariables: Handler<'show-variables'> = async (statement, context) => {
  const { variables } = context.services;
  const rows = variables.names().map((name): Pair => [name, shownVariable(variables, context.session, statement.scope, name)]);
  return narrow(smallRelation(PAIR_COLUMNS, rows), statement, context);
};

export const showStatus: Handler<'show-status'> = async (statement, context) => {
  const { activity } = context.services;
  const rows: Pair[] = [
    ['Questions', String(activity.questions)],
    ['Threads_connected', String(activity.threadsConnected)],
    ['Uptime', String(Math.floor((Date.now() - activity.startedAt.getTime()) / 1000))],
  ];
  return narrow(smallRelation(PAIR_COLUMNS, rows), statement, context);
};

const WARNING_COLUMNS: readonly ColumnDefinition<Warning>[] = [
  { name: 'Level', type: 'varchar', of: ({ level }) => level },
  { name: 'Code', type: 'uint32', of: ({ code }) => code },
  { name: 'Message', type: 'varchar', of: ({ message }) => message },
];

// Handlers are asynchronous everywhere, so that there is one way to call them.
// eslint-disable-next-line @typescript-eslint/require-await
export const showWarnings: Handler<'show-warnings'> = async ({ only, offset, limit }, { session }) => {
  const chosen = session.warnings.filter(({ level }) => only === 'all' || level === 'Error');
  const rows = chosen.slice(offset, limit === null ? undefined : offset + limit);
  return { kind: 'rows', ...smallRelation(WARNING_COLUMNS, rows) };
};

