import { expect, test } from 'vitest';
import { connectionSettings } from '../../catalog/connection-settings.js';
import { migrate } from '../../catalog/migrate.js';
import { MIGRATIONS } from '../../catalog/migrations/index.js';
import { newStage, openTestCatalog, s3Storage } from '../support/catalog.js';
import { silentLog } from '../support/logger.js';
import { describeOnEachPostgres, query } from '../support/postgres.js';

describeOnEachPostgres('opening the catalog', (createDatabase) => {
  test('several servers may be the first at once', async () => {
    const url = await createDatabase();
    const catalogs = await Promise.all(Array.from({ length: 4 }, () => openTestCatalog(url)));
    await catalogs[0]?.stages.create(newStage('s', { storage: s3Storage }));
    for (const catalog of catalogs) {
      expect(await catalog.stages.get('s')).toMatchObject({ storage: s3Storage });
      await catalog.close();
    }
    const applied = await query(url, 'SELECT name FROM stagewire.migrations ORDER BY name');
    expect(applied.map(({ name }) => name)).toEqual(MIGRATIONS.map(({ name }) => name));
  });

  test('everything lies in the schema stagewire, wherever search_path points', async () => {
    const url = await createDatabase();
    await (await openTestCatalog(`${url}?options=-c%20search_path%3Dpg_catalog`)).close();
    expect(await query(url, `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).toEqual([]);
  });

  test('migrations are numbered without gaps', () => {
    expect(MIGRATIONS.map(({ name }) => Number(name.slice(0, 4)))).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });

  test('a migration that fails leaves nothing behind', async () => {
    const url = await createDatabase();
    const broken = [...MIGRATIONS, { name: '9999-broken', sql: 'CREATE TABLE stagewire.half (); SELECT 1 / 0' }];
    await expect(migrate(connectionSettings(url), silentLog, broken)).rejects.toMatchObject({ kind: 'Internal' });
    expect(await query(url, `SELECT to_regnamespace('stagewire') AS schema`)).toEqual([{ schema: null }]);
  });

  test('a catalog of a newer version is refused', async () => {
    const url = await createDatabase();
    await migrate(connectionSettings(url), silentLog, [...MIGRATIONS, { name: '9999-future', sql: 'SELECT 1' }]);
    await expect(openTestCatalog(url)).rejects.toMatchObject({
      kind: 'InvalidConfig',
      text: 'the catalog was made by a newer stagewire (it has migration 9999-future); upgrade this server',
    });
  });

  test('another secret key is refused', async () => {
    const url = await createDatabase();
    await (await openTestCatalog(url)).close();
    await expect(openTestCatalog(url, { secretKey: Buffer.alloc(32) })).rejects.toMatchObject({
      kind: 'InvalidConfig',
      text: expect.stringMatching(/^STAGEWIRE_SECRET_KEY .* does not match the one this catalog was made with$/) as string,
    });
    await (await openTestCatalog(url)).close();
  });
});

test('nobody at the address: a clear error without the password', { timeout: 30_000 }, async () => {
  await expect(openTestCatalog('postgres://u:hidden@127.0.0.1:1/db')).rejects.toMatchObject({
    kind: 'CatalogUnavailable',
    text: 'the catalog (PostgreSQL at 127.0.0.1:1) cannot be reached (ECONNREFUSED)',
  });
});

test.each(['mysql://u:hidden@h/db', 'postgres://u:hidden@h:port/db', 'hidden'])('%s is refused without its text', async (url) => {
  await expect(openTestCatalog(url)).rejects.toMatchObject({
    kind: 'InvalidConfig',
    message: expect.not.stringContaining('hidden') as string,
  });
});
