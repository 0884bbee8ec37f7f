import type { StatementKind, StatementOf } from '../../sql/statements/index.js';
import type { Result } from '../result.js';
import { createConnection, describeConnection, dropConnection, showConnections } from './connections.js';
import type { Handler, StatementContext } from './context.js';
import { alterFileFormat, createFileFormat, describeFileFormat, dropFileFormat, showFileFormats } from './file-formats.js';
import { list, presign, remove } from './files.js';
import { get } from './get.js';
import { grant, revoke, showGrants } from './grants.js';
import { deallocate, execute, prepare } from './prepared-statements.js';
import { put } from './put.js';
import { kill, reloadTls, showProcessList } from './processes.js';
import { query } from './answer-query.js';
import { doExpressions, flush, help, lock, maintainTables, noOperation } from './maintenance.js';
import { set, use } from './session.js';
import { explain } from './explain/explain.js';
import { explainConnection } from './explain/explain-connection.js';
import { showCreate } from './show-create.js';
import { describeTable, showColumns, showEngine, showIndexes } from './show-object.js';
import { showTopic } from './show-topic.js';
import { showDatabases, showStatus, showTables, showVariables, showWarnings } from './show.js';
import { alterStage, createStage, describeStage, dropStage, showStages } from './stages.js';
import { transaction } from './transaction.js';
import { truncate } from './truncate.js';
import { createView, dropTable, dropView } from './views.js';
import { alterUser, createUser, dropUser, setPassword, showUsers } from './users.js';

/** The handler of every kind of statement; the type checker proves the table complete. */
const HANDLERS: { readonly [Kind in StatementKind]: Handler<Kind> } = {
  'create-stage': createStage,
  'alter-stage': alterStage,
  'drop-stage': dropStage,
  'describe-stage': describeStage,
  'show-stages': showStages,
  list,
  remove,
  presign,
  put,
  get,
  'create-connection': createConnection,
  'drop-connection': dropConnection,
  'describe-connection': describeConnection,
  'show-connections': showConnections,
  'create-file-format': createFileFormat,
  'alter-file-format': alterFileFormat,
  'drop-file-format': dropFileFormat,
  'describe-file-format': describeFileFormat,
  'show-file-formats': showFileFormats,
  'create-view': createView,
  'drop-view': dropView,
  'drop-table': dropTable,
  truncate,
  'create-user': createUser,
  'alter-user': alterUser,
  'drop-user': dropUser,
  'show-users': showUsers,
  grant,
  revoke,
  'show-grants': showGrants,
  set,
  'set-password': setPassword,
  use,
  transaction,
  do: doExpressions,
  help,
  'maintain-tables': maintainTables,
  'no-operation': noOperation,
  lock,
  flush,
  kill,
  'show-processlist': showProcessList,
  'reload-tls': reloadTls,
  'show-databases': showDatabases,
  'show-tables': showTables,
  'show-variables': showVariables,
  'show-status': showStatus,
  'show-warnings': showWarnings,
  'show-topic': showTopic,
  'show-columns': showColumns,
  'show-indexes': showIndexes,
  'show-create': showCreate,
  'show-engine': showEngine,
  'describe-table': describeTable,
  explain,
  'explain-connection': explainConnection,
  prepare,
  execute,
  deallocate,
  query,
};

/** Carries out a statement whose privileges have been checked. */
export function handle<Kind extends StatementKind>(statement: StatementOf<Kind>, context: StatementContext): Promise<Result> {
  const handler = HANDLERS[statement.kind] as unknown as Handler<Kind>;
  return handler(statement, context);
}
