import { expect, test } from 'vitest';
import { Turns } from '../../engine/turns.js';

const never = new AbortController().signal;

/** A call that ends when the test says so. */
function openCall(): { readonly call: () => Promise<void>; readonly end: () => void; readonly begun: () => boolean } {
  let begun = false;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    call: () => {
      begun = true;
      return ended;
    },
    end: () => { end(); },
    begun: () => begun,
  };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('no more calls than allowed run at once, the others in the order in which they came', async () => {
  const turns = new Turns(2);
  const calls = [openCall(), openCall(), openCall(), openCall()] as const;
  const all = Promise.all(calls.map(({ call }) => turns.take(call, never)));
  await settle();
  expect(calls.map(({ begun }) => begun())).toEqual([true, true, false, false]);
  calls[1].end();
  await settle();
  expect(calls.map(({ begun }) => begun())).toEqual([true, true, true, false]);
  for (const { end } of calls) end();
  await all;
  expect(calls.every(({ begun }) => begun())).toBe(true);
});

test('a call that fails gives its turn to the next', async () => {
  const turns = new Turns(1);
  const failing = turns.take(() => Promise.reject(new Error('no')), never);
  const next = turns.take(() => Promise.resolve('yes'), never);
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});

test('who goes away while waiting leaves the line', async () => {
  const turns = new Turns(1);
  const first = openCall();
  const leaving = new AbortController();
  const running = turns.take(first.call, never);
  const left = turns.take(() => Promise.resolve('too late'), leaving.signal);
  const last = turns.take(() => Promise.resolve('next'), never);
  leaving.abort();
  await expect(left).rejects.toThrow('query was cancelled');
  first.end();
  await running;
  await expect(last).resolves.toBe('next');
});

test('who comes in the moment in which a turn goes on does not take it as well', async () => {
  const turns = new Turns(1);
  const calls = [openCall(), openCall(), openCall()] as const;
  const running = [turns.take(calls[0].call, never), turns.take(calls[1].call, never)];
  calls[0].end();
  // Behind the end of the first call, and in front of the beginning of the second.
  running.push(Promise.resolve().then(() => turns.take(calls[2].call, never)));
  await settle();
  expect(calls.map(({ begun }) => begun())).toEqual([true, true, false]);
  calls[1].end();
  await settle();
  expect(calls[2].begun()).toBe(true);
  calls[2].end();
  await Promise.all(running);
});
