import { StagewireError } from '../../errors/index.js';
import type { Setting } from '../../sql/grammar/settings.js';
import type { Session } from '../session.js';
import type { GlobalVariables } from './global-variables.js';
import { addWarning } from '../warnings.js';
import { setVariable } from './session-variables.js';

/** ER_UNRESOLVED_HINT_NAME */
const UNRESOLVED_HINT = 3128;
/** ER_NOT_HINT_UPDATABLE_VARIABLE */
const NOT_HINTABLE = 3637;

/**
 * Gives session variables the values of one statement. Returns what puts the old ones back, to be called
 * when its answer has been read. Throws 2801 and 2803 for the clause SETTINGS; a hint becomes a warning instead.
 */
export function applySettings(settings: readonly Setting[], session: Session, variables: GlobalVariables): () => void {
  const before = new Map(session.variables);
  const { autocommit } = session;
  const restore = (): void => {
    session.variables.clear();
    for (const [name, value] of before) session.variables.set(name, value);
    session.autocommit = autocommit;
  };
  try {
    for (const setting of settings) apply(setting, session, variables);
  } catch (error) {
    restore();
    throw error;
  }
  return restore;
}

function apply(setting: Setting, session: Session, variables: GlobalVariables): void {
  if (setting.origin === 'ignored-hint') {
    addWarning(session, variables, { level: 'Warning', code: setting.code, message: setting.message });
    return;
  }
  const { name, value, origin } = setting;
  try {
    setVariable(variables, session, 'session', name, value);
  } catch (error) {
    if (origin === 'clause' || !(error instanceof StagewireError)) throw error;
    addWarning(session, variables, { level: 'Warning', ...inVain(name, error) });
  }
}

/** Why a hint has no effect. */
function inVain(name: string, { kind, mysql, message }: StagewireError): { readonly code: number; readonly message: string } {
  switch (kind) {
    case 'UnknownVariable': return { code: UNRESOLVED_HINT, message: `Unresolved name '${name}' for SET_VAR hint` };
    case 'ReadOnlyVariable': return { code: NOT_HINTABLE, message: `Variable '${name}' cannot be set using SET_VAR hint.` };
    default: return { code: mysql.errno, message };
  }
}
