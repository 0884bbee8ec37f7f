import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/embedded-postgres/start-embedded-postgres.js';
import { silentLog } from './logger.js';

/** A PostgreSQL server for tests. */
export interface TestPostgres {
  /** URL of a new, empty database, dropped at the end. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Our own one, in a directory of its own. */
export async function startTestPostgres(): Promise<TestPostgres & { readonly dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'stagewire-postgres-'));
  const postgres = await startEmbeddedPostgres({ dataDir, log: silentLog });
  return {
    ...databasesOn(postgres.url),
    dataDir,
    async stop() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs statements on a connection of its own and gives the rows of the last. */
export async function query(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/**
 * The tests once on the embedded PostgreSQL, and once on the server of STAGEWIRE_TEST_POSTGRES_URL (whose
 * user may create databases). Without that a note says so; STAGEWIRE_TEST_REQUIRE_ALL=1 makes it a failure.
 */
export function describeOnEachPostgres(name: string, tests: (createDatabase: () => Promise<string>) => void): void {
  describe(`${name} (embedded PostgreSQL)`, () => {
    withServer(startTestPostgres, tests);
  });
  const url = process.env['STAGEWIRE_TEST_POSTGRES_URL'];
  if (url) {
    describe(`${name} (STAGEWIRE_TEST_POSTGRES_URL)`, () => {
      withServer(() => Promise.resolve(databasesOn(url)), tests);
    });
    return;
  }
  const note = `${name}: not tested on another PostgreSQL, STAGEWIRE_TEST_POSTGRES_URL is not set`;
  process.stderr.write(`SKIPPED ${note}\n`);
  if (process.env['STAGEWIRE_TEST_REQUIRE_ALL'] === '1') {
    test(note, () => {
      throw new Error(note);
    });
  }
}

function withServer(start: () => Promise<TestPostgres>, tests: (createDatabase: () => Promise<string>) => void): void {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await start();
  }, 60_000);
  afterAll(() => server.stop());
  tests(() => server.createDatabase());
}

function databasesOn(url: string): TestPostgres {
  const created: string[] = [];
  return {
    async createDatabase() {
      const name = `stagewire_test_${randomUUID().replaceAll('-', '')}`;
      await query(url, `CREATE DATABASE ${name}`);
      created.push(name);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    async stop() {
      for (const name of created) await query(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
