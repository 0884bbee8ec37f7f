import type { Scalar } from './quoting.js';

/** What a query may ask of the session that runs it. */
export interface SessionValues {
  readonly database: string | null;
  /** `'ann'@'%'` without the quotes: `ann@%`. */
  readonly user: string;
  readonly connectionId: number;
  readonly version: string;
  /** The time at which the statement began. */
  readonly now: Date;
  /** Throws 2801 (1193) for an unknown name. */
  systemVariable(scope: 'global' | 'session' | null, name: string): Scalar;
  /** Null for one that was never set. */
  userVariable(name: string): Scalar;
}

type SessionFunction = (session: SessionValues) => Scalar;

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** Functions without arguments whose value is known without running a query. */
export const SESSION_FUNCTIONS: Readonly<Record<string, SessionFunction>> = {
  version: ({ version }) => version,
  database: ({ database }) => database,
  schema: ({ database }) => database,
  current_database: ({ database }) => database,
  user: ({ user }) => user,
  current_user: ({ user }) => user,
  session_user: ({ user }) => user,
  system_user: ({ user }) => user,
  connection_id: ({ connectionId }) => connectionId,
  now: ({ now }) => now,
  current_timestamp: ({ now }) => now,
  localtime: ({ now }) => now,
  localtimestamp: ({ now }) => now,
  sysdate: ({ now }) => now,
  utc_timestamp: ({ now }) => now,
  current_date: ({ now }) => day(now),
  curdate: ({ now }) => day(now),
  today: ({ now }) => day(now),
  last_insert_id: () => 0,
};
