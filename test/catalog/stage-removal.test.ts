import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Catalog, Replacement, StageRemoval } from '../../catalog/index.js';
import { newStage, openTestCatalog } from '../support/catalog.js';
import { describeOnEachPostgres, query } from '../support/postgres.js';

const EXPIRE_ALL = `UPDATE stagewire.stages SET operation_expires_at = now() - interval '1 second' WHERE operation_id IS NOT NULL`;

function removalOf(replacement: Replacement): StageRemoval {
  if (replacement.kind !== 'removal') throw new Error('expected a removal');
  return replacement.removal;
}

describeOnEachPostgres('removal of internal stages', (createDatabase) => {
  let url: string;
  let catalog: Catalog;
  let other: Catalog;
  beforeEach(async () => {
    url = await createDatabase();
    catalog = await openTestCatalog(url, { instanceId: 'instance-1' });
    other = await openTestCatalog(url, { instanceId: 'instance-2' });
    await catalog.users.create({
      name: 'ann',
      plugin: 'default',
      nativeHash: null,
      sha2: null,
      passwordFromSetting: false,
      defaultRole: null,
      disabled: false,
      requires: 'none',
    });
    const { id } = await catalog.stages.create(newStage('s', { comment: 'old' }));
    await catalog.grants.grant([{ user: 'ann', object: { type: 'stage', stageId: id, stageName: 's' }, privilege: 'Read' }]);
  });
  afterEach(async () => {
    await catalog.close();
    await other.close();
  });

  const stageNames = async (of: Catalog): Promise<string[]> => {
    for await (const page of of.stages.list()) return page.map(({ name }) => name);
    return [];
  };

  test('a stage that is being dropped is hidden, with its grants, and then gone', async () => {
    const removal = await catalog.stages.beginDrop('s');
    expect(removal).toMatchObject({ operation: 'drop', stage: { name: 's', comment: 'old' } });
    expect(await other.stages.get('s')).toBeNull();
    expect(await stageNames(other)).toEqual([]);
    expect(await other.grants.forUser('ann')).toEqual([]);
    await removal.renew();
    await removal.commit();
    await removal.commit();
    expect(await query(url, 'SELECT 1 FROM stagewire.stages UNION ALL SELECT 1 FROM stagewire.grants')).toEqual([]);
  });

  test('a removal that failed leaves everything as it was', async () => {
    const before = await catalog.stages.get('s');
    const removal = await catalog.stages.beginDrop('s');
    await removal.revert();
    expect(await other.stages.get('s')).toEqual(before);
    expect(await other.grants.forUser('ann')).toHaveLength(1);
  });

  test('OR REPLACE shows the new definition only after the removal, under a new id, without the old grants', async () => {
    const old = await catalog.stages.get('s');
    const removal = removalOf(await catalog.stages.createOrReplace(newStage('s', { comment: 'new' })));
    expect(await other.stages.get('s')).toBeNull();
    await removal.commit();
    const replaced = await other.stages.get('s');
    expect(replaced).toMatchObject({ comment: 'new' });
    expect(replaced?.id).not.toBe(old?.id);
    expect(await other.grants.forUser('ann')).toEqual([]);
    expect(await query(url, `SELECT state FROM stagewire.stages`)).toEqual([{ state: 'active' }]);
  });

  test('OR REPLACE that failed forgets the new definition', async () => {
    const removal = removalOf(await catalog.stages.createOrReplace(newStage('s', { comment: 'new' })));
    await removal.revert();
    await removal.revert();
    expect(await query(url, `SELECT state, comment FROM stagewire.stages`)).toEqual([{ state: 'active', comment: 'old' }]);
  });

  test('dropping what is not there is an error', async () => {
    await expect(catalog.stages.beginDrop('t')).rejects.toMatchObject({ code: 2501, text: `Stage 't' does not exist.` });
  });

  test('CREATE and OR REPLACE wait for the name', async () => {
    const removal = await catalog.stages.beginDrop('s');
    const created = other.stages.create(newStage('s', { comment: 'next' }));
    await sleep(250);
    await removal.commit();
    expect(await created).toMatchObject({ comment: 'next' });
  });

  test('a second DROP waits for the first and finds nothing', async () => {
    const removal = await catalog.stages.beginDrop('s');
    const second = expect(other.stages.beginDrop('s')).rejects.toMatchObject({ kind: 'UnknownStage' });
    await removal.commit();
    await second;
  });

  test('a wait ends with its signal', async () => {
    await catalog.stages.beginDrop('s');
    const controller = new AbortController();
    const waiting = other.stages.create(newStage('s'), { signal: controller.signal });
    setTimeout(() => {
      controller.abort(new Error('client left'));
    }, 150);
    await expect(waiting).rejects.toThrow('client left');
    await expect(other.stages.beginDrop('s', { signal: AbortSignal.abort(new Error('client left')) })).rejects.toThrow('client left');
  });

  test('a wait does not last for ever', { timeout: 20_000 }, async () => {
    await catalog.stages.beginDrop('s');
    await expect(other.stages.create(newStage('s'))).rejects.toMatchObject({
      kind: 'StageAlreadyExists',
      text: `Stage 's' is being removed by another session; try again later`,
    });
  });

  test('only an operation without a sign of life is taken over, by one server', async () => {
    const lost = await catalog.stages.beginDrop('s');
    expect(await other.stages.takeOver()).toBeNull();
    await query(url, EXPIRE_ALL);
    const third = await openTestCatalog(url, { instanceId: 'instance-3' });
    const claims = (await Promise.all([other.stages.takeOver(), third.stages.takeOver()])).filter((claim) => claim !== null);
    expect(claims).toHaveLength(1);
    expect(claims[0]).toMatchObject({ operation: 'drop', stage: { name: 's' } });
    await expect(lost.renew()).rejects.toMatchObject({ text: `Stage 's' was modified concurrently, please retry.` });
    await expect(lost.revert()).rejects.toMatchObject({ kind: 'UnknownStage' });
    await expect(lost.commit()).rejects.toMatchObject({ kind: 'UnknownStage' });
    await claims[0]?.commit();
    await third.close();
    expect(await query(url, 'SELECT 1 FROM stagewire.stages')).toEqual([]);
  });

  test('a renewal keeps others off', async () => {
    const removal = await catalog.stages.beginDrop('s');
    await query(url, EXPIRE_ALL);
    await removal.renew();
    expect(await other.stages.takeOver()).toBeNull();
  });

  test('what an earlier life of the same server left is taken over at once, and finished', async () => {
    await catalog.stages.createOrReplace(newStage('s', { comment: 'new' }));
    expect(await catalog.stages.takeOver()).toBeNull();
    const nextLife = await openTestCatalog(url, { instanceId: 'instance-1' });
    const removal = await nextLife.stages.takeOver();
    expect(removal).toMatchObject({ operation: 'replace', stage: { comment: 'old' } });
    await removal?.commit();
    expect(await nextLife.stages.get('s')).toMatchObject({ comment: 'new' });
    expect(await nextLife.stages.takeOver()).toBeNull();
    await nextLife.close();
  });
});
