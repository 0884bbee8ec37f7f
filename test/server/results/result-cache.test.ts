import { BIGINT } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ResultTable } from '../../../engine/results/result-table.js';
import { ResultCache } from '../../../server/results/result-cache.js';
import type { KeptResult } from '../../../server/results/kept-result.js';

let cache: ResultCache;
let dropped: string[];

/** Room for three results of one column. */
const ROOM = 3 * 36 * 1024;

beforeEach(() => {
  cache = new ResultCache(ROOM);
  dropped = [];
});
afterEach(() => { cache.close(); });

const ANN = { user: 'ann', account: '1' };
const BOB = { user: 'bob', account: '2' };

function result(id: string, changes: Partial<KeptResult> = {}): KeptResult {
  const table = new ResultTable(id, ['a'], [BIGINT], () => { dropped.push(id); });
  return { owner: ANN, id, key: `key of ${id}`, fingerprint: 'f', table, columns: [], foundRows: undefined, sql: '', requirements: [], expiresAt: Infinity, ...changes };
}

it('makes room by dropping what was used longest ago', () => {
  for (const id of ['a', 'b', 'c']) cache.keep(result(id));
  expect(cache.forId(ANN, 'A')?.id).toBe('a');
  expect(cache.forKey('key of b')?.id).toBe('b');
  cache.keep(result('d'));
  expect(dropped).toEqual(['c']);
  expect(cache.forId(ANN, 'c')).toBeNull();
  expect(cache.whyNot(ANN, 'c')).toEqual({ reason: 'evicted' });
  expect({ count: cache.count, size: cache.size }).toEqual({ count: 3, size: ROOM });
});

it('gives a result to its user by each of its ids, of which the oldest but its own are forgotten', () => {
  const kept = result('a');
  cache.keep(kept);
  for (let n = 0; n < 40; n += 1) cache.answers(kept, `again ${n}`);
  expect(cache.forId(ANN, 'again 39')).toBe(kept);
  expect(cache.forId(ANN, 'a')).toBe(kept);
  expect(cache.forId(ANN, 'again 8')).toBeNull();
  expect(cache.forId(ANN, 'again 9')).toBe(kept);
  expect(cache.forId(BOB, 'again 39')).toBeNull();
  expect(cache.hits).toBe(40);
  expect(cache.forKey('key of a')).toBe(kept);
});

it('answers by the newest of two results, and keeps the older one for who knows its id', () => {
  cache.keep(result('a', { key: 'same' }));
  cache.keep(result('b', { key: 'same' }));
  expect(cache.forKey('same')?.id).toBe('b');
  expect(cache.forId(ANN, 'a')?.id).toBe('a');
  cache.keep(result('b', { key: 'other' }));
  expect(cache.forId(ANN, 'b')?.key).toBe('other');
});

it('forgets what is over, and the results of a user', () => {
  cache.keep(result('a', { expiresAt: performance.now() }));
  expect(cache.forKey('key of a')).toBeNull();
  expect(cache.whyNot(ANN, 'a')).toEqual({ reason: 'expired' });
  cache.keep(result('b'));
  cache.keep(result('c', { owner: BOB }));
  cache.forgetUser('ann');
  expect(dropped).toEqual(['a', 'b']);
  expect(cache.of(ANN)).toEqual([]);
  expect(cache.of(BOB)).toHaveLength(1);
});
