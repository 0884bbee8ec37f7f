import { expect, test } from 'vitest';
import { UserLocks, type SharedLocks } from '../../../server/locks/user-locks.js';

const never = new AbortController().signal;
const [ANN, BOB] = [1, 2];

/** A catalog whose releases end when the test says so. */
function slowCatalog(): SharedLocks & { readonly end: () => void } {
  const counts = new Map<string, number>();
  const waiting: (() => void)[] = [];
  return {
    tryTake: (name) => { counts.set(name, (counts.get(name) ?? 0) + 1); return Promise.resolve(true); },
    release: (name) => new Promise((resolve) => { waiting.push(() => { counts.set(name, (counts.get(name) ?? 0) - 1); resolve(); }); }),
    isTaken: (name) => Promise.resolve((counts.get(name) ?? 0) > 0),
    onLoss: () => undefined,
    end: () => { for (const release of waiting.splice(0)) release(); },
  };
}

test('what a connection takes while its former locks are being released is its own', async () => {
  const catalog = slowCatalog();
  const locks = new UserLocks(catalog);
  for (const name of ['a', 'b', 'c']) expect(await locks.take(name, ANN, 0, never)).toBe(true);
  const released = locks.releaseAll(ANN);
  expect(await locks.take('c', ANN, 0, never)).toBe(true);
  catalog.end();
  expect(await released).toBe(3);
  expect(await Promise.all(['a', 'b', 'c'].map((name) => locks.ownerOf(name)))).toEqual([null, null, ANN]);
  expect(await locks.take('c', BOB, 0, never)).toBe(false);
});

test('a lock that could not be released at the catalog keeps no other one', async () => {
  const catalog: SharedLocks = { ...slowCatalog(), release: (name) => (name === 'a' ? Promise.reject(new Error('no answer')) : Promise.resolve()) };
  const locks = new UserLocks(catalog);
  for (const name of ['a', 'b']) await locks.take(name, ANN, 0, never);
  await expect(locks.releaseAll(ANN)).rejects.toThrow('no answer');
  expect(await locks.take('b', BOB, 0, never)).toBe(true);
});
