import type { MetadataContext } from './schema-object.js';

/** One connection, as PROCESSLIST shows it. */
export interface Process {
  readonly id: number;
  readonly user: string;
  /** Address and port of the client. */
  readonly host: string;
  readonly database: string | null;
  readonly command: string;
  /** Seconds that it has been at it. */
  readonly seconds: number;
  readonly state: string | null;
  readonly statement: string | null;
}

/** The connections that the session's user may see: its own. */
export function processesOf({ session }: MetadataContext): readonly Process[] {
  const { id, identity, database } = session;
  return [{ id, user: identity.user, host: 'localhost', database, command: 'Query', seconds: 0, state: 'executing', statement: null }];
}
