import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Catalog, StageRecord } from '../../catalog/index.js';
import { newStage, openTestCatalog, s3Storage } from '../support/catalog.js';
import { describeOnEachPostgres, query } from '../support/postgres.js';

describeOnEachPostgres('stages', (createDatabase) => {
  let url: string;
  let catalog: Catalog;
  beforeEach(async () => {
    url = await createDatabase();
    catalog = await openTestCatalog(url);
  });
  afterEach(() => catalog.close());

  async function names(namePattern?: string): Promise<string[]> {
    const found: StageRecord[] = [];
    for await (const page of catalog.stages.list({ namePattern })) found.push(...page);
    return found.map(({ name }) => name);
  }

  test('a stage comes back as it was created', async () => {
    const stage = newStage('s', { storage: s3Storage, comment: 'für alle', owner: 'etl' });
    const created = await catalog.stages.create(stage);
    for (const [key, value] of Object.entries(stage)) if (key !== 'grantTo') expect(created).toHaveProperty(key, value);
    expect(created.createdOn.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(await catalog.stages.get('s')).toEqual(created);
  });

  test('names are case-sensitive and arbitrary', async () => {
    for (const name of ['s', 'S', `a'b"c\\%_`, 'ünï']) await catalog.stages.create(newStage(name));
    expect(await catalog.stages.get('ÜNÏ')).toBeNull();
    expect(await names()).toEqual(['S', `a'b"c\\%_`, 's', 'ünï']);
  });

  test('a second one of the name is refused', async () => {
    await catalog.stages.create(newStage('s'));
    await expect(catalog.stages.create(newStage('s'))).rejects.toMatchObject({
      kind: 'StageAlreadyExists',
      message: `StageAlreadyExists. Code: 2502, Text = Stage 's' already exists..`,
    });
  });

  test('of many who create one name at once, one does', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => catalog.stages.create(newStage('s'))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test.each([
    ['R%', ['RAW_1', 'raw2', 'rawx1']],
    ['raw_1', ['RAW_1', 'rawx1']],
    ['raw\\_1', ['RAW_1']],
    ['%\\', ['back\\']],
    ['ÄRGER', ['ärger']],
    ['', []],
  ])('LIKE %j finds %j', async (pattern, expected) => {
    for (const name of ['RAW_1', 'rawx1', 'raw2', 'other', 'back\\', 'ärger']) await catalog.stages.create(newStage(name));
    expect(await names(pattern)).toEqual(expected);
  });

  test('many are listed in pages', async () => {
    await catalog.stages.create(newStage('model'));
    await query(
      url,
      `INSERT INTO stagewire.stages (id, name, state, file_format, copy_options, comment, creator)
       SELECT gen_random_uuid(), 's' || to_char(n, 'FM00000'), 'active', file_format, copy_options, '', creator
       FROM stagewire.stages, generate_series(1, 2500) n`,
    );
    const pages: number[] = [];
    for await (const page of catalog.stages.list({ namePattern: 's%' })) pages.push(page.length);
    expect(pages).toEqual([1000, 1000, 500]);
  });

  test('an update changes what it names, once per version', async () => {
    const { version } = await catalog.stages.create(newStage('s', { storage: s3Storage, comment: 'old' }));
    const updated = await catalog.stages.update('s', version, { comment: 'new' });
    expect(updated).toMatchObject({ comment: 'new', storage: s3Storage });
    expect(await catalog.stages.get('s')).toEqual(updated);
    await expect(catalog.stages.update('s', version, { comment: 'newer' })).rejects.toMatchObject({
      kind: 'UnknownStage',
      text: `Stage 's' was modified concurrently, please retry.`,
    });
    await expect(catalog.stages.update('t', version, {})).rejects.toMatchObject({ text: `Stage 't' does not exist.` });
  });

  test('a version does not come again when a stage is made anew', async () => {
    const first = await catalog.stages.create(newStage('s', { storage: s3Storage }));
    expect(await catalog.stages.delete(first.id)).toBe(true);
    expect(await catalog.stages.delete(first.id)).toBe(false);
    await catalog.stages.create(newStage('s'));
    await expect(catalog.stages.update('s', first.version, { comment: 'x' })).rejects.toMatchObject({ kind: 'UnknownStage' });
  });

  test('OR REPLACE of nothing and of an external stage is done at once', async () => {
    const first = await catalog.stages.createOrReplace(newStage('s', { storage: s3Storage }));
    const second = await catalog.stages.createOrReplace(newStage('s', { comment: 'second' }));
    expect([first.kind, second.kind]).toEqual(['created', 'created']);
    expect(await catalog.stages.get('s')).toMatchObject({ storage: null, comment: 'second' });
  });

  test('U+0000 in a name is an error of the caller', async () => {
    await expect(catalog.stages.create(newStage('a\0b'))).rejects.toMatchObject({ kind: 'InvalidArgument' });
  });
});
