import type { Parameter } from '../../sql/parameter.js';
import type { Scalar } from '../../sql/query/quoting.js';
import type { SessionValues } from '../../sql/query/session-values.js';
import type { Services } from '../services.js';
import type { Session } from '../session.js';
import { readVariable } from '../variables/session-variables.js';
import { wallTime } from '../wall-time.js';
import { attributeText, sessionVariable, userVariable } from './user-variables.js';
import type { StatementContext } from './context.js';

/** What a statement's expressions may ask of its session. */
export function sessionValues(context: Pick<StatementContext, 'session' | 'services' | 'startedAt'>): SessionValues {
  return new ValuesOfSession(context);
}

/** A class: V8 makes a hash table of each object with accessors that is written otherwise. */
class ValuesOfSession implements SessionValues {
  readonly currentRole = 'NONE';
  /** Of the time when the statement began. */
  readonly database: string | null;
  readonly foundRows: number;
  readonly rowCount: number;
  private readonly session: Session;
  private readonly services: Services;
  private readonly startedAt: Date;

  constructor({ session, services, startedAt }: Pick<StatementContext, 'session' | 'services' | 'startedAt'>) {
    this.session = session;
    this.database = session.database;
    this.foundRows = session.foundRows;
    this.rowCount = session.rowCount;
    this.services = services;
    this.startedAt = startedAt;
  }

  get user(): string {
    return `${this.session.identity.user}@%`;
  }

  get connectionId(): number {
    return this.session.id;
  }

  get version(): string {
    return this.services.version;
  }

  get now(): Date {
    return wallTime(this.utcNow, this.timeZone);
  }

  get utcNow(): Date {
    return statementTime(this.session, this.startedAt);
  }

  get timeZone(): string {
    return effectiveTimeZone((name) => this.variable(name));
  }

  get divisionByZero(): SessionValues['divisionByZero'] {
    return this.variable('sql_mode').includes('ERROR_FOR_DIVISION_BY_ZERO') ? 'error' : 'null';
  }

  get numericCast(): SessionValues['numericCast'] {
    return this.variable('numeric_cast_option') === 'truncating' ? 'truncating' : 'rounding';
  }

  get onlyFullGroupBy(): boolean {
    return this.variable('sql_mode').includes('ONLY_FULL_GROUP_BY');
  }

  systemVariable(scope: 'global' | 'session' | null, name: string): Scalar {
    return readVariable(this.services.variables, this.session, scope, name);
  }

  userVariable(name: string): Parameter {
    return userVariable(this.session, name);
  }

  sessionVariable(name: string): Parameter {
    return sessionVariable(this.session, name);
  }

  queryId(position: number): string | null {
    const { counters: { questions }, queryIds } = this.session;
    const place = position < 0 ? questions + 1 + position : position;
    return Number.isInteger(place) && place >= 1 && place <= questions ? queryIds.of(place) : null;
  }

  queryAttribute(name: string): string | null {
    return attributeText(this.session.queryAttributes.get(name));
  }

  private variable(name: string): string {
    return String(this.systemVariable(null, name));
  }
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
