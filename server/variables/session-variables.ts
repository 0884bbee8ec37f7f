import { StagewireError } from '../../errors/index.js';
import type { Scalar } from '../../sql/query/quoting.js';
import type { Session } from '../session.js';
import { endTransaction } from '../transaction-state.js';
import type { GlobalVariables } from './global-variables.js';

/** Two names of one variable (MySQL 5.7 and 8). */
const SYNONYMS: Readonly<Record<string, string>> = { tx_isolation: 'transaction_isolation', tx_read_only: 'transaction_read_only' };

/** The value of `@@name`, `@@session.name` or `@@global.name`. Throws 2801 (1193), or 1238 for a scope that it lacks. */
export function readVariable(variables: GlobalVariables, session: Session, scope: 'global' | 'session' | null, name: string): Scalar {
  const canonical = SYNONYMS[name] ?? name;
  const definition = variables.definition(canonical);
  if (scope === 'session' && definition.scope === 'global') throw wrongScope(name, 'GLOBAL');
  if (scope === 'global' && definition.scope === 'session') throw wrongScope(name, 'SESSION');
  if (scope === 'global' || definition.scope === 'global') return variables.get(canonical);
  return derived(session, canonical) ?? session.variables.get(canonical) ?? variables.get(canonical);
}

/** Variables whose value is a part of the session's own state. */
function derived(session: Session, name: string): Scalar {
  switch (name) {
    case 'autocommit': return session.autocommit ? 1 : 0;
    case 'warning_count': return session.warnings.length;
    case 'error_count': return session.warnings.filter(({ level }) => level === 'Error').length;
    case 'pseudo_thread_id': return session.id;
    default: return null;
  }
}

/** SET of one variable; undefined stands for DEFAULT. Throws 2801, 2803 or 1238. */
export function setVariable(variables: GlobalVariables, session: Session, scope: 'global' | 'session', name: string, value: Scalar | undefined): void {
  const canonical = SYNONYMS[name] ?? name;
  const definition = variables.definition(canonical);
  if (definition.readOnly) throw new StagewireError('ReadOnlyVariable', `Variable '${name}' is a read only variable`);
  if (scope === 'session' && definition.scope === 'global') {
    throw new StagewireError('ReadOnlyVariable', `Variable '${name}' is a GLOBAL variable and should be set with SET GLOBAL`, { mysql: { errno: 1229, sqlState: 'HY000' } });
  }
  if (scope === 'global' && definition.scope === 'session') {
    throw new StagewireError('ReadOnlyVariable', `Variable '${name}' is a SESSION variable and can't be used with SET GLOBAL`, { mysql: { errno: 1228, sqlState: 'HY000' } });
  }
  if (scope === 'global') {
    if (value === undefined) variables.reset(canonical);
    else variables.set(canonical, definition.accept(value, name));
    return;
  }
  const accepted = value === undefined ? variables.get(canonical) : definition.accept(value, name);
  if (canonical === 'autocommit') {
    session.autocommit = accepted === 1;
    if (session.autocommit) endTransaction(session);
  } else {
    session.variables.set(canonical, accepted);
  }
}

function wrongScope(name: string, scope: string): StagewireError {
  return new StagewireError('ReadOnlyVariable', `Variable '${name}' is a ${scope} variable`);
}

/** Flags are shown as ON and OFF in SHOW VARIABLES, as 1 and 0 in SELECT. */
const SHOWN_AS_WORDS = new Set([
  'autocommit', 'big_tables', 'explicit_defaults_for_timestamp', 'foreign_key_checks', 'local_infile', 'performance_schema', 'profiling', 'read_only', 'require_secure_transport',
  'session_track_schema', 'session_track_state_change', 'sql_auto_is_null', 'sql_big_selects', 'sql_log_bin', 'sql_notes', 'sql_quote_show_create',
  'sql_safe_updates', 'sql_warnings', 'super_read_only', 'transaction_read_only', 'tx_read_only', 'unique_checks', 'lower_case_file_system',
]);

/** A row of SHOW VARIABLES. */
export function shownVariable(variables: GlobalVariables, session: Session, scope: 'global' | 'session', name: string): string {
  const definition = variables.definition(name);
  const value = readVariable(variables, session, scope === 'global' && definition.scope !== 'session' ? 'global' : null, name);
  if (SHOWN_AS_WORDS.has(name)) return value === 1 ? 'ON' : 'OFF';
  return value === null ? '' : value instanceof Date ? value.toISOString() : String(value);
}
