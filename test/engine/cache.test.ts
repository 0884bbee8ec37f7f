import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { CacheSpace } from '../../engine/cache/cache-space.js';
import { ObjectCache, type Make } from '../../engine/cache/object-cache.js';
import { compile } from '../support/compiled.js';
import { until } from '../support/until.js';

let directory: string;
let targets = 0;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stagewire-cache-'));
  await mkdir(join(directory, 'targets'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

const cacheDirectory = (): string => join(directory, 'cache');
const openCache = async (capacity: number): Promise<Pick<ObjectCache, 'provide'> & { readonly bytes: number }> => {
  const space = new CacheSpace(capacity);
  const cache = await ObjectCache.open(cacheDirectory(), space);
  return { provide: cache.provide.bind(cache), get bytes() { return space.bytes; } };
};
const newTarget = (): string => join(directory, 'targets', String((targets += 1)));
const drafts = (): Promise<string[]> => readdir(join(cacheDirectory(), 'making'));
const contents = (): Promise<string[]> => readdir(join(cacheDirectory(), 'content'));
const live = (): AbortSignal => new AbortController().signal;
const bytes = (count: number): Make => (path) => writeFile(path, Buffer.alloc(count, 'x'));
const never: Make = () => Promise.reject(new Error('it was there already'));

/** Writes half of a file, and the rest when it is told to; ends early when it is aborted. */
function slow(): { readonly make: Make; readonly begun: () => number; readonly finish: () => void; readonly fail: (error: Error) => void } {
  let begun = 0;
  let settle: (error: Error | null) => void = () => undefined;
  const told = new Promise<Error | null>((resolve) => { settle = resolve; });
  return {
    make: async (path, signal) => {
      begun += 1;
      await writeFile(path, 'half ');
      signal.throwIfAborted();
      const aborted = new Promise<Error>((resolve) => { signal.addEventListener('abort', () => { resolve(new Error('aborted')); }); });
      const error = await Promise.race([told, aborted]);
      if (error) throw error;
      await writeFile(path, 'half and whole');
    },
    begun: () => begun,
    finish: () => { settle(null); },
    fail: (error) => { settle(error); },
  };
}

describe('the bound', () => {
  it('what was used longest ago goes first', async () => {
    const cache = await openCache(30);
    for (const key of ['a', 'b', 'c']) await cache.provide(key, newTarget(), bytes(10), live());
    await cache.provide('a', newTarget(), never, live());
    await cache.provide('d', newTarget(), bytes(10), live());
    expect(cache.bytes).toBe(30);
    for (const key of ['a', 'c', 'd']) await cache.provide(key, newTarget(), never, live());
    await expect(cache.provide('b', newTarget(), never, live())).rejects.toThrow('it was there already');
    expect(await contents()).toHaveLength(3);
  });

  it('holds whatever the sizes are', async () => {
    const cache = await openCache(100);
    for (let index = 0; index < 40; index += 1) {
      await cache.provide(`k${index % 13}`, newTarget(), bytes((index * 37) % 60), live());
      expect(cache.bytes).toBeLessThanOrEqual(100);
    }
    const sizes = (await contents()).map((name) => readFileSync(join(cacheDirectory(), 'content', name)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(cache.bytes);
  });

  it('an entry that is evicted stays for those who read it', async () => {
    const cache = await openCache(10);
    const target = newTarget();
    await cache.provide('a', target, bytes(10), live());
    await cache.provide('b', newTarget(), bytes(9), live());
    expect((await readFile(target)).length).toBe(10);
  });

  it('a file larger than the whole cache is read and not kept, whoever asks', async () => {
    const cache = await openCache(5);
    const wanted = [newTarget(), newTarget(), newTarget()];
    await Promise.all(wanted.map((target) => cache.provide('big', target, bytes(50), live())));
    for (const target of wanted) expect((await readFile(target)).length).toBe(50);
    expect(cache.bytes).toBe(0);
    expect([await contents(), await drafts()]).toEqual([[], []]);
  });
});

describe('many who ask', () => {
  it('one makes it for all', async () => {
    const cache = await openCache(1000);
    const { make, begun, finish } = slow();
    const wanted = Array.from({ length: 20 }, newTarget);
    const all = Promise.all(wanted.map((target) => cache.provide('k', target, make, live())));
    await until('it is begun', () => begun() > 0);
    finish();
    await all;
    expect(begun()).toBe(1);
    for (const target of wanted) expect(await readFile(target, 'utf8')).toBe('half and whole');
  });

  it('the one who began it may go, also with its directory', async () => {
    const cache = await openCache(1000);
    const { make, begun, finish } = slow();
    const first = new AbortController();
    await mkdir(join(directory, 'first'));
    const gone = cache.provide('k', join(directory, 'first', '0'), make, first.signal);
    const target = newTarget();
    const second = cache.provide('k', target, make, live());
    await until('it is begun', () => begun() > 0);
    first.abort();
    await expect(gone).rejects.toMatchObject({ kind: 'AbortedQuery' });
    await rm(join(directory, 'first'), { recursive: true });
    finish();
    await second;
    expect(begun()).toBe(1);
    expect(await readFile(target, 'utf8')).toBe('half and whole');
  });

  it('what failed because the one who began it went is made by the next', async () => {
    const cache = await openCache(1000);
    const { make, begun, fail } = slow();
    const first = new AbortController();
    const gone = cache.provide('k', newTarget(), make, first.signal);
    const wanted = [newTarget(), newTarget()];
    let made = 0;
    const others = wanted.map((target) => cache.provide('k', target, (path, signal) => { made += 1; return bytes(7)(path, signal); }, live()));
    await until('it is begun', () => begun() > 0);
    first.abort();
    await expect(gone).rejects.toMatchObject({ kind: 'AbortedQuery' });
    fail(new Error('its connection was closed'));
    await Promise.all(others);
    expect(made).toBe(1);
    for (const target of wanted) expect((await readFile(target)).length).toBe(7);
  });

  it('one is enough for all, also of a file that is not kept', async () => {
    const cache = await openCache(5);
    const { make, begun, finish } = slow();
    const wanted = Array.from({ length: 5 }, newTarget);
    const all = Promise.all(wanted.map((target) => cache.provide('k', target, make, live())));
    await until('it is begun', () => begun() > 0);
    finish();
    await all;
    expect(begun()).toBe(1);
    expect(await contents()).toEqual([]);
  });

  it('when the last has gone it is stopped and leaves nothing', async () => {
    const cache = await openCache(1000);
    const { make, begun } = slow();
    const callers = [new AbortController(), new AbortController()];
    const all = callers.map(({ signal }) => cache.provide('k', newTarget(), make, signal));
    await until('it is begun', () => begun() > 0);
    for (const caller of callers) caller.abort();
    for (const one of all) await expect(one).rejects.toMatchObject({ kind: 'AbortedQuery' });
    await until('the draft is gone', async () => (await drafts()).length === 0);
    expect(await contents()).toEqual([]);
    const target = newTarget();
    await cache.provide('k', target, bytes(3), live());
    expect(cache.bytes).toBe(3);
  });

  it('one that is asked for again while it is stopping is counted once', async () => {
    const cache = await openCache(1000);
    for (let round = 0; round < 30; round += 1) {
      const caller = new AbortController();
      const gone = cache.provide(`k${round}`, newTarget(), bytes(10), caller.signal).catch(() => undefined);
      await sleep(round % 3);
      caller.abort();
      await cache.provide(`k${round}`, newTarget(), bytes(10), live());
      await gone;
    }
    await until('all drafts are gone', async () => (await drafts()).length === 0);
    expect(cache.bytes).toBe(300);
    expect(await contents()).toHaveLength(30);
  });
});

it('a failure is for all who wait, leaves nothing, and the next one tries again', async () => {
  const cache = await openCache(1000);
  const { make, begun, fail } = slow();
  const all = [1, 2, 3].map(() => cache.provide('k', newTarget(), make, live()));
  await until('it is begun', () => begun() > 0);
  fail(new Error('the store is gone'));
  for (const one of all) await expect(one).rejects.toThrow('the store is gone');
  expect(begun()).toBe(1);
  expect([await drafts(), await contents(), cache.bytes]).toEqual([[], [], 0]);
  const target = newTarget();
  await cache.provide('k', target, bytes(4), live());
  expect((await readFile(target)).length).toBe(4);
});

describe('after a restart', () => {
  it('entries are there, in the order of their last use', async () => {
    const before = await openCache(1000);
    for (const [index, key] of ['a', 'b', 'c'].entries()) {
      const target = newTarget();
      await before.provide(key, target, bytes(10), live());
      const used = new Date(Date.now() - (key === 'a' ? 1 : 10 - index) * 60_000);
      await utimes(target, used, used);
    }
    const after = await openCache(20);
    expect(after.bytes).toBe(20);
    for (const key of ['a', 'c']) await after.provide(key, newTarget(), never, live());
    await expect(after.provide('b', newTarget(), never, live())).rejects.toThrow('it was there already');
  });

  it('of a process that was killed amid making, no half entry is there', async () => {
    const compiled = await compile('engine/cache/cache-space.ts', 'engine/cache/object-cache.ts');
    onTestFinished(() => compiled.remove());
    const module = (name: string): string => JSON.stringify(compiled.module(`engine/cache/${name}`));
    const script = join(directory, 'killed.mjs');
    await writeFile(script, `
      import { appendFileSync } from 'node:fs';
      const { CacheSpace } = await import(${module('cache-space.ts')});
      const { ObjectCache } = await import(${module('object-cache.ts')});
      const cache = await ObjectCache.open(${JSON.stringify(cacheDirectory())}, new CacheSpace(1000));
      const { signal } = new AbortController();
      await cache.provide('whole', ${JSON.stringify(newTarget())}, async (path) => appendFileSync(path, 'whole'), signal);
      await cache.provide('half', ${JSON.stringify(newTarget())}, (path) => {
        appendFileSync(path, 'half');
        process.send('amid');
        return new Promise(() => setInterval(() => undefined, 1000));
      }, signal);
    `);
    const child = fork(script);
    const ended = once(child, 'exit');
    await once(child, 'message');
    child.kill('SIGKILL');
    await ended;
    expect(await drafts()).toHaveLength(1);
    const cache = await openCache(1000);
    expect([await drafts(), cache.bytes]).toEqual([[], 5]);
    await cache.provide('whole', newTarget(), never, live());
    const target = newTarget();
    await cache.provide('half', target, bytes(7), live());
    expect((await readFile(target)).length).toBe(7);
  });
});
