import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ExternalStores } from '../../storage/external-stores.js';
import type { ObjectInfo, ObjectStore } from '../../storage/object-store.js';
import { UrlSigner } from '../../storage/signed-url.js';
import { startHub, type Hub } from '../support/hub.js';

let hub: Hub;
let external: ExternalStores;
const LARGE = Buffer.alloc(5000, '0123456789');

beforeAll(async () => {
  hub = await startHub();
  external = new ExternalStores({ instanceId: 'test', signer: new UrlSigner(Buffer.alloc(32)), allowInsecure: true, fsRoots: [], idleTimeoutMs: 2000, hubUrl: hub.url });
  hub.files.set('z.csv', Buffer.from('z'));
  hub.files.set('data/b ü.csv', Buffer.from('small'));
  hub.files.set('data/sub/c.parquet', LARGE);
  hub.files.set('data/a.csv', Buffer.from('1'));
  hub.files.set('data2.csv', Buffer.from('2'));
});
afterEach(() => {
  hub.token = null;
  hub.requests.length = 0;
  hub.elsewhere.length = 0;
});
afterAll(async () => {
  await external.close();
  await hub.stop();
});

const open = (root = '/books/', options: Record<string, string> = {}): Promise<ObjectStore> =>
  external.open({ type: 'huggingface', bucket: 'owner', root, options: { repo_type: 'dataset', revision: 'main', ...options } });

async function list(store: ObjectStore, prefix = ''): Promise<ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  for await (const page of store.list(prefix)) found.push(...page);
  return found;
}
const keysOf = async (store: ObjectStore, prefix = ''): Promise<string[]> => (await list(store, prefix)).map(({ key }) => key);
const textOf = async (store: ObjectStore, key: string, options: Parameters<ObjectStore['read']>[1] = {}): Promise<string> =>
  Buffer.concat((await (await store.read(key, options)).toArray()) as Buffer[]).toString();

describe('a repository', () => {
  it('is listed by string prefix at any depth in byte order, page by page of the Hub', async () => {
    expect(await keysOf(await open())).toEqual(['data/a.csv', 'data/b ü.csv', 'data/sub/c.parquet', 'data2.csv', 'z.csv']);
    expect(hub.requests).toHaveLength(2);
    expect(await keysOf(await open(), 'data')).toEqual(['data/a.csv', 'data/b ü.csv', 'data/sub/c.parquet', 'data2.csv']);
    expect(await keysOf(await open('/books/data/'), 'b')).toEqual(['b ü.csv']);
    expect(await keysOf(await open(), 'nowhere/at')).toEqual([]);
  });

  it('tells of a file the same in listings and when asked for it', async () => {
    const store = await open('/books/data/');
    const expected = createHash('sha256').update(LARGE).digest('hex');
    const found = await store.stat('sub/c.parquet');
    expect(found).toEqual({ key: 'sub/c.parquet', size: 5000, etag: `"${expected}"`, version: expected, lastModified: new Date('2026-01-02T03:04:05Z') });
    expect(await list(store, 'sub/')).toEqual([found]);
    expect(await store.stat('sub')).toBeNull();
    expect(await store.stat('none')).toBeNull();
  });

  it('is read in ranges, from wherever the Hub keeps a file', async () => {
    const store = await open();
    expect(await textOf(store, 'data/b ü.csv')).toBe('small');
    expect(await textOf(store, 'data/b ü.csv', { range: { offset: 1, length: 2 } })).toBe('ma');
    expect(await textOf(store, 'data/sub/c.parquet', { range: { offset: 4998, length: 9 } })).toBe('89');
    await expect(store.read('none')).rejects.toMatchObject({ kind: 'StorageNotFound', text: "object 'none' does not exist in hf://owner/books/" });
  });

  it.each(['data/a.csv', 'data/sub/c.parquet'])('of which %s was replaced is not read for what was seen', async (key) => {
    const store = await open();
    const version = (await store.stat(key))?.version ?? '';
    const before = hub.files.get(key) ?? Buffer.alloc(0);
    expect(await textOf(store, key, { version })).toBe(before.toString());
    hub.files.set(key, Buffer.concat([before, Buffer.from('!')]));
    await expect(store.read(key, { version })).rejects.toMatchObject({ kind: 'StorageNotFound', text: expect.stringContaining('replaced') as string });
    hub.files.set(key, before);
  });

  it('is only read', async () => {
    const store = await open();
    await expect(store.write('x', (async function* () { yield await Promise.resolve(Buffer.alloc(1)); })())).rejects.toMatchObject({ kind: 'StorageUnsupported' });
    await expect(store.remove(['x'])).rejects.toMatchObject({ kind: 'StorageUnsupported' });
    await expect(store.presign({ method: 'GET', key: 'x', expiresIn: 1, publicUrl: '' })).rejects.toMatchObject({ kind: 'StorageUnsupported' });
  });
});

describe('a token', () => {
  it('goes to the Hub and not to where it sends readers on', async () => {
    hub.token = 'hf_secret';
    const store = await open('/books/', { token: 'hf_secret' });
    expect(await textOf(store, 'data/sub/c.parquet')).toBe(LARGE.toString());
    expect(await keysOf(store, 'z')).toEqual(['z.csv']);
    expect(hub.requests.every((request) => request.endsWith('Bearer hf_secret'))).toBe(true);
    expect(hub.elsewhere).toEqual(['GET /data%2Fsub%2Fc.parquet all nobody']);
  });

  it('that is wrong, or missing, finds no repository', async () => {
    hub.token = 'hf_secret';
    for (const options of [{}, { token: 'hf_wrong' }]) {
      const store = await open('/books/', options);
      await expect(store.stat('z.csv')).rejects.toMatchObject({ kind: 'StorageNotFound', text: `revision 'main' of dataset 'owner/books' does not exist at ${hub.url}` });
      await expect(list(store)).rejects.toMatchObject({ kind: 'StorageNotFound', text: expect.not.stringContaining('hf_') as string });
    }
  });
});

it.each([['/', {}], ['/../x/', {}], ['/books/', { repo_type: 'space' }], ['/books/', { token: 'a\nb' }]])('the location %j with %j is refused', async (root, options) => {
  await expect(open(root, options)).rejects.toMatchObject({ kind: 'InvalidConfig' });
});

it('an abort ends every operation', async () => {
  const store = await open();
  const aborted = AbortSignal.abort();
  await expect(store.stat('z.csv', aborted)).rejects.toMatchObject({ kind: 'AbortedQuery' });
  await expect(store.read('z.csv', { signal: aborted })).rejects.toMatchObject({ kind: 'AbortedQuery' });
  await expect(store.list('', aborted)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: 'AbortedQuery' });
});
