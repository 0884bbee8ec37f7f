import { StagewireError } from '../../errors/index.js';
import type { Scalar } from '../../sql/query/quoting.js';
import type { Session } from '../session.js';
import { endTransaction } from '../transaction-state.js';
import { addWarning } from '../warnings.js';
import { tiedVariable } from './character-set-ties.js';
import type { VariableDefinition } from './definitions.js';
import type { GlobalVariables } from './global-variables.js';
import { wrongValue } from './wrong-value.js';

/** Other names of a variable: those of MySQL 5.7, and one that MySQL has for itself. */
const SYNONYMS: Readonly<Record<string, string>> = { tx_isolation: 'transaction_isolation', tx_read_only: 'transaction_read_only', identity: 'last_insert_id' };

/** The value of `@@name`, `@@session.name` or `@@global.name`. Throws 2801 (1193), or 1238 for a scope that it lacks. */
export function readVariable(variables: GlobalVariables, session: Session, scope: 'global' | 'session' | null, name: string): Scalar {
  const canonical = SYNONYMS[name] ?? name;
  const definition = variables.definition(canonical);
  if (scope === 'session' && definition.scope === 'global') throw wrongScope(name, 'GLOBAL');
  if (scope === 'global' && definition.scope === 'session') throw wrongScope(name, 'SESSION');
  if (scope === 'global' || definition.scope === 'global') return variables.get(canonical);
  const own = derived(session, canonical) ?? session.variables.get(canonical);
  return own === undefined ? (session.defaults.get(canonical) ?? null) : own;
}

/** Variables whose value is a part of the session's own state. */
function derived(session: Session, name: string): Scalar | undefined {
  switch (name) {
    case 'autocommit': return session.autocommit ? 1 : 0;
    case 'warning_count': return session.previousWarnings.length;
    case 'error_count': return session.previousWarnings.filter(({ level }) => level === 'Error').length;
    case 'pseudo_thread_id': return session.id;
    case 'timestamp': return Number(session.variables.get(name) ?? 0) || Date.now() / 1000;
    default: return undefined;
  }
}

/**
 * SET of one variable; undefined stands for DEFAULT. A value outside the range becomes the nearest one with warning 1292, or
 * is refused in STRICT_ALL_TABLES. Throws 2801 (1193), 2803 (1231, 1232) or 2804 (1238, 1228, 1229).
 */
export function setVariable(variables: GlobalVariables, session: Session, scope: 'global' | 'session', name: string, value: Scalar | undefined): void {
  const canonical = SYNONYMS[name] ?? name;
  const definition = variables.definition(canonical);
  refuseWrongScope(definition, scope, name);
  if (scope === 'global') {
    if (value === undefined) variables.reset(canonical);
    else variables.set(canonical, accepted(variables, session, definition, value));
  } else {
    assign(session, canonical, value === undefined ? variables.get(canonical) : accepted(variables, session, definition, value));
  }
  setTied(variables, session, scope, canonical);
}

function setTied(variables: GlobalVariables, session: Session, scope: 'global' | 'session', name: string): void {
  const tied = tiedVariable(name, readVariable(variables, session, scope, name), readVariable(variables, session, null, 'default_collation_for_utf8mb4'));
  if (tied === null) return;
  if (scope === 'global') variables.set(tied.name, tied.value);
  else session.variables.set(tied.name, tied.value);
}

function refuseWrongScope(definition: VariableDefinition, scope: 'global' | 'session', name: string): void {
  if (definition.readOnly) throw new StagewireError('ReadOnlyVariable', `Variable '${name}' is a read only variable`);
  if (scope === 'session' && definition.scope === 'global') {
    throw new StagewireError('ReadOnlyVariable', `Variable '${name}' is a GLOBAL variable and should be set with SET GLOBAL`, { mysql: { errno: 1229, sqlState: 'HY000' } });
  }
  if (scope === 'global' && definition.scope === 'session') {
    throw new StagewireError('ReadOnlyVariable', `Variable '${name}' is a SESSION variable and can't be used with SET GLOBAL`, { mysql: { errno: 1228, sqlState: 'HY000' } });
  }
}

/** ER_TRUNCATED_WRONG_VALUE */
const TRUNCATED = 1292;

function accepted(variables: GlobalVariables, session: Session, { name, type }: VariableDefinition, value: Scalar): Scalar {
  const { value: kept, truncated } = type.accept(value, name);
  if (!truncated) return kept;
  if (String(readVariable(variables, session, null, 'sql_mode')).includes('STRICT_ALL_TABLES')) throw wrongValue(name, value);
  addWarning(session, variables, { level: 'Warning', code: TRUNCATED, message: `Truncated incorrect ${name} value: '${String(value)}'` });
  return kept;
}

function assign(session: Session, name: string, value: Scalar): void {
  if (name === 'autocommit') {
    session.autocommit = value === 1;
    if (session.autocommit) endTransaction(session);
  } else {
    session.variables.set(name, value);
  }
}

function wrongScope(name: string, scope: string): StagewireError {
  return new StagewireError('ReadOnlyVariable', `Variable '${name}' is a ${scope} variable`);
}
