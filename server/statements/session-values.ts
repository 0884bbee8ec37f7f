import type { SessionValues } from '../../sql/query/session-values.js';
import { readVariable } from '../variables/session-variables.js';
import type { StatementContext } from './context.js';

/** What a statement's expressions may ask of its session. */
export function sessionValues({ session, services, startedAt }: Pick<StatementContext, 'session' | 'services' | 'startedAt'>): SessionValues {
  return {
    database: session.database,
    user: `${session.identity.user}@%`,
    connectionId: session.id,
    version: services.version,
    now: startedAt,
    systemVariable: (scope, name) => readVariable(services.variables, session, scope, name),
    userVariable: (name) => session.userVariables.get(name) ?? null,
  };
}
