import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine, type EngineTable } from '../../engine/engine.js';
import type { CopyLimits, NoCopy } from '../../engine/results/result-copy.js';
import type { ResultTable } from '../../engine/results/result-table.js';
import { columnValues } from '../../sql/cell-value.js';
import type { Relation, Value } from '../../sql/relation.js';
import { temporaryDirectory } from '../support/stagewire.js';
import { until } from '../support/until.js';
import { placed } from '../support/placed.js';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let engine: Engine;

beforeAll(async () => {
  directory = await temporaryDirectory();
  engine = await Engine.open({ spillDirectory: directory.path, spillCapacity: 1_000_000_000, cacheDirectory: join(directory.path, 'objects'), cacheCapacity: 0, memoryLimit: 512_000_000, threads: 2, callsAtOnce: 2 });
});
afterAll(async () => {
  await engine.close();
  await directory.remove();
});

const never = new AbortController().signal;
const ample: CopyLimits = { mostBytes: 10_000_000, mostSize: 100_000_000, notBefore: 0 };

async function valuesOf({ columns, batches }: Relation): Promise<Value[][]> {
  const values: Value[][] = columns.map(() => []);
  for await (const batch of batches) for (const [index] of columns.entries()) values[index]?.push(...columnValues(batch, columns, index));
  return values;
}

const ask = (sql: string, tables: readonly EngineTable[] = []): Promise<Relation> => engine.query(placed({ sql, parameters: [], tables }), never);

async function kept(sql: string, limits = ample): Promise<ResultTable | NoCopy> {
  const copy = engine.results.copy(limits);
  await valuesOf(await engine.query(placed({ sql, parameters: [], tables: [], copy }), never));
  return copy.finish();
}

async function table(sql: string): Promise<ResultTable> {
  const made = await kept(sql);
  if (typeof made === 'string') throw new Error(made);
  return made;
}

/** How many tables of results the engine has. */
const tableCount = async (): Promise<Value | undefined> => (await valuesOf(await ask("SELECT count(*) FROM duckdb_tables() WHERE database_name = 'results'")))[0]?.[0];

describe('a result that is copied while it is read', () => {
  it.each([
    '1::TINYINT', "'x' || r", "{'a': r, 'B c': 'x'}", '[r, NULL]', "MAP {'k': r}", "'a'::ENUM('a', 'it''s')", 'r::DECIMAL(38, 3)', 'INTERVAL (r) DAY', "'7b9a2b44-0000-4000-8000-000000000000'::UUID",
    "'101'::BIT", 'r::BIGNUM', 'union_value(k := r)', '[r, 2]::INTEGER[2]', "TIME '01:02:03.4'", "TIMESTAMPTZ '2020-01-01 01:00:00+02'", "'2020-01-01 00:00:00.123456789'::TIMESTAMP_NS", "'{\"a\": 1}'::JSON",
    "{'j': '{\"a\": 1}'::JSON}", 'fn.clock(90000000000)', 'NULL', "'\\x00ab'::BLOB", '170141183460469231731687303715884105727::HUGEINT', "('{\"x\": 1}'::JSON)::VARIANT", 'CASE WHEN r = 1 THEN r END', '0.1::FLOAT', "'POINT (1 2)'::GEOMETRY",
    "CASE WHEN r <> 1 THEN row(r, 'x', row(r)) END", "[row(r), NULL]", "{'n': row(r, 'x'), 'm': 1}", "MAP {'k': row(r)}", "[[row(r)], NULL]",
  ])('has the types and the values of %s', async (expression) => {
    const sql = `SELECT ${expression} AS "a ""b" FROM range(3) t(r)`;
    const result = await table(sql);
    const before = await ask(sql);
    const after = await ask('SELECT * FROM "source_0"', [{ name: 'source_0', result }]);
    expect(after.columns).toEqual(before.columns);
    expect(await valuesOf(after)).toEqual(await valuesOf(before));
    expect(result.rowCount).toBe(3);
  });

  it('keeps the order of many rows, and no rows at all', async () => {
    const many = await table("SELECT r, 'text ' || r AS t FROM range(50000) t(r) ORDER BY hash(r)");
    expect(many.bytes).toBeGreaterThan(1024 * 1024);
    const [first] = await valuesOf(await ask('SELECT r FROM "s"', [{ name: 's', result: many }]));
    const [second] = await valuesOf(await ask('SELECT r FROM range(50000) t(r) ORDER BY hash(r)'));
    expect(first).toEqual(second);
    const none = await table('SELECT 1 AS n WHERE false');
    expect(await valuesOf(await ask('SELECT count(*), count(n) FROM "s"', [{ name: 's', result: none }]))).toEqual([[0], [0]]);
  });

  it('is read by SQL that takes no tables in front, and described', async () => {
    const result = await table('SELECT 7 AS n');
    const sql = '((SELECT n FROM "s") UNION ALL (SELECT n + 1 FROM "s"))';
    expect(await valuesOf(await ask(sql, [{ name: 's', result }]))).toEqual([[7, 8]]);
    const described = { sql, parameters: [], tables: [{ name: 's', result }] };
    expect(await engine.describe(placed(described), never)).toMatchObject([{ name: 'n', type: { name: 'int32' } }]);
    expect(await engine.describe(placed({ ...described, sql: 'SELECT * FROM "s"' }), never)).toMatchObject([{ name: 'n', type: { name: 'int32' } }]);
  });

  it('leaves nothing of one that is too large, too fast, or not read to its end', async () => {
    const before = await tableCount();
    expect(await kept('SELECT r FROM range(100000) t(r)', { ...ample, mostBytes: 100_000 })).toBe('too-large');
    for (const bitmaps of ['b', '[b, NULL]', "{'x': [b]}", "MAP {'k': b}"]) {
      expect(await kept(`SELECT ${bitmaps} FROM (SELECT fn.bitmap_of(range(20000)) AS b)`, { ...ample, mostBytes: 100_000 })).toBe('too-large');
      expect(await kept(`SELECT ${bitmaps} FROM (SELECT fn.bitmap_of(range(1000)) AS b)`, { ...ample, mostBytes: 100_000 })).toMatchObject({ rowCount: 1 });
    }
    expect(await kept('SELECT r FROM range(10) t(r)', { ...ample, mostSize: 1000 })).toBe('too-large-for-all');
    expect(await kept('SELECT r FROM range(10) t(r)', { ...ample, notBefore: performance.now() + 60_000 })).toBe('too-fast');
    const copy = engine.results.copy(ample);
    const { batches } = await engine.query(placed({ sql: 'SELECT r FROM range(100000) t(r)', parameters: [], tables: [], copy }), never);
    for await (const batch of batches) if (batch.rowCount > 0) break;
    copy.abandon();
    await until('the copies are gone', async () => (await tableCount()) === Number(before) + 4);
  });

  it('has no more room with others that are being copied than it had alone', async () => {
    const limits = { ...ample, mostSize: 2_000_000 };
    const sql = 'SELECT r FROM range(120000) t(r)';
    const before = await tableCount();
    const begun = [];
    for (let number = 0; number < 3; number += 1) {
      const copy = engine.results.copy(limits);
      const { batches } = await engine.query(placed({ sql, parameters: [], tables: [], copy }), never);
      const reading = batches[Symbol.asyncIterator]();
      for (let batch = 0; batch < 20; batch += 1) await reading.next();
      begun.push({ copy, reading });
    }
    const outcomes = [];
    for (const { copy, reading } of begun) {
      while ((await reading.next()).done !== true);
      outcomes.push(await copy.finish());
    }
    expect(outcomes.map((outcome) => (typeof outcome === 'string' ? outcome : outcome.rowCount))).toEqual(['failed', 120_000, 'failed']);
    await until('the others are gone', async () => (await tableCount()) === Number(before) + 1);
    expect(await kept(sql, limits)).toMatchObject({ rowCount: 120_000 });
  });

  it('stays for who reads it when it is dropped, and nobody else', async () => {
    const before = await tableCount();
    const result = await table('SELECT r FROM range(100000) t(r)');
    const reading = await ask('SELECT r FROM "s"', [{ name: 's', result }]);
    result.drop();
    await expect(ask('SELECT r FROM "s"', [{ name: 's', result }])).rejects.toMatchObject({ kind: 'EmptyData' });
    expect((await valuesOf(reading))[0]).toHaveLength(100_000);
    await until('the result is gone', async () => (await tableCount()) === before);
  });
});
