import { StagewireError } from '../../errors/index.js';
import type { Scalar } from '../../sql/query/quoting.js';
import { processesOf, type Process } from '../metadata/processes.js';
import { killConnection } from '../processes/kill.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { DONE, type Handler } from './context.js';
import { evaluate } from './evaluate.js';

const SHORT_INFO = 100;

export const showProcessList: Handler<'show-processlist'> = async ({ full }, context) => {
  const columns: readonly ColumnDefinition<Process>[] = [
    { name: 'Id', type: 'uint64', of: ({ id }) => id },
    { name: 'User', type: 'varchar', of: ({ user }) => user },
    { name: 'Host', type: 'varchar', of: ({ host }) => host },
    { name: 'db', type: 'varchar', nullable: true, of: ({ database }) => database },
    { name: 'Command', type: 'varchar', of: ({ command }) => command },
    { name: 'Time', type: 'int32', of: ({ seconds }) => seconds },
    { name: 'State', type: 'varchar', nullable: true, of: ({ state }) => state },
    { name: 'Info', type: 'varchar', nullable: true, of: ({ statement }) => (full ? statement : (statement?.slice(0, SHORT_INFO) ?? null)) },
  ];
  return { kind: 'rows', ...smallRelation(columns, await processesOf(context)) };
};

export const kill: Handler<'kill'> = async ({ what, connection }, context) => {
  const { services, session, signal } = context;
  await killConnection(services, session, what, typeof connection === 'number' ? connection : connectionId(await evaluate(connection, context)));
  // Whoever kills itself is told so.
  if (signal.aborted) throw signal.reason instanceof StagewireError ? signal.reason : new StagewireError('AbortedQuery', 'the query was killed');
  return DONE;
};

/** What is no number is 0, which no connection has. */
function connectionId(value: Scalar): number {
  const id = Math.round(Number(value));
  return Number.isSafeInteger(id) && id > 0 ? id : 0;
}

export const reloadTls: Handler<'reload-tls'> = async (_statement, { services }) => {
  if (services.tls === null) throw new StagewireError('InvalidConfig', 'this server has no TLS; start it with STAGEWIRE_TLS=on');
  await services.tls.reload();
  return DONE;
};
