import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { S3Params } from '../../sql/storage-params.js';
import { ExternalStores, type ExternalStoresOptions } from '../../storage/external-stores.js';
import { internalStagePrefix, userStagePrefix } from '../../storage/layout.js';
import { UrlSigner } from '../../storage/signed-url.js';
import { parseStorageUrl } from '../../storage/storage-url.js';

const KEYS = { accessKeyId: 'id', secretAccessKey: 'secret' };
const signer = new UrlSigner(Buffer.alloc(32));

test('keys of stages', () => {
  expect(internalStagePrefix('raw')).toBe('stage/internal/raw/');
  expect(userStagePrefix('ann')).toBe('stage/user/ann/');
});

describe('the storage URL', () => {
  test.each([
    ['s3://b', { endpointUrl: 'https://s3.amazonaws.com', bucket: 'b', rootPrefix: '', virtualHostStyle: false, ...KEYS }],
    ['s3://b/a%20b/c?region=eu-west-1', { endpointUrl: 'https://s3.amazonaws.com', bucket: 'b', rootPrefix: 'a b/c/', region: 'eu-west-1', virtualHostStyle: false, ...KEYS }],
    ['S3://b/p/?endpoint_url=http://127.0.0.1:9000&enable_virtual_host_style=true', { endpointUrl: 'http://127.0.0.1:9000', bucket: 'b', rootPrefix: 'p/', virtualHostStyle: true, ...KEYS }],
  ])('%s', (url, options) => {
    expect(parseStorageUrl(url, KEYS)).toEqual({ type: 's3', options });
  });

  test('of a directory', () => {
    expect(parseStorageUrl('fs:///data/st%20ore/', {})).toEqual({ type: 'fs', directory: '/data/st ore/' });
  });

  test.each([
    ['', 'must begin with'], ['/data', 'must begin with'], ['gcs://b/', "not 'gcs://'"], ['fs://data/', 'fs:///absolute/path/'], ['fs:///a?b=c', 'no parameters'],
    ['s3:///p/', 'no bucket'], ['s3://b/?endpoint=x', "'endpoint'"], ['s3://b/?enable_virtual_host_style=yes', 'true or false'], ['s3://b/%zz', 'percent-encoded'],
  ])('%j is refused', (url, why) => {
    expect(() => parseStorageUrl(url, KEYS)).toThrow(expect.objectContaining({ kind: 'InvalidConfig', text: expect.stringContaining(why) as string }) as Error);
  });

  test('of a bucket needs keys', () => {
    expect(() => parseStorageUrl('s3://b/', {})).toThrow('access key');
  });
});

describe('external stores', () => {
  let directory: string;
  const open = (options: Partial<ExternalStoresOptions> = {}): ExternalStores =>
    new ExternalStores({ instanceId: 'test', signer, allowInsecure: false, fsRoots: [join(directory, 'allowed')], ...options });
  const s3: S3Params = { type: 's3', bucket: 'bucket', root: '/in/', endpoint_url: 'https://s3.example.com', enable_virtual_host_style: false };
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'stagewire-external-'));
    for (const name of ['allowed/in', 'allowed-not', 'forbidden']) await mkdir(join(directory, name), { recursive: true });
    await symlink(join(directory, 'forbidden'), join(directory, 'allowed', 'link'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  test('directories below the roots, by their real paths', async () => {
    const stores = open();
    const store = await stores.open({ type: 'fs', root: join(directory, 'allowed/in/') });
    expect(await store.stat('x')).toBeNull();
    await expect(stores.open({ type: 'fs', root: join(directory, 'allowed/absent/') })).rejects.toMatchObject({ kind: 'StorageNotFound' });
    for (const path of ['forbidden/', 'allowed-not/', 'allowed/link/', 'allowed/../forbidden/', 'absent/', '']) {
      await expect(stores.open({ type: 'fs', root: `${directory}/${path}` })).rejects.toMatchObject({ kind: 'StorageInsecure' });
    }
    await expect(open({ fsRoots: [] }).open({ type: 'fs', root: directory })).rejects.toMatchObject({ kind: 'StorageInsecure' });
  });

  test('a directory that does not exist yet is judged by the way to it, and again when it does', async () => {
    const stores = open();
    const later = join(directory, 'allowed/later/in/');
    await stores.check({ type: 'fs', root: later });
    await expect(stores.open({ type: 'fs', root: later })).rejects.toMatchObject({ kind: 'StorageNotFound' });
    for (const path of ['forbidden/', 'allowed/link/', 'allowed/link/absent/', 'allowed/../absent/', 'allowed-not/absent/', 'absent/']) {
      const params = { type: 'fs', root: join(directory, path) } as const;
      await expect(stores.check(params)).rejects.toMatchObject({ kind: 'StorageInsecure' });
      await expect(stores.open(params)).rejects.toMatchObject({ kind: 'StorageInsecure' });
    }
    await mkdir(join(directory, 'allowed/later'));
    await symlink(join(directory, 'forbidden'), join(directory, 'allowed/later/in'));
    await expect(stores.open({ type: 'fs', root: later })).rejects.toMatchObject({ kind: 'StorageInsecure' });
    await rm(join(directory, 'allowed/later'), { recursive: true });
    await mkdir(later, { recursive: true });
    expect(await (await stores.open({ type: 'fs', root: later })).stat('x')).toBeNull();
    await rm(join(directory, 'allowed/later'), { recursive: true });
    await stores.close();
  });

  test('a directory is opened once, and its path judged each time', async () => {
    const stores = open();
    const way = join(directory, 'allowed/way');
    await symlink(join(directory, 'allowed/in'), way);
    const store = await stores.open({ type: 'fs', root: way });
    expect(await stores.open({ type: 'fs', root: way })).toBe(store);
    await rm(way);
    await symlink(join(directory, 'allowed'), way);
    const other = await stores.open({ type: 'fs', root: way });
    expect(other.id).not.toBe(store.id);
    await rm(way);
    await symlink(join(directory, 'forbidden'), way);
    await expect(stores.open({ type: 'fs', root: way })).rejects.toMatchObject({ kind: 'StorageInsecure' });
    await rm(way);
    await stores.close();
  });

  test('`..` behind a symbolic link leads back to where the link is', async () => {
    await mkdir(join(directory, 'elsewhere/in'), { recursive: true });
    await symlink(join(directory, 'allowed/in'), join(directory, 'elsewhere/link'));
    await expect(open().open({ type: 'fs', root: `${directory}/elsewhere/link/../in` })).rejects.toMatchObject({ kind: 'StorageInsecure' });
  });

  test('a signed URL leads back to the directory', async () => {
    const stores = open();
    const root = join(directory, 'allowed/in/');
    const store = await stores.open({ type: 'fs', root });
    const { url } = await store.presign({ method: 'GET', key: 'a b', expiresIn: 10, publicUrl: 'http://h:1' });
    const { storeId, key } = signer.verify(url.replace('http://h:1', ''));
    expect(key).toBe('a b');
    expect(await stores.openSigned(storeId)).not.toBeNull();
    expect(await stores.openSigned('home')).toBeNull();
    await expect(open({ fsRoots: [] }).openSigned(storeId)).rejects.toMatchObject({ kind: 'StorageInsecure' });
  });

  test('stores of the same parameters are shared', async () => {
    const stores = open();
    const store = await stores.open(s3);
    expect(await stores.open({ ...s3 })).toBe(store);
    expect(await stores.open({ ...s3, access_key_id: 'a', secret_access_key: 'b' })).not.toBe(store);
    for (let index = 0; index < 64; index += 1) await stores.open({ ...s3, bucket: `bucket-${index}` });
    expect(await stores.open(s3)).not.toBe(store);
    await stores.close();
  });

  test('plain http is refused unless it is allowed', async () => {
    const plain = { ...s3, endpoint_url: 'http://127.0.0.1:9' };
    await expect(open().open(plain)).rejects.toMatchObject({ kind: 'StorageInsecure' });
    await expect(open({ allowInsecure: true }).open(plain)).resolves.toBeDefined();
  });

  test('what cannot be served is refused', async () => {
    await expect(open().open({ type: 'hdfs', bucket: 'c', root: '/', options: {} })).rejects.toMatchObject({
      kind: 'StorageUnsupported',
      text: expect.stringContaining('reading hdfs locations is not supported by this server') as string,
    });
    await expect(open().open({ ...s3, role_arn: 'arn:x' })).rejects.toMatchObject({ kind: 'InvalidConfig' });
    await expect(open().open({ ...s3, master_key: 'k' })).rejects.toMatchObject({ kind: 'InvalidConfig' });
    const keys = { access_key_id: 'a', secret_access_key: 'ü' };
    for (const wrong of [{ access_key_id: 'a…' }, { access_key_id: '' }, { session_token: 'a\r\nb' }, { region: 'eu west' }]) {
      await expect(open().open({ ...s3, ...keys, ...wrong })).rejects.toMatchObject({ kind: 'InvalidConfig' });
    }
    await expect(open().open({ ...s3, ...keys })).resolves.toBeDefined();
  });
});
