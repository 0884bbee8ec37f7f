import { StagewireError } from '../../errors/index.js';
import { managesProcesses } from '../privileges/authorize.js';
import type { Services } from '../services.js';
import type { Session } from '../session.js';

/**
 * Ends what a connection runs, or the connection as a whole. A user may do that to connections of its own, SUPER to any.
 * Throws ER_NO_SUCH_THREAD (1094) and ER_KILL_DENIED_ERROR (1095).
 */
export async function killConnection({ catalog, processes }: Pick<Services, 'catalog' | 'processes'>, session: Session, what: 'query' | 'connection', id: number): Promise<void> {
  const process = processes.get(id);
  if (process === undefined) throw new StagewireError('BadArguments', `Unknown thread id: ${id}`, { mysql: { errno: 1094, sqlState: 'HY000' } });
  if (process.user !== session.identity.user && !(await managesProcesses(catalog, session.identity.user))) {
    throw new StagewireError('PermissionDenied', `You are not owner of thread ${id}`, { mysql: { errno: 1095, sqlState: 'HY000' } });
  }
  if (what === 'query') process.abortStatement(new StagewireError('AbortedQuery', 'Query execution was interrupted'));
  else process.terminate();
}
