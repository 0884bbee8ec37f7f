import { StatusFlag } from '../../protocol/status-flags.js';
import type { ServerStatus } from '../../protocol/result-set.js';
import type { Session } from '../session.js';

/** What OK and EOF packets tell about a session. `more`: another result of the same command follows. */
export function serverStatus(session: Session, more = false): ServerStatus {
  let flags = 0;
  if (session.autocommit) flags |= StatusFlag.AUTOCOMMIT;
  if (session.inTransaction) flags |= StatusFlag.IN_TRANS;
  if (session.inTransaction && session.transaction.readOnly) flags |= StatusFlag.IN_TRANS_READONLY;
  if (more) flags |= StatusFlag.MORE_RESULTS_EXISTS;
  return { flags, warnings: session.warnings.length };
}
