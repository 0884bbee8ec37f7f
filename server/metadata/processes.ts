import { managesProcesses } from '../privileges/authorize.js';
import type { ConnectionType } from '../processes/process-list.js';
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
  /** What the client said about itself when it connected. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly connectionType: ConnectionType;
}

/** The address of a client as accounts have it. */
export function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** The connections that the session's user may see: all with SUPER, else its own. */
export async function processesOf({ services, session }: MetadataContext): Promise<readonly Process[]> {
  const { user } = session.identity;
  const seesAll = await managesProcesses(services.catalog, user);
  return services.processes.all().filter((process) => seesAll || process.user === user).map((process) => ({
    id: process.id,
    user: process.user ?? 'unauthenticated user',
    host: process.host,
    database: process.database,
    command: process.command,
    seconds: Math.floor((Date.now() - process.since) / 1000),
    state: process.state,
    statement: process.info,
    attributes: process.attributes,
    connectionType: process.connectionType,
  }));
}
