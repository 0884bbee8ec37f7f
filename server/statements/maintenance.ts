import type { TableName } from '../../sql/grammar/table-name.js';
import type { MaintainTables } from '../../sql/statements/maintenance.js';
import { DEFAULT_DATABASE, databaseNamed } from '../databases.js';
import { schemaObject } from '../metadata/objects.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { endTransaction } from '../transaction-state.js';
import { DONE, type Handler, type StatementContext } from './context.js';
import { evaluate } from './evaluate.js';

interface Message {
  readonly table: string;
  readonly operation: string;
  readonly type: 'status' | 'note' | 'Error';
  readonly text: string;
}

const MESSAGE_COLUMNS: readonly ColumnDefinition<Message>[] = [
  { name: 'Table', type: 'varchar', nullable: true, of: ({ table }) => table },
  { name: 'Op', type: 'varchar', nullable: true, of: ({ operation }) => operation },
  { name: 'Msg_type', type: 'varchar', nullable: true, of: ({ type }) => type },
  { name: 'Msg_text', type: 'varchar', nullable: true, of: ({ text }) => text },
];

const CHECKSUM_COLUMNS: readonly ColumnDefinition<string>[] = [
  { name: 'Table', type: 'varchar', nullable: true, of: (table) => table },
  { name: 'Checksum', type: 'int64', nullable: true, of: () => null },
];

/** ANALYZE, OPTIMIZE, CHECK, REPAIR and CHECKSUM TABLE, with the rows that MySQL gives; a table that is not there is a row too. */
export const maintainTables: Handler<'maintain-tables'> = async ({ operation, tables }, context) => {
  endTransaction(context.session);
  const found: FoundTable[] = [];
  for (const table of tables) found.push(await findTable(table, context));
  if (operation !== 'checksum') return { kind: 'rows', ...smallRelation(MESSAGE_COLUMNS, found.flatMap((table) => messages(operation, table))) };
  context.session.warnings = found.filter(({ exists }) => !exists).map(({ name }) => ({ level: 'Error', code: 1146, message: missing(name) }));
  return { kind: 'rows', ...smallRelation(CHECKSUM_COLUMNS, found.map(({ name }) => name)) };
};

interface FoundTable {
  /** With its database. */
  readonly name: string;
  readonly exists: boolean;
}

async function findTable({ database, name }: TableName, context: StatementContext): Promise<FoundTable> {
  const where = databaseNamed(database ?? context.session.database ?? DEFAULT_DATABASE);
  return { name: `${where}.${name}`, exists: (await schemaObject(context, where, name)) !== null };
}

function messages(operation: MaintainTables['operation'], { name, exists }: FoundTable): readonly Message[] {
  const row = (type: Message['type'], text: string): Message => ({ table: name, operation, type, text });
  if (!exists) return [row('Error', missing(name)), row('status', 'Operation failed')];
  return operation === 'check' ? [row('status', 'OK')] : [row('note', `The storage engine for the table doesn't support ${operation}`)];
}

const missing = (name: string): string => `Table '${name}' doesn't exist`;

// Handlers are asynchronous everywhere, so that there is one way to call them.
/* eslint-disable @typescript-eslint/require-await */

export const noOperation: Handler<'no-operation'> = async ({ commits }, { session }) => {
  if (commits) endTransaction(session);
  return DONE;
};

export const lock: Handler<'lock'> = async ({ locks }, { session }) => {
  if (locks) endTransaction(session);
  return DONE;
};

export const flush: Handler<'flush'> = async ({ status }, { session, services }) => {
  if (status) services.activity.flush(session);
  endTransaction(session);
  return DONE;
};

export const doExpressions: Handler<'do'> = async ({ expressions }, context) => {
  for (const expression of expressions) await evaluate(expression, context);
  return DONE;
};

/** The tables with MySQL's help are empty here, as they may be in MySQL; so no topic is known. */
export const help: Handler<'help'> = async () => {
  const columns: readonly ColumnDefinition<never>[] = ['source_category_name', 'name', 'is_it_category'].map((name) => ({ name, type: 'varchar', of: () => null }));
  return { kind: 'rows', ...smallRelation(columns, []) };
};
