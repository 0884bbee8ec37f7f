import { StagewireError } from '../../../errors/index.js';
import { parseStatement } from '../../../sql/parse.js';
import { bindStatement } from '../../../sql/prepare.js';
import type { Query } from '../../../sql/query/parse-query.js';
import { managesProcesses } from '../../privileges/authorize.js';
import type { ClientProcess } from '../../processes/process-list.js';
import { rulesOf } from '../../variables/session-rules.js';
import type { Handler, StatementContext } from '../context.js';

/**
 * EXPLAIN FOR CONNECTION: of the query that another connection runs now, planned once more with the privileges of who
 * asks. Throws 1094 for a connection that there is not, 1095 for one of somebody else, 3012 where no query runs.
 */
export const explainConnection: Handler<'explain-connection'> = async ({ format, connection }, context) => {
  const { services, session, nested } = context;
  const query = runningQuery(await visibleProcess(connection, context), context);
  const { database } = session;
  session.database = services.processes.get(connection)?.database ?? database;
  try {
    return await nested.carryOut({ statement: { kind: 'explain', format, isAnalyzed: false, into: null, query }, settings: [] });
  } finally {
    session.database = database;
  }
};

async function visibleProcess(id: number, { services: { catalog, processes }, session }: StatementContext): Promise<ClientProcess> {
  const process = processes.get(id);
  if (process === undefined) throw new StagewireError('BadArguments', `Unknown thread id: ${id}`, { mysql: { errno: 1094, sqlState: 'HY000' } });
  if (process.user !== session.identity.user && !(await managesProcesses(catalog, session.identity.user))) {
    throw new StagewireError('PermissionDenied', `You are not owner of thread ${id}`, { mysql: { errno: 1095, sqlState: 'HY000' } });
  }
  return process;
}

function runningQuery({ info, command, execution }: ClientProcess, { session, services }: StatementContext): Query {
  if (info === null || command === 'Prepare') throw notExplainable();
  const running = execution ? bindStatement(execution.text, execution.parameters) : parseStatement(info, 0, 'none', rulesOf(session, services.variables));
  if (running?.statement.kind !== 'query') throw notExplainable();
  return running.statement;
}

/** ER_EXPLAIN_NOT_SUPPORTED */
function notExplainable(): StagewireError {
  return new StagewireError('BadArguments', 'EXPLAIN FOR CONNECTION command is supported only for SELECT: the connection runs none', { mysql: { errno: 3012, sqlState: 'HY000' } });
}
