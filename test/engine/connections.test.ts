import { join } from 'node:path';
import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Engine, type EngineQuery, type EngineTable } from '../../engine/engine.js';
import { columnValues } from '../../sql/cell-value.js';
import type { Parameter } from '../../sql/parameter.js';
import { tablePlace } from '../../sql/query/quoting.js';
import { valueBatch, type Value } from '../../sql/relation.js';
import { temporaryDirectory } from '../support/stagewire.js';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let engine: Engine;

beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => directory.remove());
beforeEach(async () => {
  engine = await Engine.open({ spillDirectory: directory.path, spillCapacity: 1_000_000_000, cacheDirectory: join(directory.path, 'objects'), cacheCapacity: 0, memoryLimit: 512_000_000, threads: 2, callsAtOnce: 2 });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await engine.close();
});

const text = (value: string): Parameter => ({ type: { name: 'varchar' }, value });
const integer = (value: number): Parameter => ({ type: { name: 'int64' }, value });

async function run(query: Partial<EngineQuery> & Pick<EngineQuery, 'sql'>, signal = new AbortController().signal): Promise<Value[]> {
  const { columns, batches } = await engine.query({ parameters: [], tables: [], ...query }, signal);
  const values: Value[] = [];
  for await (const batch of batches) values.push(...columnValues(batch, columns, 0));
  return values.map((value) => (typeof value === 'bigint' ? Number(value) : value));
}

/** A table of one row under the name `t`. */
function table(column: string, value: string): EngineTable {
  const batches = (async function* () {
    await Promise.resolve();
    yield valueBatch(1, [[value]]);
  })();
  return { name: 't', rows: { columns: [{ name: column, type: { name: 'varchar' }, nullable: true }], batches } };
}

test('a small query that comes again is neither connected nor prepared again', async () => {
  const connect = vi.spyOn(DuckDBInstance.prototype, 'connect');
  const prepare = vi.spyOn(DuckDBConnection.prototype, 'prepare');
  for (let value = 0; value < 5; value += 1) expect(await run({ sql: 'SELECT $1 + 1', parameters: [integer(value)] })).toEqual([value + 1]);
  expect([connect.mock.calls.length, prepare.mock.calls.length]).toEqual([1, 1]);
});

test('a query that comes again may have parameters of other types', async () => {
  const sql = 'SELECT concat(typeof($1), $1)';
  expect(await run({ sql, parameters: [integer(1)] })).toEqual(['BIGINT1']);
  expect(await run({ sql, parameters: [text('a')] })).toEqual(['VARCHARa']);
  expect(await run({ sql, parameters: [{ type: { name: 'null' }, value: null }] })).toEqual(['"NULL"']);
  expect(await run({ sql, parameters: [integer(2)] })).toEqual(['BIGINT2']);
});

test('queries at the same time have connections of their own', async () => {
  const connect = vi.spyOn(DuckDBInstance.prototype, 'connect');
  const sql = 'SELECT count(*) FROM range($1)';
  expect(await Promise.all([1, 20, 300].map((rows) => run({ sql, parameters: [integer(rows)] })))).toEqual([[1], [20], [300]]);
  expect(connect).toHaveBeenCalledTimes(3);
  expect(await run({ sql, parameters: [integer(4)] })).toEqual([4]);
  expect(connect).toHaveBeenCalledTimes(3);
});

test('nothing that a query had is there for the next one', async () => {
  expect(await run({ sql: 'SELECT a FROM t', tables: [table('a', 'one')] })).toEqual(['one']);
  expect(await run({ sql: 'SELECT b FROM t', tables: [table('b', 'two')] })).toEqual(['two']);
  await expect(run({ sql: 'SELECT b FROM t' })).rejects.toThrow(/t/);
  expect(await run({ sql: 'SELECT b FROM t', tables: [table('b', 'three')] })).toEqual(['three']);
});

test('a query that failed or was stopped leaves no trace in those behind it', async () => {
  const slow = 'SELECT count(*) FROM range(100000000000) r WHERE r.range % 7 = $1';
  const abort = new AbortController();
  const stopped = expect(run({ sql: slow, parameters: [integer(1)] }, abort.signal)).rejects.toMatchObject({ code: 1043 });
  setTimeout(() => { abort.abort(); }, 20);
  await stopped;
  await expect(run({ sql: "SELECT CAST($1 AS INTEGER)", parameters: [text('no number')] })).rejects.toThrow();
  expect(await run({ sql: "SELECT CAST($1 AS INTEGER)", parameters: [text('5')] })).toEqual([5]);
  const relation = await engine.query({ sql: 'SELECT range FROM range(10000000)', parameters: [], tables: [] }, new AbortController().signal);
  for await (const batch of relation.batches) {
    expect(batch.rowCount).toBeGreaterThan(0);
    break;
  }
  expect(await run({ sql: 'SELECT max(range) FROM range(10000000)' })).toEqual([9999999]);
});

test('more statements than are kept run all the same', async () => {
  for (let round = 0; round < 2; round += 1) {
    for (let n = 0; n < 100; n += 1) expect(await run({ sql: `SELECT ${n} + $1`, parameters: [integer(round)] })).toEqual([n + round]);
  }
});

test('tables that are kept may be asked for the first time at the same time', async () => {
  const kept = (key: string): EngineTable => ({ ...table('a', key), key });
  const keys = Array.from({ length: 16 }, (_, index) => `k${index}`);
  const ran = vi.spyOn(DuckDBConnection.prototype, 'run');
  const answers = await Promise.all(keys.map((key) => run({ sql: `SELECT * FROM ${tablePlace('t')}`, tables: [kept(key)] })));
  expect(answers).toEqual(keys.map((key) => [key]));
  // Of two that make it at once the engine may refuse one.
  expect(ran.mock.calls.filter(([sql]) => sql.startsWith('CREATE SCHEMA'))).toHaveLength(1);
});
