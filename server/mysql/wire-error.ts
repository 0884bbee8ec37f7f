import { randomUUID } from 'node:crypto';
import { StagewireError } from '../../errors/index.js';
import type { ErrPacket } from '../../protocol/packets/err.js';
import { ProtocolError } from '../../protocol/protocol-error.js';
import type { Log } from './log.js';

/**
 * Any error as an ERR packet. An error that nobody expected is logged under a query id, and the client
 * sees that id and nothing else of it.
 */
export function toErrPacket(error: unknown, log: Log, connectionId: number): ErrPacket {
  if (error instanceof ProtocolError) return { errno: error.errno, sqlState: error.sqlState, message: error.message };
  if (error instanceof StagewireError) return { ...error.mysql, message: error.message };
  const queryId = randomUUID();
  log.error({ err: error, queryId, connectionId }, 'unexpected error');
  const internal = new StagewireError('Internal', `internal error, query id ${queryId}`);
  return { ...internal.mysql, message: internal.message };
}
