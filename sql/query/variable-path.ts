import { StagewireError } from '../../errors/index.js';
import { parameterText } from '../parameter.js';
import { splitName } from './grammar/identifier.js';
import type { SessionValues } from './session-values.js';

/** The parts of the name that `$variable` holds. Throws 2801 for an unknown variable and 1065 for what is no name. */
export function variablePath(variable: string, session: Pick<SessionValues, 'sessionVariable'>): readonly string[] {
  const text = parameterText(session.sessionVariable(variable));
  const path = text === null ? null : splitName(text);
  if (path === null) throw new StagewireError('SemanticError', `the variable $${variable} holds no name`);
  return path;
}
