import type { Parameter } from '../parameter.js';
import type { Scalar } from './quoting.js';

/** What a query may ask of the session that runs it. */
export interface SessionValues {
  readonly database: string | null;
  /** `'ann'@'%'` without the quotes: `ann@%`. */
  readonly user: string;
  readonly connectionId: number;
  readonly version: string;
  /** The time at which the statement began, as clocks in the session's time zone show it (in the UTC fields). */
  readonly now: Date;
  /** The same in UTC. */
  readonly utcNow: Date;
  /** Of the session: a name (`Europe/Berlin`) or an offset (`+02:00`). */
  readonly timeZone: string;
  readonly currentRole: string;
  /** Rows of the last result set. */
  readonly foundRows: number;
  /** Rows that the last statement changed; -1 after a result set. */
  readonly rowCount: number;
  /** How a division by zero ends. */
  readonly divisionByZero: 'error' | 'null';
  /** How fractions become integers. */
  readonly numericCast: 'rounding' | 'truncating';
  /** Whether grouped queries may name nothing but what is grouped by, and aggregates. */
  readonly onlyFullGroupBy: boolean;
  /** Throws 2801 (1193) for an unknown name. */
  systemVariable(scope: 'global' | 'session' | null, name: string): Scalar;
  /** Of `@name`: NULL for one that was never set. */
  userVariable(name: string): Parameter;
  /** Of `$name`. Throws 2801 (1193) for one that was never set. */
  sessionVariable(name: string): Parameter;
  /** The id of a statement of the session: 1 is its first one, -1 this one, -2 that before; null where there is none. */
  queryId(position: number): string | null;
  /** What the client sent along with the statement under that name; null if nothing. */
  queryAttribute(name: string): string | null;
}

type SessionFunction = (session: SessionValues) => Scalar | Day | Clock;

/** A DATE: the midnight that it begins with, in the UTC fields. */
export class Day {
  readonly midnight: Date;

  constructor(date: Date) {
    this.midnight = new Date(Math.floor(date.getTime() / 86_400_000) * 86_400_000);
  }
}

const day = (date: Date): Day => new Day(date);

/** A TIME: the clock at a moment, in the UTC fields. */
export class Clock {
  /** `HH:MM:SS` */
  readonly text: string;

  constructor(moment: Date) {
    this.text = moment.toISOString().slice(11, 19);
  }
}

const time = (date: Date): Clock => new Clock(date);

/** Functions without arguments whose value is known without running a query. */
export const SESSION_FUNCTIONS: Readonly<Record<string, SessionFunction>> = Object.assign(Object.create(null) as Record<string, SessionFunction>, {
  version: ({ version }) => version,
  ...ofAll('database schema current_database', ({ database }) => database),
  ...ofAll('user current_user session_user system_user', ({ user }) => user),
  current_catalog: () => 'default',
  timezone: ({ timeZone }) => (timeZone === 'SYSTEM' ? 'UTC' : timeZone),
  current_role: ({ currentRole }) => currentRole,
  // Threads of `performance_schema` have the numbers of their connections.
  ...ofAll('connection_id ps_current_thread_id', ({ connectionId }) => connectionId),
  ...ofAll('now current_timestamp localtime localtimestamp sysdate', ({ now }) => now),
  utc_timestamp: ({ utcNow }) => utcNow,
  ...ofAll('current_date curdate today', ({ now }) => day(now)),
  utc_date: ({ utcNow }) => day(utcNow),
  ...ofAll('current_time curtime', ({ now }) => time(now)),
  utc_time: ({ utcNow }) => time(utcNow),
  last_insert_id: () => 0,
  found_rows: ({ foundRows }) => foundRows,
  row_count: ({ rowCount }) => rowCount,
} satisfies Record<string, SessionFunction>);

function ofAll(names: string, value: SessionFunction): Record<string, SessionFunction> {
  return Object.fromEntries(names.split(' ').map((name) => [name, value]));
}

/** Functions whose value is known so too if their arguments are constant, and how many these may be. */
export const SESSION_FUNCTIONS_OF_ARGUMENTS = {
  mysql_query_attribute_string: { least: 1, most: 1 },
  last_query_id: { least: 0, most: 1 },
} as const;

export type SessionFunctionOfArguments = keyof typeof SESSION_FUNCTIONS_OF_ARGUMENTS;

export const isOfArguments = (name: string): name is SessionFunctionOfArguments => Object.hasOwn(SESSION_FUNCTIONS_OF_ARGUMENTS, name);

/** Whether a session's points in time are shown as they are kept. */
export const isUtc = ({ timeZone }: Pick<SessionValues, 'timeZone'>): boolean => /^(UTC|SYSTEM|[+-]00:00)$/i.test(timeZone);
