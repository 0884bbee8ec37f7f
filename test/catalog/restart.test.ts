import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Catalog } from '../../catalog/index.js';
import { newStage, openTestCatalog } from '../support/catalog.js';
import { startTestPostgres } from '../support/postgres.js';

let postgres: Awaited<ReturnType<typeof startTestPostgres>>;
let catalog: Catalog;
beforeAll(async () => {
  postgres = await startTestPostgres();
  catalog = await openTestCatalog(await postgres.createDatabase());
}, 60_000);
afterAll(async () => {
  await catalog.close();
  await postgres.stop();
});

async function postmasterPid(): Promise<number> {
  return Number.parseInt(await readFile(join(postgres.dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

test.each(['SIGKILL', 'SIGINT', 'SIGQUIT'] as const)('statements wait while PostgreSQL comes back from %s', { timeout: 30_000 }, async (signal) => {
  const name = `s-${signal}`;
  await Promise.all([catalog.stages.create(newStage(name)), catalog.stages.get('x'), catalog.stages.get('y')]);
  process.kill(await postmasterPid(), signal);
  await sleep(20);
  const [found, created] = await Promise.all([catalog.stages.get(name), catalog.stages.create(newStage(`${name}-2`)), catalog.users.list()]);
  expect(found?.name).toBe(name);
  expect(created.name).toBe(`${name}-2`);
  await catalog.ping();
});

test('steady work lives through a crash', { timeout: 30_000 }, async () => {
  const done: string[] = [];
  const failures: unknown[] = [];
  let running = true;
  const workers = [0, 1, 2].map(async (worker) => {
    for (let n = 0; running; n++) {
      const name = `w${worker}-${n}`;
      // Only a COMMIT whose answer was lost may fail.
      await catalog.stages.create(newStage(name)).then(() => done.push(name), (error: unknown) => failures.push(error));
      await catalog.stages.get(name);
    }
  });
  await sleep(200);
  process.kill(await postmasterPid(), 'SIGKILL');
  await sleep(1_500);
  running = false;
  await Promise.all(workers);
  expect(failures.length).toBeLessThanOrEqual(3);
  for (const failure of failures) expect(failure).toMatchObject({ kind: 'CatalogUnavailable' });
  for (const name of done) expect(await catalog.stages.get(name)).not.toBeNull();
});

test('a catalog that stays away is an error after some seconds, and health knows at once', { timeout: 60_000 }, async () => {
  const own = await startTestPostgres();
  const url = await own.createDatabase();
  const lonely = await openTestCatalog(url);
  await own.stop();
  const pinged = performance.now();
  await expect(lonely.ping()).rejects.toMatchObject({ kind: 'CatalogUnavailable' });
  expect(performance.now() - pinged).toBeLessThan(1_000);
  const asked = performance.now();
  await expect(lonely.stages.get('s')).rejects.toMatchObject({
    kind: 'CatalogUnavailable',
    text: `the catalog (PostgreSQL at ${new URL(url).host}) cannot be reached (ECONNREFUSED)`,
  });
  expect(performance.now() - asked).toBeLessThan(8_000);
  await lonely.close();
});
