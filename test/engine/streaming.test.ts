import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { StagewireError } from '../../errors/index.js';
import type { Relation } from '../../sql/relation.js';

/** Takes hours if nobody ends it. */
const ENDLESS = 'SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3';
const HUGE = "SELECT range, repeat('x', 900) FROM range(100000000)";

let directory: string;
let engine: Engine;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'stagewire-engine-'));
  engine = await Engine.open({ spillDirectory: directory, spillCapacity: 1_000_000_000, cacheDirectory: path.join(directory, 'objects'), cacheCapacity: 0, memoryLimit: 500_000_000, threads: 2, callsAtOnce: 1 });
});

afterAll(async () => {
  await engine.close();
  rmSync(directory, { recursive: true, force: true });
});

const query = (sql: string, signal = new AbortController().signal): Promise<Relation> => engine.query({ sql, parameters: [], tables: [] }, signal);

async function rowCount({ batches }: Relation): Promise<number> {
  let rows = 0;
  for await (const batch of batches) rows += batch.rowCount;
  return rows;
}

test('a query that computes before its first row ends when it is aborted, and frees its turn', async () => {
  const controller = new AbortController();
  const running = query(ENDLESS, controller.signal).then(rowCount);
  const waiting = query('SELECT 1').then(rowCount);
  setTimeout(() => {
    controller.abort(new StagewireError('AbortedQuery', 'the query was killed'));
  }, 200);
  await expect(running).rejects.toThrow('the query was killed');
  await expect(waiting).resolves.toBe(1);
});

test('a query that is aborted before it begins never begins', async () => {
  await expect(query(ENDLESS, AbortSignal.abort())).rejects.toMatchObject({ kind: 'AbortedQuery' });
});

test('a reader that stops early ends the query', async () => {
  const { batches } = await query(HUGE);
  let seen = 0;
  for await (const batch of batches) {
    seen += batch.rowCount;
    if (seen > 10_000) break;
  }
  expect(seen).toBeLessThan(20_000);
  await expect(query('SELECT 1').then(rowCount)).resolves.toBe(1);
});

test('readers that stop reading hold up nobody and keep little in memory', async () => {
  const before = process.memoryUsage().rss;
  const iterators = [];
  for (let i = 0; i < 10; i++) {
    const iterator = (await query(HUGE)).batches[Symbol.asyncIterator]();
    await iterator.next();
    iterators.push(iterator);
  }
  await expect(query('SELECT * FROM range(100000)').then(rowCount)).resolves.toBe(100_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 ** 2);
  for (const iterator of iterators) await iterator.return?.();
});

test('an error amid the rows reaches the reader', async () => {
  const { batches } = await query("SELECT repeat('x', 900), CAST(replace(CAST(range AS VARCHAR), '150000', 'x') AS INTEGER) FROM range(200000)");
  await expect(rowCount({ columns: [], batches })).rejects.toMatchObject({ kind: 'BadArguments' });
});
