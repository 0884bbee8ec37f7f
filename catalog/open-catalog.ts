import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { connectionSettings } from './connection-settings.js';
import { Connections } from './connections.js';
import { Database } from './database.js';
import { FileFormats } from './file-formats.js';
import { Grants } from './grants.js';
import { openSecrets } from './key-check.js';
import { migrate } from './migrate.js';
import { NamedLocks } from './named-locks.js';
import { Stages } from './stages.js';
import { Users } from './users.js';
import { Views } from './views.js';

const POOL_SIZE = 10;

export interface CatalogOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  /** What secrets in the catalog are encrypted with; the same for all servers of one catalog. */
  readonly secretKey: Buffer | string;
  /** Of the data directory, which no other living server may have: its unfinished operations are taken over. */
  readonly instanceId: string;
  readonly log: Logger;
  /** Largest number of connections. */
  readonly poolSize?: number | undefined;
}

/** Everything that is kept in PostgreSQL. Nothing is cached: what another server writes counts at once. */
export interface Catalog {
  readonly stages: Stages;
  readonly connections: Connections;
  readonly fileFormats: FileFormats;
  readonly users: Users;
  readonly grants: Grants;
  readonly views: Views;
  readonly locks: NamedLocks;
  /** @throws StagewireError CatalogUnavailable, at once, when PostgreSQL does not answer */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects to PostgreSQL (waiting a little for one that is just starting), brings the schema `stagewire`
 * up to date and checks the secret key.
 *
 * @throws StagewireError InvalidConfig (URL, key, catalog of a newer version), CatalogUnavailable
 */
export async function openCatalog({ url, secretKey, instanceId, log, poolSize = POOL_SIZE }: CatalogOptions): Promise<Catalog> {
  const settings = connectionSettings(url);
  await migrate(settings, log);
  const db = new Database(settings, poolSize, log);
  try {
    const locks = new NamedLocks(settings, log);
    const secrets = await openSecrets(db, secretKey);
    return {
      stages: new Stages(db, secrets, { instanceId, runId: randomUUID() }),
      connections: new Connections(db, secrets),
      fileFormats: new FileFormats(db),
      users: new Users(db, secrets),
      grants: new Grants(db),
      views: new Views(db),
      locks,
      ping: () => db.ping(),
      close: async () => { await locks.close(); await db.close(); },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}
