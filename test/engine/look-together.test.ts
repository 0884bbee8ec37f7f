import { expect, test } from 'vitest';
import { lookTogether } from '../../engine/formats/shape/look-together.js';
import { Threads } from '../../engine/threads/threads.js';

test('on a machine of many threads those that look through many files fail for nobody but who asked', async () => {
  const threads = new Threads(64, 64 * 1024 ** 2);
  const controller = new AbortController();
  const looks = Array.from({ length: 300 }, () => lookTogether('profile', '/dev/null', null, { threads, signal: controller.signal }));
  controller.abort();
  const outcomes = await Promise.allSettled(looks);
  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['rejected']));
  // A failure that nobody waits for would show by now, and end a server.
  await new Promise((resolve) => setImmediate(resolve));
  await threads.close();
});
