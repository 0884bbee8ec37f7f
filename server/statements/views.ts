import { StagewireError } from '../../errors/index.js';
import type { Column } from '../../sql/relation.js';
import type { ObjectName } from '../../sql/statements/show-object.js';
import { DEFAULT_DATABASE, databaseNamed, isSystemDatabase } from '../databases.js';
import type { Session } from '../session.js';
import { addWarning } from '../warnings.js';
import { identityText } from '../privileges/identity-text.js';
import { DONE, type Handler, type StatementContext } from './context.js';
import { describeQuery } from './query.js';

export const createView: Handler<'create-view'> = async ({ view: named, ifExists, columns: columnNames, query, text, rules }, context) => {
  const { session, services: { catalog: { views } } } = context;
  const database = databaseOf(named, session);
  const columns = viewColumns(await describeQuery(query, context), columnNames);
  const view = {
    database, name: named.name, columnNames, columns, query: text, rules,
    currentDatabase: session.database ?? DEFAULT_DATABASE,
    creator: identityText(session.identity.user),
  };
  switch (ifExists) {
    case 'replace':
      await views.createOrReplace(view);
      break;
    case 'alter':
      if (!(await views.alter(view))) throw new StagewireError('UnknownTable', `Table '${database}.${named.name}' doesn't exist`);
      break;
    case 'keep':
    case 'fail':
      await views.create(view).catch((error: unknown) => {
        if (ifExists === 'fail' || !(error instanceof StagewireError) || error.kind !== 'TableAlreadyExists') throw error;
        note(context, error);
      });
  }
  return DONE;
};

export const dropView: Handler<'drop-view'> = async ({ views, ifExists }, context) => {
  for (const view of views) databaseOf(view, context.session);
  const missing = await context.services.catalog.views.delete(DEFAULT_DATABASE, views.map(({ name }) => name), ifExists);
  if (missing.length > 0) tellUnknown(missing, ifExists, context);
  return DONE;
};

/** Views are no tables, and nobody has any others. */
// Handlers are asynchronous everywhere, so that there is one way to call them.
// eslint-disable-next-line @typescript-eslint/require-await
export const dropTable: Handler<'drop-table'> = async ({ tables, ifExists }, context) => {
  for (const table of tables) databaseOf(table, context.session);
  tellUnknown(tables.map(({ name }) => name), ifExists, context);
  return DONE;
};

function tellUnknown(names: readonly string[], isFine: boolean, context: StatementContext): void {
  const error = unknownTables(names);
  if (!isFine) throw error;
  note(context, error);
}

/** ER_BAD_TABLE_ERROR */
function unknownTables(names: readonly string[]): StagewireError {
  return new StagewireError('UnknownTable', `Unknown table '${names.map((name) => `${DEFAULT_DATABASE}.${name}`).join(',')}'`, { mysql: { errno: 1051, sqlState: '42S02' } });
}

function note({ session, services }: StatementContext, { mysql, message }: StagewireError): void {
  addWarning(session, services.variables, { level: 'Note', code: mysql.errno, message });
}

/** Views are in one database. Throws 1049, and 1044 (ER_DBACCESS_DENIED_ERROR) for one of the server. */
function databaseOf(view: ObjectName, session: Session): string {
  const database = databaseNamed(view.database ?? session.database ?? DEFAULT_DATABASE);
  if (!isSystemDatabase(database)) return database;
  throw new StagewireError('PermissionDenied', `Access denied for user ${identityText(session.identity.user)} to database '${database}': views are in '${DEFAULT_DATABASE}'`, { mysql: { errno: 1044, sqlState: '42000' } });
}

/** The columns of the query under the names that the definition lists. */
function viewColumns(described: readonly Column[], names: readonly string[]): readonly Column[] {
  if (described.length === 0) throw new StagewireError('SemanticError', "the columns of the view's query are not known before it runs; RESULT_SCAN takes the id of a query as a text there");
  // ER_VIEW_WRONG_LIST
  if (names.length > 0 && names.length !== described.length) {
    throw new StagewireError('SemanticError', "View's SELECT and view's field list have different column counts", { mysql: { errno: 1353, sqlState: 'HY000' } });
  }
  const columns = described.map(({ name, type, nullable }, index) => ({ name: names[index] ?? name, type, nullable }));
  const taken = new Set<string>();
  for (const { name } of columns) {
    if (taken.has(name.toLowerCase())) throw new StagewireError('SemanticError', `Duplicate column name '${name}'`, { mysql: { errno: 1060, sqlState: '42S21' } });
    taken.add(name.toLowerCase());
  }
  return columns;
}
