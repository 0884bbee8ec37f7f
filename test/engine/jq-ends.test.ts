import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { Threads } from '../../engine/threads/threads.js';
import type { Relation } from '../../sql/relation.js';
import { parseStatement } from '../../sql/parse.js';
import { compileQuery } from '../../sql/query/compile.js';
import { SESSION } from '../support/session-values.js';
import { until } from '../support/until.js';

let directory: string;
let engine: Engine;
const run = vi.spyOn(Threads.prototype, 'run');

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stagewire-jq-'));
  engine = await Engine.open({ spillDirectory: directory, spillCapacity: 1e9, cacheDirectory: join(directory, 'objects'), cacheCapacity: 0, memoryLimit: 5e8, threads: 1, callsAtOnce: 4 });
});
beforeEach(() => {
  run.mockClear();
});
afterAll(async () => {
  await engine.close();
  await rm(directory, { recursive: true });
});

function query(sql: string, signal = new AbortController().signal): Promise<Relation> {
  const statement = parseStatement(sql)?.statement;
  if (statement?.kind !== 'query') throw new Error('no query');
  const compiled = compileQuery(statement, SESSION);
  if (compiled.kind !== 'engine') throw new Error('constant');
  return engine.query({ ...compiled, files: null, tables: [] }, signal);
}

async function countOf({ batches }: Relation): Promise<number> {
  let rows = 0;
  for await (const batch of batches) rows += batch.rowCount;
  return rows;
}

/** What became of the tasks that threads were given; one that is not done by itself fails otherwise than one that is ended. */
const outcomes = (): Promise<unknown[]> => Promise.all(run.mock.results.map(({ value }) => (value as Promise<unknown>).then(() => 'done', (error: unknown) => error)));

const ENDLESS = "jq('def f: f; f', parse_json('1'))";

it('a program ends with its statement, and its thread with it', async () => {
  const cancelled = new AbortController();
  const rows = query(`SELECT ${ENDLESS}`, cancelled.signal).then(countOf);
  rows.catch(() => undefined);
  await until('jq runs', () => run.mock.calls.length > 0);
  cancelled.abort();
  await expect(rows).rejects.toMatchObject({ kind: 'AbortedQuery' });
  expect(await outcomes()).toEqual([expect.objectContaining({ kind: 'AbortedQuery' })]);
  // There is but one thread, which nothing occupies.
  expect(await countOf(await query("SELECT jq('.[]', parse_json('[1,2]'))"))).toBe(2);
}, 60_000);

it('so does one that waits for a thread, and one of a statement that fails', async () => {
  const cancelled = new AbortController();
  const asked = [1, 2].map(() => query(`SELECT ${ENDLESS}`, cancelled.signal).then(countOf));
  for (const rows of asked) rows.catch(() => undefined);
  await until('both are asked', () => run.mock.calls.length === 2);
  cancelled.abort();
  for (const rows of asked) await expect(rows).rejects.toMatchObject({ kind: 'AbortedQuery' });
  expect(await outcomes()).toEqual([expect.objectContaining({ kind: 'AbortedQuery' }), expect.objectContaining({ kind: 'AbortedQuery' })]);
}, 60_000);

it('a statement that ends leaves the programs of others alone', async () => {
  const cancelled = new AbortController();
  const ended = query(`SELECT ${ENDLESS}`, cancelled.signal).then(countOf);
  ended.catch(() => undefined);
  await until('the first runs', () => run.mock.calls.length > 0);
  const other = query("SELECT number, jq('.[0], .[1]', json_array(number, 'x')) FROM numbers(3000)").then(countOf);
  await until('the second waits', () => run.mock.calls.length > 1);
  cancelled.abort();
  await expect(ended).rejects.toMatchObject({ kind: 'AbortedQuery' });
  expect(await other).toBe(6000);
}, 60_000);
