import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAzblobStore } from '../../storage/azblob/azblob-store.js';
import { openFsStore } from '../../storage/fs/fs-store.js';
import { openGcsStore } from '../../storage/gcs/gcs-store.js';
import type { ObjectInfo, ObjectStore } from '../../storage/object-store.js';
import { openS3Store } from '../../storage/s3/s3-store.js';
import { UrlSigner } from '../../storage/signed-url.js';
import { startAzurite } from '../support/azurite.js';
import { startFakeGcs } from '../support/fake-gcs.js';
import { startS3Server } from '../support/s3-server.js';

const MIB = 1024 * 1024;
const signer = new UrlSigner(Buffer.alloc(32, 1));

/** A store under test, and a look behind it. */
interface Subject {
  readonly store: ObjectStore;
  /** What an unfinished write of this key left in the store. */
  readonly leftovers: (key: string) => Promise<string[]>;
  /** For servers that are slow with many requests. */
  readonly isSlow?: true;
  /** Keys out of the odd ones that can't be. */
  readonly impossible?: readonly string[];
}

const [s3, azurite, gcs] = await Promise.all([
  startS3Server('the tests of the S3 store'), startAzurite('the tests of the Azure store'), startFakeGcs('the tests of the GCS store'),
]);
let buckets = 0;
/** Those whose URLs lead to the store itself. */
const SIGNED_BY_STORE = ['s3', 'azblob', 'gcs'];

const subjects: Record<string, () => Promise<Subject>> = {
  fs: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'stagewire-store-'));
    cleanups.push(() => rm(directory, { recursive: true }));
    const store = await openFsStore({ directory, create: false, instanceId: 'test', signing: { signer, storeId: 'home' } });
    return { store, leftovers: () => readdir(join(directory, '.stagewire-tmp')).catch(() => []) };
  },
  ...(s3 && {
    s3: async (): Promise<Subject> => {
      const bucket = `bucket-${(buckets += 1)}`;
      await s3.createBucket(bucket);
      const store = openS3Store({ ...s3, bucket, rootPrefix: 'some/prefix/', virtualHostStyle: false });
      cleanups.push(() => store.close());
      return { store, leftovers: (key) => s3.unfinishedUploads(bucket, `some/prefix/${key}`) };
    },
  }),
  ...(azurite && {
    azblob: async (): Promise<Subject> => {
      const container = `container-${(buckets += 1)}`;
      await azurite.createContainer(container);
      const store = openAzblobStore({ ...azurite, container, rootPrefix: 'some/prefix/' });
      cleanups.push(() => store.close());
      // Azure itself removes blocks that no list names.
      return { store, leftovers: () => Promise.resolve([]), isSlow: true, impossible: ['back\\slash'] };
    },
  }),
  ...(gcs && {
    gcs: async (): Promise<Subject> => {
      const bucket = `bucket-${(buckets += 1)}`;
      await gcs.createBucket(bucket);
      const store = openGcsStore({ ...gcs, bucket, rootPrefix: 'some/prefix/', allowInsecure: true });
      cleanups.push(() => store.close());
      // Sessions of uploads expire by themselves.
      return { store, leftovers: () => Promise.resolve([]), isSlow: true, impossible: ['new\nline\ttab'] };
    },
  }),
};

const cleanups: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup();
  await Promise.all([s3?.stop(), azurite?.stop(), gcs?.stop()]);
});

async function* chunks(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    await Promise.resolve();
    yield Buffer.from(part);
  }
}

/** `count` times the same chunk. */
async function* repeated(count: number, chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) {
    await Promise.resolve();
    yield chunk;
  }
}

async function content(store: ObjectStore, key: string, range?: { offset: number; length: number }): Promise<Buffer> {
  return Buffer.concat((await (await store.read(key, range ? { range } : {})).toArray()) as Buffer[]);
}

async function listAll(store: ObjectStore, prefix = ''): Promise<ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  for await (const page of store.list(prefix)) found.push(...page);
  return found;
}

const keysOf = async (store: ObjectStore, prefix = ''): Promise<string[]> => (await listAll(store, prefix)).map((object) => object.key);
const byBytes = (keys: string[]): string[] => keys.sort((a, b) => Buffer.from(a).compare(Buffer.from(b)));

for (const [name, create] of Object.entries(subjects)) {
  describe(`the ${name} store`, () => {
    let subject: Subject;
    let store: ObjectStore;
    beforeAll(async () => {
      subject = await create();
      store = subject.store;
    });

    test('gives back what was written, and describes it the same everywhere', async () => {
      const written = await store.write('first.csv', chunks('a,b\n', '1,2\n'));
      expect((await content(store, 'first.csv')).toString()).toBe('a,b\n1,2\n');
      const found = await store.stat('first.csv');
      expect(found).toMatchObject({ key: 'first.csv', size: 8 });
      const listed = await listAll(store, 'first');
      expect(listed.map(({ key, size, etag, version }) => ({ key, size, etag, version }))).toEqual([
        { key: 'first.csv', size: 8, etag: found?.etag, version: found?.version },
      ]);
      expect(written.version).toBe(found?.version);
      expect(written.etag).toBe(found?.etag);
      expect(Math.abs(written.lastModified.getTime() - (found?.lastModified.getTime() ?? 0))).toBeLessThanOrEqual(1000);
      expect(listed[0]?.lastModified).toEqual(found?.lastModified);
    });

    const odd = ['a b', ' lead', 'per%20cent%', 'plus+plus', "quo'te\"s", 'back\\slash', 'ümläut ✓/日本語.csv', '😀', 'a&<b>;=?#x', 'new\nline\ttab', '0012', '1e3', 'x'.repeat(200)];
    test.each(odd)('takes the key %j as it is', async (key) => {
      if (subject.impossible?.includes(key)) {
        await expect(store.write(`odd/${key}`, chunks(key))).rejects.toMatchObject({ kind: 'BadArguments' });
        return;
      }
      await store.write(`odd/${key}`, chunks(key));
      expect((await content(store, `odd/${key}`)).toString()).toBe(key);
      expect(await keysOf(store, `odd/${key}`)).toContain(`odd/${key}`);
      await store.remove([`odd/${key}`]);
      expect(await store.stat(`odd/${key}`)).toBeNull();
    });

    test('lists a string prefix at any depth in byte order', async () => {
      const keys = ['p/ab', 'p/ab.csv', 'p/abc/x.csv', 'p/abd', 'p/a-b', 'p/a/x', 'p/a0', 'p/xab.csv', 'p/é', 'p/z', 'p/\u{1F600}'];
      if (name !== 'azblob') keys.push('p/\uFF5E');
      for (const key of keys) await store.write(key, chunks(key));
      expect(await keysOf(store, 'p/')).toEqual(byBytes(keys));
      expect(await keysOf(store, 'p/ab')).toEqual(['p/ab', 'p/ab.csv', 'p/abc/x.csv', 'p/abd']);
      expect(await keysOf(store, 'p/ab/')).toEqual([]);
      expect(await keysOf(store, 'p/abc/')).toEqual(['p/abc/x.csv']);
      expect(await keysOf(store, 'nothing/here')).toEqual([]);
    });

    test('reads ranges', async () => {
      await store.write('range', chunks('0123456789'));
      expect((await content(store, 'range', { offset: 0, length: 1 })).toString()).toBe('0');
      expect((await content(store, 'range', { offset: 3, length: 4 })).toString()).toBe('3456');
      expect((await content(store, 'range', { offset: 8, length: 100 })).toString()).toBe('89');
      await expect(content(store, 'range', { offset: 10, length: 1 })).rejects.toMatchObject({ kind: 'BadArguments' });
    });

    test('keeps empty objects', async () => {
      await store.write('empty', chunks());
      expect((await content(store, 'empty')).length).toBe(0);
      expect(await store.stat('empty')).toMatchObject({ size: 0 });
      expect(await keysOf(store, 'empty')).toEqual(['empty']);
    });

    test('overwrites, and the version tells', async () => {
      const first = await store.write('over', chunks('one'));
      const second = await store.write('over', chunks('two'));
      expect(second.version).not.toBe(first.version);
      expect((await content(store, 'over')).toString()).toBe('two');
    });

    test('reads what was seen, and nothing that took its place', async () => {
      const { version } = await store.write('seen', chunks('one'));
      const text = async (): Promise<string> => Buffer.concat((await (await store.read('seen', { version, range: { offset: 0, length: 3 } })).toArray()) as Buffer[]).toString();
      expect(await text()).toBe('one');
      await store.write('seen', chunks('two!'));
      await expect(text()).rejects.toMatchObject({ kind: 'StorageNotFound', text: expect.stringContaining('was replaced or removed') as string });
      await store.remove(['seen']);
      await expect(text()).rejects.toMatchObject({ kind: 'StorageNotFound' });
    });

    test('stat of what does not exist is null, reading it is 3001', async () => {
      expect(await store.stat('absent')).toBeNull();
      expect(await store.stat('first.csv/below')).toBeNull();
      await expect(store.read('absent')).rejects.toMatchObject({ kind: 'StorageNotFound', text: expect.stringContaining("'absent'") as string });
    });

    test('holds little of a body in memory', async () => {
      const { signal } = new AbortController();
      const before = process.memoryUsage().arrayBuffers;
      let most = 0;
      const body = async function* (): AsyncGenerator<Uint8Array> {
        for (let index = 0; index < 4000; index += 1) {
          most = Math.max(most, process.memoryUsage().arrayBuffers - before);
          yield await Promise.resolve(Buffer.allocUnsafeSlow(64 * 1024));
        }
      };
      await store.write('250 MiB', body(), { signal });
      expect(most).toBeLessThan(150 * MIB);
      await store.remove(['250 MiB']);
    }, 60_000);

    test('stores 40 MB that come in uneven chunks', async () => {
      const chunk = Buffer.alloc(40_013, 0).map((_, index) => index % 251);
      const written = await store.write('large', repeated(1000, chunk));
      expect(written.size).toBe(40_013_000);
      expect(await store.stat('large')).toMatchObject({ size: 40_013_000, version: written.version });
      let offset = 0;
      for await (const read of (await store.read('large')) as AsyncIterable<Buffer>) {
        expect(read[0]).toBe((offset % 40_013) % 251);
        offset += read.length;
      }
      expect(offset).toBe(40_013_000);
      expect(await subject.leftovers('large')).toEqual([]);
    });

    test.each([['small', 1], ['large', 30]])('an abort in the middle of a %s write leaves nothing', async (_, count) => {
      const controller = new AbortController();
      const body = async function* (): AsyncGenerator<Uint8Array> {
        yield* repeated(count, Buffer.alloc(MIB));
        setTimeout(() => { controller.abort(); }, 10);
        await new Promise(() => undefined);
      };
      await expect(store.write('aborted', body(), { signal: controller.signal })).rejects.toMatchObject({ kind: 'AbortedQuery' });
      expect(await store.stat('aborted')).toBeNull();
      expect(await subject.leftovers('aborted')).toEqual([]);
    });

    test.each([['small', 1], ['large', 20]])('a body that fails in the middle of a %s write leaves nothing, and its error passes', async (_, count) => {
      const failure = Object.assign(new Error('the source broke'), { code: 'ECONNRESET' });
      const body = async function* (): AsyncGenerator<Uint8Array> {
        yield* repeated(count, Buffer.alloc(MIB));
        throw failure;
      };
      await expect(store.write('broken', body())).rejects.toBe(failure);
      expect(await store.stat('broken')).toBeNull();
      expect(await subject.leftovers('broken')).toEqual([]);
    });

    test.each([['small', 1], ['large', 20]])('beforeCommit of a %s write runs before the object is seen and can prevent it', async (_, count) => {
      const failure = new Error('no');
      const beforeCommit = async (): Promise<void> => {
        expect(await store.stat('prevented')).toBeNull();
        throw failure;
      };
      await expect(store.write('prevented', repeated(count, Buffer.alloc(MIB)), { beforeCommit })).rejects.toBe(failure);
      expect(await store.stat('prevented')).toBeNull();
      expect(await subject.leftovers('prevented')).toEqual([]);
    });

    test('lists thousands of objects in pages and removes many of them', async () => {
      const removed = subject.isSlow ? 100 : 2500;
      const keys = Array.from({ length: subject.isSlow ? 2050 : 3000 }, (_, index) => `many/${index % 7}/${String(index).padStart(5, '0')}`);
      const pending = keys.values();
      await Promise.all(Array.from({ length: 16 }, async () => {
        for (const key of pending) await store.write(key, chunks('x'));
      }));
      const pages: number[] = [];
      for await (const page of store.list('many/')) pages.push(page.length);
      expect(pages).toEqual([1000, 1000, keys.length - 2000]);
      const controller = new AbortController();
      const listing = store.list('many/', controller.signal)[Symbol.asyncIterator]();
      await listing.next();
      controller.abort();
      await expect(listing.next()).rejects.toMatchObject({ kind: 'AbortedQuery' });
      byBytes(keys);
      expect(await keysOf(store, 'many/')).toEqual(keys);
      await store.remove([...keys.slice(0, removed), 'many/absent']);
      expect(await keysOf(store, 'many/')).toEqual(keys.slice(removed));
    }, 120_000);

    test('an abort ends every operation', async () => {
      const aborted = AbortSignal.abort();
      await expect(store.stat('first.csv', aborted)).rejects.toMatchObject({ kind: 'AbortedQuery' });
      await expect(store.remove(['first.csv'], aborted)).rejects.toMatchObject({ kind: 'AbortedQuery' });
      await expect(store.write('first.csv', chunks('new'), { signal: aborted })).rejects.toMatchObject({ kind: 'AbortedQuery' });
      await expect(store.list('', aborted)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: 'AbortedQuery' });
      expect((await content(store, 'first.csv')).toString()).toBe('a,b\n1,2\n');
      const reading = new AbortController();
      const stream = await store.read('large', { signal: reading.signal });
      reading.abort();
      await expect(stream.toArray()).rejects.toMatchObject({ kind: 'AbortedQuery' });
    });

    test('refuses keys that cannot be', async () => {
      await expect(store.write('', chunks('x'))).rejects.toMatchObject({ kind: 'BadArguments' });
      await expect(store.write('dir/', chunks('x'))).rejects.toMatchObject({ kind: 'BadArguments' });
      await expect(store.write('\uD800', chunks('x'))).rejects.toMatchObject({ kind: 'BadArguments' });
      await expect(store.write('a/../b', chunks('x'))).rejects.toMatchObject({ name: 'StagewireError' });
      expect(await store.stat('dir/')).toBeNull();
    });

    test('presigns requests', async () => {
      const publicUrl = 'http://127.0.0.1:8000';
      await store.write('to sign/ü+%.csv', chunks('signed'));
      const get = await store.presign({ method: 'GET', key: 'to sign/ü+%.csv', expiresIn: 60, publicUrl });
      expect(get.method).toBe('GET');
      expect(get.headers['host']).toBe(new URL(get.url).host);
      const put = await store.presign({ method: 'PUT', key: 'put here', expiresIn: 60, contentType: 'text/csv', publicUrl });
      expect(put.headers['content-type']).toBe('text/csv');
      await expect(store.presign({ method: 'GET', key: 'x', expiresIn: 8 * 86_400, publicUrl })).rejects.toMatchObject({ kind: 'BadArguments' });
      await expect(store.presign({ method: 'GET', key: 'x', expiresIn: 0, publicUrl })).rejects.toMatchObject({ kind: 'BadArguments' });
      if (!SIGNED_BY_STORE.includes(name)) return;
      expect(await (await fetch(get.url)).text()).toBe('signed');
      expect((await fetch(put.url, { method: 'PUT', headers: put.headers, body: 'uploaded' })).ok).toBe(true);
      expect((await content(store, 'put here')).toString()).toBe('uploaded');
    });

    test('sweeps without touching what is complete', async () => {
      await store.sweep('');
      expect(await store.stat('first.csv')).not.toBeNull();
    });
  });
}
