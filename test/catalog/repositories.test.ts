import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Catalog, Grant, NewUser } from '../../catalog/index.js';
import { newStage, openTestCatalog, s3Storage } from '../support/catalog.js';
import { describeOnEachPostgres, query } from '../support/postgres.js';

const nativeHash = Buffer.from('cleartext-native-hash');
const sha2 = { salt: Buffer.from('cleartext-sha2-salt'), hash: Buffer.from('cleartext-sha2-hash') };

function newUser(name: string, changes: Partial<NewUser> = {}): NewUser {
  return { name, plugin: 'default', nativeHash, sha2, passwordFromSetting: false, defaultRole: null, disabled: false, requires: 'none', ...changes };
}

describeOnEachPostgres('connections, formats, users and grants', (createDatabase) => {
  let url: string;
  let catalog: Catalog;
  beforeEach(async () => {
    url = await createDatabase();
    catalog = await openTestCatalog(url);
  });
  afterEach(() => catalog.close());

  test('connections', async () => {
    const { connections } = catalog;
    const params = { access_key_id: 'cleartext-id', secret_access_key: 'cleartext-key' };
    await connections.create({ name: 'b', storageType: 's3', params });
    await connections.create({ name: 'B', storageType: 'fs', params: {} });
    expect(await connections.get('b')).toEqual({ name: 'b', storageType: 's3', params, createdOn: expect.any(Date) as Date });
    expect((await connections.list()).map(({ name }) => name)).toEqual(['B', 'b']);
    await expect(connections.create({ name: 'b', storageType: 's3', params })).rejects.toMatchObject({
      code: 2512,
      text: `Connection 'b' already exists.`,
    });
    await connections.createOrReplace({ name: 'b', storageType: 'gcs', params: { credential: 'x' } });
    expect(await connections.get('b')).toMatchObject({ storageType: 'gcs', params: { credential: 'x' } });
    expect([await connections.delete('b'), await connections.delete('b')]).toEqual([true, false]);
    expect(await connections.get('b')).toBeNull();
  });

  test('file formats keep every option, in order', async () => {
    const { fileFormats } = catalog;
    const options = { record_delimiter: '\0', field_delimiter: '\u0001', null_if: ['a', 'b'], skip_header: 2, output_header: true };
    const format = { name: 'f', format: { type: 'CSV', options }, creator: `'root'@'%'` } as const;
    await fileFormats.create(format);
    expect(await fileFormats.get('f')).toEqual({ ...format, createdOn: expect.any(Date) as Date });
    expect(Object.keys((await fileFormats.get('f'))?.format.options ?? {})).toEqual(Object.keys(options));
    await expect(fileFormats.create(format)).rejects.toMatchObject({ code: 2509, text: `File format 'f' already exists.` });
    await fileFormats.createOrReplace({ ...format, format: { type: 'PARQUET', options: {} } });
    await fileFormats.createOrReplace({ ...format, name: 'e' });
    expect((await fileFormats.list()).map(({ name, format: { type } }) => [name, type])).toEqual([
      ['e', 'CSV'],
      ['f', 'PARQUET'],
    ]);
    expect(await fileFormats.update('f', (present) => ({ ...present, options: { compression: 'ZSTD' } }))).toBe(true);
    expect((await fileFormats.get('f'))?.format).toEqual({ type: 'PARQUET', options: { compression: 'ZSTD' } });
    expect([await fileFormats.update('none', (present) => present), await fileFormats.rename('none', 'f')]).toEqual([false, false]);
    await expect(fileFormats.rename('f', 'e')).rejects.toMatchObject({ code: 2509, text: `File format 'e' already exists.` });
    expect([await fileFormats.rename('f', 'f'), await fileFormats.rename('f', 'g'), await fileFormats.get('f')]).toEqual([true, true, null]);
    expect([await fileFormats.delete('g'), await fileFormats.delete('g')]).toEqual([true, false]);
  });

  test('users', async () => {
    const { users } = catalog;
    await users.create(newUser('ann'));
    await users.create(newUser('Bob', { plugin: 'no_password', nativeHash: null, sha2: null, passwordFromSetting: true }));
    expect(await users.get('ann')).toEqual({ ...newUser('ann'), id: expect.any(String) as string, createdOn: expect.any(Date) as Date });
    expect(await users.get('bob')).toBeNull();
    expect((await users.list({ namePattern: 'b%' })).map(({ name }) => name)).toEqual(['Bob']);
    await expect(users.create(newUser('ann'))).rejects.toMatchObject({ code: 2202, text: `User 'ann'@'%' already exists.` });
    await users.update('ann', { disabled: true, defaultRole: 'etl', nativeHash: null });
    expect(await users.get('ann')).toMatchObject({ disabled: true, defaultRole: 'etl', nativeHash: null, sha2, plugin: 'default' });
    await expect(users.update('eve', {})).rejects.toMatchObject({ code: 2201, text: `User 'eve'@'%' does not exist.` });
    expect([await users.delete('ann'), await users.delete('ann')]).toEqual([true, false]);
    expect((await users.list()).map(({ name }) => name)).toEqual(['Bob']);
  });

  test('many who replace one name at once all succeed', async () => {
    await Promise.all(Array.from({ length: 10 }, () => catalog.users.createOrReplace(newUser('ann'))));
    expect(await catalog.users.list()).toHaveLength(1);
  });

  test('grants are given and taken, and go with their stage or user', async () => {
    const { stages, users, grants } = catalog;
    const { id: stageId } = await stages.create(newStage('s', { storage: s3Storage }));
    await users.create(newUser('ann'));
    await users.create(newUser('bob'));
    const onStage = (user: string, privilege: string): Grant => ({ user, object: { type: 'stage', stageId, stageName: 's' }, privilege });
    const global: Grant = { user: 'ann', object: { type: 'global' }, privilege: 'Super' };

    await grants.grant([onStage('ann', 'Write'), onStage('ann', 'Read'), onStage('bob', 'Read'), global]);
    await grants.grant([onStage('ann', 'Read'), global]);
    expect(await grants.forUser('ann')).toEqual([global, onStage('ann', 'Read'), onStage('ann', 'Write')]);
    expect(await grants.forStage(stageId)).toEqual([onStage('ann', 'Read'), onStage('ann', 'Write'), onStage('bob', 'Read')]);

    await grants.revoke([onStage('ann', 'Write'), onStage('ann', 'Write')]);
    expect(await grants.forUser('ann')).toEqual([global, onStage('ann', 'Read')]);
    await users.delete('bob');
    expect(await grants.forStage(stageId)).toEqual([onStage('ann', 'Read')]);
    await stages.delete(stageId);
    expect(await grants.forUser('ann')).toEqual([global]);
    await users.createOrReplace(newUser('ann'));
    expect(await grants.forUser('ann')).toEqual([]);
  });

  test('a grant to nobody or on nothing is an error, and none of its list is given', async () => {
    const { users, grants } = catalog;
    await users.create(newUser('ann'));
    const global: Grant = { user: 'ann', object: { type: 'global' }, privilege: 'Super' };
    await expect(grants.grant([global, { ...global, user: 'eve' }])).rejects.toMatchObject({ code: 2201 });
    const gone = { type: 'stage', stageId: '00000000-0000-4000-8000-000000000000', stageName: 's' } as const;
    await expect(grants.grant([global, { ...global, object: gone }])).rejects.toMatchObject({ code: 2501, text: `Stage 's' does not exist.` });
    expect(await grants.forUser('ann')).toEqual([]);
  });

  test('no secret stands in any table in clear', async () => {
    await catalog.stages.create(newStage('external', { storage: s3Storage }));
    await catalog.stages.create(newStage('internal'));
    await catalog.stages.createOrReplace(newStage('internal', { storage: s3Storage }));
    await catalog.connections.create({ name: 'c', storageType: 's3', params: { secret_access_key: 'cleartext-key' } });
    await catalog.users.create(newUser('ann'));
    const tables = await query(url, `SELECT tablename FROM pg_tables WHERE schemaname = 'stagewire'`);
    expect(tables.length).toBeGreaterThan(5);
    for (const { tablename } of tables) {
      // As text, and the binary columns also as the bytes they are.
      const rows = await query(url, `SELECT t::text AS row, encode(convert_to(t::text, 'UTF8'), 'escape') AS escaped FROM stagewire.${String(tablename)} t`);
      for (const row of rows) {
        const bytes = String(row['row']).replace(/\\\\x([0-9a-f]*)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1'));
        expect(bytes).not.toMatch(/cleartext/i);
        expect(bytes).not.toContain(Buffer.from('cleartext-native-hash').toString('base64'));
      }
    }
  });
});
