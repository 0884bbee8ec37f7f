import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Catalog, StageRecord } from '../../../catalog/index.js';
import { StagewireError } from '../../../errors/index.js';
import { writeStagedFile } from '../../../server/stages/write-staged-file.js';
import { openFsStore } from '../../../storage/fs/fs-store.js';
import type { ObjectStore } from '../../../storage/object-store.js';

const stage = { id: 'id-1', name: 's1' } as StageRecord;
let directory: string;
let store: ObjectStore;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stagewire-staged-'));
  store = await openFsStore({ directory, create: true, instanceId: 'test' });
});
afterAll(() => rm(directory, { recursive: true }));

/** A catalog that answers the first question, before the file is seen, and then fails or has another stage. */
function catalogThat(then: () => Promise<StageRecord | null>): Catalog {
  let asked = 0;
  const get = (): Promise<StageRecord | null> => ((asked += 1) === 1 ? Promise.resolve(stage) : then());
  return { stages: { get } } as unknown as Catalog;
}

const write = (catalog: Catalog, key: string): Promise<unknown> =>
  writeStagedFile(catalog, { place: { store, prefix: 'p/' }, stage }, key, (async function* () { yield await Promise.resolve(Buffer.from('x')); })(), {});

test('a file whose stage went away goes too', async () => {
  await expect(write(catalogThat(() => Promise.resolve(null)), 'gone')).rejects.toMatchObject({ kind: 'UnknownStage' });
  expect(await store.stat('p/gone')).toBeNull();
});

test('a catalog that goes away after a file is complete costs no file', async () => {
  const away = new StagewireError('CatalogUnavailable', 'the catalog cannot be reached');
  await expect(write(catalogThat(() => Promise.reject(away)), 'kept')).rejects.toBe(away);
  expect(await store.stat('p/kept')).toMatchObject({ size: 1 });
});
