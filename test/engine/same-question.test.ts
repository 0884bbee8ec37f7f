import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../engine/engine.js';
import type { SourceFile } from '../../engine/sources/source-file.js';
import { columnValues } from '../../sql/cell-value.js';
import { buildFileFormat, DEFAULT_FILE_FORMAT } from '../../sql/file-format-options.js';
import type { Parameter } from '../../sql/parameter.js';
import { linkedFile } from '../support/counted-file.js';
import { placed } from '../support/placed.js';

let directory: string;
let engine: Engine;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stagewire-again-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const copy = (sql: string, name: string): Promise<unknown> => connection.run(`COPY (${sql}) TO '${join(directory, name)}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
  await copy('SELECT i AS id, i % 7 AS k FROM range(20000) t(i)', 'a.parquet');
  await copy('SELECT i * 3 AS id, i AS v FROM range(5000) t(i)', 'b.parquet');
  await writeFile(join(directory, 'c.csv'), '1,x\n2,y\n3,z\n');
  instance.closeSync();
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(async () => {
  engine = await Engine.open({ spillDirectory: directory, spillCapacity: 1e9, cacheDirectory: join(directory, 'objects'), cacheCapacity: 1e9, memoryLimit: 5e8, threads: 2, callsAtOnce: 4 });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await engine.close();
});

type Tables = Readonly<Record<string, readonly SourceFile[]>>;

const file = (name: string): Promise<SourceFile> => linkedFile(join(directory, name), name);
const integer = (value: number): Parameter => ({ type: { name: 'int64' }, value });

async function rows(sql: string, tables: Tables, parameters: readonly Parameter[] = []): Promise<unknown[][]> {
  const staged = Object.entries(tables).map(([name, files]) => {
    const isCsv = files.some((each) => each.name.endsWith('.csv'));
    const use = { highestPosition: isCsv ? 2 : 0, star: false, metadata: [], names: null } as const;
    return { name, staged: { files, format: isCsv ? buildFileFormat('CSV', new Map()) : DEFAULT_FILE_FORMAT, use } };
  });
  const { columns, batches } = await engine.query(placed({ sql, parameters, tables: staged }), new AbortController().signal);
  const found: unknown[][] = [];
  for await (const batch of batches) {
    const read = columns.map((_, index) => columnValues(batch, columns, index));
    for (let row = 0; row < batch.rowCount; row += 1) found.push(read.map((column) => Number(column[row])));
  }
  return found;
}

it('a question about the same files is neither connected, nor prepared again', async () => {
  const connect = vi.spyOn(DuckDBInstance.prototype, 'connect');
  const prepare = vi.spyOn(DuckDBConnection.prototype, 'prepare');
  const run = vi.spyOn(DuckDBConnection.prototype, 'run');
  const ask = async (): Promise<unknown> => rows('SELECT count(*), max(id) FROM t WHERE k = $1', { t: [await file('a.parquet')] }, [integer(3)]);
  // Columns are asked for once.
  for (let round = 0; round < 2; round += 1) expect(await ask()).toEqual([[2857, 19995]]);
  const before = [connect, prepare, run].map(({ mock }) => mock.calls.length);
  for (let round = 0; round < 3; round += 1) expect(await ask()).toEqual([[2857, 19995]]);
  expect([connect, prepare, run].map(({ mock }) => mock.calls.length)).toEqual(before);
});

describe('the same SQL over the same files, asked again with other values', () => {
  it('the first rows in an order', async () => {
    for (const least of [100, 19_000, 5, 12_345]) {
      expect(await rows('SELECT id FROM t WHERE id >= $1 ORDER BY id LIMIT 2', { t: [await file('a.parquet')] }, [integer(least)])).toEqual([[least], [least + 1]]);
    }
  });

  it('a join that tells its scan what it looks for', async () => {
    for (const least of [14_000, 3, 9000, 0]) {
      const sql = 'SELECT count(*), min(t.id), max(t.id) FROM t JOIN u ON t.id = u.id WHERE u.id >= $1 AND u.id < $1 + 30';
      expect(await rows(sql, { t: [await file('a.parquet')], u: [await file('b.parquet')] }, [integer(least)])).toEqual([[10, Math.ceil(least / 3) * 3, Math.ceil(least / 3) * 3 + 27]]);
    }
  });
});

it('a table joined with itself, and the same name for other files', async () => {
  const [a, again, b] = [await file('a.parquet'), await file('a.parquet'), await file('b.parquet')];
  for (let round = 0; round < 2; round += 1) {
    expect(await rows('SELECT count(*) FROM t JOIN u ON t.id = u.id', { t: [a], u: [again] })).toEqual([[20_000]]);
    expect(await rows('SELECT count(*) FROM t JOIN u ON t.id = u.id', { t: [b], u: [again] })).toEqual([[5000]]);
    expect(await rows('SELECT count(*) FROM t JOIN u ON t.id = u.id', { t: [again], u: [b] })).toEqual([[5000]]);
    expect(await rows('SELECT count(*), sum(CAST("_$1" AS INTEGER)) FROM t', { t: [await file('c.csv')] })).toEqual([[3, 6]]);
  }
});

it('many at once', async () => {
  const asked = Array.from({ length: 40 }, async (_, index) => rows('SELECT count(*) FROM t WHERE k = $1', { t: [await file('a.parquet')] }, [integer(index % 7)]));
  const counts = (await Promise.all(asked)).map(([row]) => row?.[0]);
  expect(counts).toEqual(Array.from({ length: 40 }, (_, index) => Math.ceil((20_000 - (index % 7)) / 7)));
});
