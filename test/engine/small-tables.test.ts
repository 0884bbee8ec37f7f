import { join } from 'node:path';
import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Engine, type EngineTable } from '../../engine/engine.js';
import { columnValues } from '../../sql/cell-value.js';
import type { Parameter } from '../../sql/parameter.js';
import { valueBatch, type Column, type Value } from '../../sql/relation.js';
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

const text = (name: string): Column => ({ name, type: { name: 'varchar' }, nullable: true });

/** A table that brings its rows in the given batches; `ended` is called when nobody wants more of them. */
function table(name: string, columns: readonly Column[], batches: readonly (readonly (readonly Value[])[])[], ended: () => void = () => undefined): EngineTable {
  async function* pages(): AsyncGenerator<ReturnType<typeof valueBatch>> {
    try {
      for (const rows of batches) {
        await Promise.resolve();
        yield valueBatch(rows.length, columns.map((_, index) => rows.map((row) => row[index] ?? null)));
      }
    } finally {
      ended();
    }
  }
  return { name, rows: { columns, batches: pages() } };
}

async function run(sql: string, tables: readonly EngineTable[], parameters: readonly Parameter[] = []): Promise<Value[][]> {
  const { columns, batches } = await engine.query({ sql, parameters, tables }, new AbortController().signal);
  const rows: Value[][] = [];
  for await (const batch of batches) {
    const values = columns.map((_, index) => columnValues(batch, columns, index));
    for (let row = 0; row < batch.rowCount; row += 1) rows.push(values.map((column) => column[row] ?? null));
  }
  return rows;
}

const PEOPLE = (): EngineTable => table('people "x"', [text('name'), text('town')], [[['ann', 'Ulm'], ['bob', null]], [['eve', 'Bonn']]]);

test('a question to few rows that comes again is neither connected nor prepared again', async () => {
  const connect = vi.spyOn(DuckDBInstance.prototype, 'connect');
  const prepare = vi.spyOn(DuckDBConnection.prototype, 'prepare');
  for (const name of ['ann', 'bob', 'eve', 'nobody']) {
    const found = await run('SELECT town FROM "people ""x""" WHERE name = $1', [PEOPLE()], [{ type: { name: 'varchar' }, value: name }]);
    expect(found).toEqual({ ann: [['Ulm']], bob: [[null]], eve: [['Bonn']] }[name] ?? []);
  }
  expect([connect.mock.calls.length, prepare.mock.calls.length]).toEqual([1, 1]);
});

test('a table may be read several times, beside others, in subqueries and below WITH', async () => {
  const other = (): EngineTable => table('other', [text('town')], [[['Bonn']]]);
  expect(await run('SELECT a.name, b.name FROM "people ""x""" a, "people ""x""" b WHERE a.name < b.name ORDER BY ALL', [PEOPLE()])).toEqual([['ann', 'bob'], ['ann', 'eve'], ['bob', 'eve']]);
  expect(await run('WITH t AS (SELECT * FROM "people ""x""") SELECT name FROM t WHERE town IN (SELECT town FROM other)', [PEOPLE(), other()])).toEqual([['eve']]);
  expect(await run('SELECT count(*)::INTEGER FROM (SELECT * FROM other UNION ALL SELECT town FROM "people ""x""")', [PEOPLE(), other()])).toEqual([[4]]);
});

test('values of every type come as they are', async () => {
  const columns: Column[] = [
    { name: 'whole', type: { name: 'int64' }, nullable: true }, { name: 'big', type: { name: 'uint64' }, nullable: true }, { name: 'flag', type: { name: 'boolean' }, nullable: true },
    { name: 'number', type: { name: 'double' }, nullable: true }, { name: 'moment', type: { name: 'timestamp' }, nullable: true }, { name: 'bytes', type: { name: 'bytes' }, nullable: true },
  ];
  const moment = new Date('2024-02-29T12:34:56.789Z');
  const rows = await run('SELECT whole, big, flag, number, CAST(moment AS VARCHAR), hex(bytes) FROM t', [table('t', columns, [[[-5, 18446744073709551615n, 1, 0.1, moment, Buffer.of(0, 255)], [null, null, null, null, null, null]]])]);
  expect(rows.map((row) => row.map((value) => (typeof value === 'bigint' ? String(value) : value)))).toEqual([
    [-5, '18446744073709551615', true, 0.1, '2024-02-29 12:34:56.789', '00FF'],
    [null, null, null, null, null, null],
  ]);
});

test('a table without rows has its columns', async () => {
  const empty = (): EngineTable => table('t', [text('a'), { name: 'n', type: { name: 'int64' }, nullable: true }], []);
  expect(await run('SELECT count(*)::INTEGER, max(n) FROM t', [empty()])).toEqual([[0, null]]);
  expect((await engine.describe({ sql: 'SELECT n, a FROM t', parameters: [], tables: [empty()] }, new AbortController().signal))?.map(({ name, type }) => [name, type.name])).toEqual([['n', 'int64'], ['a', 'varchar']]);
});

test('one of more rows than that is made as a table, with those that were read already', async () => {
  const ended = vi.fn();
  const many = Array.from({ length: 5 }, (_, page) => Array.from({ length: 900 }, (__, row): Value[] => [`${page}/${row}`]));
  expect(await run('SELECT count(DISTINCT v)::INTEGER FROM t', [table('t', [text('v')], many, ended)])).toEqual([[4500]]);
  expect(ended).toHaveBeenCalledTimes(1);
});

test('a source that fails ends the query with its reason, and the next one runs', async () => {
  const failing: EngineTable = { name: 't', rows: { columns: [text('a')], batches: { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no rows today')) }) } } };
  await expect(run('SELECT * FROM t', [failing])).rejects.toThrow('no rows today');
  expect(await run('SELECT name FROM "people ""x""" LIMIT 1', [PEOPLE()])).toEqual([['ann']]);
});
