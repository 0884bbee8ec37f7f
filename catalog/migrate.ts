import pg from 'pg';
import type { Logger } from 'pino';
import { StagewireError } from '../errors/index.js';
import type { ConnectionSettings } from './connection-settings.js';
import { translateError } from './errors.js';
import { MIGRATIONS, type Migration } from './migrations/index.js';
import { retryWhileAway } from './retry.js';

/** Key of the advisory lock: "stagewir" as eight bytes. Any number does that others do not use. */
const LOCK_KEY = '8319100174927031666';
/** How long to wait for PostgreSQL to come up, and for another server that migrates. */
const PATIENCE_MS = 15_000;
const LOCK_TIMEOUT = '60s';

/**
 * Brings the schema `stagewire` to the state this code expects. All that is missing is applied in one
 * transaction under a lock that others wait for, so servers may start together, and one that is killed
 * leaves nothing half done.
 *
 * @throws StagewireError CatalogUnavailable; InvalidConfig when a newer stagewire has migrated the catalog
 */
export async function migrate(settings: ConnectionSettings, log: Logger, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  const attempt = async (): Promise<void> => {
    const client = new pg.Client(settings.base);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('BEGIN');
      await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'; SET LOCAL statement_timeout = 0`);
      await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY]);
      await applyMissing(client, log, migrations);
      await client.query('COMMIT');
    } finally {
      await client.end();
    }
  };
  try {
    await retryWhileAway(attempt, PATIENCE_MS, (error) => {
      log.warn({ err: error, catalog: settings.address }, 'the catalog cannot be reached yet; trying again');
    });
  } catch (error) {
    throw translateError(error, settings.address);
  }
}

async function applyMissing(client: pg.Client, log: Logger, migrations: readonly Migration[]): Promise<void> {
  const executed = await executedMigrations(client);
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = executed.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new StagewireError('InvalidConfig', `the catalog was made by a newer stagewire (it has migration ${unknown}); upgrade this server`);
  }
  if (executed.length === known.size) return;
  // Seldom needed, and the start would wait for it.
  const { MigrationError, Umzug } = await import('umzug');
  const umzug = new Umzug({
    migrations: migrations.map(({ name, sql }) => ({ name, up: () => client.query(sql) })),
    storage: {
      executed: () => Promise.resolve(executed),
      async logMigration({ name }) {
        await client.query('INSERT INTO stagewire.migrations (name) VALUES ($1)', [name]);
        log.info({ migration: name }, 'catalog migrated');
      },
      unlogMigration: () => Promise.reject(new Error('the catalog is never migrated down')),
    },
    logger: undefined,
  });
  await umzug.up().catch((error: unknown) => {
    throw error instanceof MigrationError ? error.cause : error;
  });
}

async function executedMigrations(client: pg.Client): Promise<string[]> {
  const { rows: schema } = await client.query<{ exists: boolean }>(`SELECT to_regclass('stagewire.migrations') IS NOT NULL AS exists`);
  if (!schema[0]?.exists) {
    // Not merely IF NOT EXISTS: that needs the right to create schemas even when there is one.
    const { rows } = await client.query<{ exists: boolean }>(`SELECT to_regnamespace('stagewire') IS NOT NULL AS exists`);
    if (!rows[0]?.exists) await client.query('CREATE SCHEMA stagewire');
    await client.query('CREATE TABLE stagewire.migrations (name text COLLATE "C" PRIMARY KEY, applied_on timestamptz NOT NULL DEFAULT now())');
  }
  const { rows } = await client.query<{ name: string }>('SELECT name FROM stagewire.migrations ORDER BY name');
  return rows.map(({ name }) => name);
}
