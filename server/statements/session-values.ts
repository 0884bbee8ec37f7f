import type { SessionValues } from '../../sql/query/session-values.js';
import type { Session } from '../session.js';
import { readVariable } from '../variables/session-variables.js';
import { wallTime } from '../wall-time.js';
import { attributeText, sessionVariable, userVariable } from './user-variables.js';
import type { StatementContext } from './context.js';

/** What a statement's expressions may ask of its session. */
export function sessionValues({ session, services, startedAt }: Pick<StatementContext, 'session' | 'services' | 'startedAt'>): SessionValues {
  const variable = (name: string): string => String(readVariable(services.variables, session, null, name));
  const timeZone = (): string => effectiveTimeZone(variable);
  const time = (): Date => statementTime(session, startedAt);
  return {
    database: session.database,
    user: `${session.identity.user}@%`,
    connectionId: session.id,
    version: services.version,
    // Looked up when they are asked for: most statements ask for none.
    get now() { return wallTime(time(), timeZone()); },
    get utcNow() { return time(); },
    get timeZone() { return timeZone(); },
    currentRole: 'NONE',
    foundRows: session.foundRows,
    rowCount: session.rowCount,
    get divisionByZero() { return variable('sql_mode').includes('ERROR_FOR_DIVISION_BY_ZERO') ? 'error' : 'null'; },
    get onlyFullGroupBy() { return variable('sql_mode').includes('ONLY_FULL_GROUP_BY'); },
    systemVariable: (scope, name) => readVariable(services.variables, session, scope, name),
    userVariable: (name) => userVariable(session, name),
    sessionVariable: (name) => sessionVariable(session, name),
    queryAttribute: (name) => attributeText(session.queryAttributes.get(name)),
  };
}

/** MySQL's `time_zone`; where that is SYSTEM, Databend's `timezone`. */
function effectiveTimeZone(variable: (name: string) => string): string {
  const timeZone = variable('time_zone');
  return timeZone.toUpperCase() === 'SYSTEM' ? variable('timezone') : timeZone;
}

/** `SET timestamp = n` holds the clock for a session. */
function statementTime(session: Session, startedAt: Date): Date {
  const held = Number(session.variables.get('timestamp') ?? 0);
  return held === 0 ? startedAt : new Date(held * 1000);
}
