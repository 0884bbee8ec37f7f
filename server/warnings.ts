import type { Session, Warning } from './session.js';
import type { GlobalVariables } from './variables/global-variables.js';

/** Notes a warning of the running statement: notes only with `sql_notes`, and no more than `max_error_count`. */
export function addWarning(session: Session, variables: GlobalVariables, warning: Warning): void {
  const valueOf = (name: string): unknown => session.variables.get(name) ?? session.defaults.get(name) ?? variables.get(name);
  if (warning.level === 'Note' && valueOf('sql_notes') !== 1) return;
  if (session.warnings.length < Number(valueOf('max_error_count'))) session.warnings.push(warning);
}
