import { StatusFlag } from '../../protocol/status-flags.js';
import type { ServerStatus } from '../../protocol/result-set.js';
import type { Session } from '../session.js';

/** What OK and EOF packets tell about a session. `more`: another result of the same command follows. */
export function serverStatus(session: Session, more = false): ServerStatus {
  let flags = 0;
  if (session.autocommit) flags |= StatusFlag.AUTOCOMMIT;
  if (session.inTransaction) flags |= StatusFlag.IN_TRANS;
  if (session.inTransaction && session.transaction.readOnly) flags |= StatusFlag.IN_TRANS_READONLY;
  if (lacksBackslashEscapes(session)) flags |= StatusFlag.NO_BACKSLASH_ESCAPES;
  if (more) flags |= StatusFlag.MORE_RESULTS_EXISTS;
  return { flags, warnings: session.warnings.length };
}

let lastMode: unknown = null;
let lastLacks = false;

/** Clients that quote texts themselves must know. The mode is nearly always the one of the last answer. */
function lacksBackslashEscapes({ variables, defaults }: Session): boolean {
  const mode = variables.get('sql_mode') ?? defaults.get('sql_mode');
  if (mode === lastMode) return lastLacks;
  lastMode = mode;
  return (lastLacks = String(mode).includes('NO_BACKSLASH_ESCAPES'));
}
