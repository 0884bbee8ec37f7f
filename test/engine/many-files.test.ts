import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import type { SourceFile } from '../../engine/sources/source-file.js';
import { columnValues } from '../../sql/cell-value.js';
import { buildFileFormat } from '../../sql/file-format-options.js';
import { linkedFile } from '../support/counted-file.js';
import { placed } from '../support/placed.js';

/** More than are looked at one by one. */
const FILES = 230;
let directory: string;
let engine: Engine;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stagewire-many-'));
  engine = await Engine.open({ spillDirectory: directory, spillCapacity: 1e9, cacheDirectory: join(directory, 'objects'), cacheCapacity: 1e9, memoryLimit: 5e8, threads: 2, callsAtOnce: 4 });
});
afterAll(async () => {
  await engine.close();
  await rm(directory, { recursive: true });
});

async function written(name: (index: number) => string, content: (index: number) => string): Promise<SourceFile[]> {
  return Promise.all(Array.from({ length: FILES }, async (_, index) => {
    await writeFile(join(directory, name(index)), content(index));
    return linkedFile(join(directory, name(index)), name(index));
  }));
}

async function firstRow(sql: string, files: readonly SourceFile[], type: string, highestPosition: number): Promise<number[]> {
  const use = { highestPosition, star: false, metadata: ['metadata$filename'], names: null } as const;
  const { columns, batches } = await engine.query(placed({ sql, parameters: [], tables: [{ name: 't', staged: { files, format: buildFileFormat(type, new Map()), use } }] }), new AbortController().signal);
  const rows: unknown[] = [];
  for await (const batch of batches) rows.push(...columns.map((_, index) => columnValues(batch, columns, index)[0]));
  return rows.map(Number);
}

it('CSV: plain, with quotes, with quotes of the odd kind, large, and empty', async () => {
  const content = (index: number): string => {
    const lines = [`${index},"a, b"\n`, `${index},"c ""d"""\n`, `${index},x"y\n`, `${index},plain\n`, `${index},large\n`.repeat(40_000), ''];
    return lines[index < lines.length ? index : index % 4] ?? '';
  };
  const files = await written((index) => `${index}.csv`, content);
  const found = Array.from({ length: FILES }, (_, index) => content(index)).join('');
  const [rows, names, quotes, odd] = await firstRow(`SELECT count(*), count(DISTINCT "metadata$filename"), count(*) FILTER ("_$2" IN ('a, b', 'c "d"')), count(*) FILTER ("_$2" = 'x"y') FROM t`, files, 'CSV', 2);
  expect([rows, names]).toEqual([found.split('\n').length - 1, FILES - 1]);
  expect([quotes, odd]).toEqual([found.split('\n').filter((line) => /"(a, b|c ""d"")"$/.test(line)).length, found.split('x"y').length - 1]);
});

it('NDJSON, and which file is bad', async () => {
  const files = await written((index) => `${index}.ndjson`, (index) => `{"k":${index}}\r\n\n{"k":1}\n`);
  expect(await firstRow(`SELECT count(*), sum(CAST(json_extract("_$1", 'k') AS BIGINT)) FROM t`, files, 'NDJSON', 1)).toEqual([2 * FILES, (FILES * (FILES - 1)) / 2 + FILES]);
  const bad = await written((index) => `bad${index}.ndjson`, (index) => (index === 177 ? '{"k":1,}\n' : '{"k":2}\n'));
  await expect(firstRow('SELECT count("_$1") FROM t', bad, 'NDJSON', 1)).rejects.toThrow(/bad177\.ndjson/);
});

it('Parquet, and which file has other columns or is none', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const files = await Promise.all(Array.from({ length: FILES }, async (_, index) => {
    const path = join(directory, `${index}.parquet`);
    await connection.run(`COPY (SELECT ${index} AS k) TO '${path}' (FORMAT parquet)`);
    return linkedFile(path, `${index}.parquet`);
  }));
  await connection.run(`COPY (SELECT 1 AS other) TO '${join(directory, 'other.parquet')}' (FORMAT parquet)`);
  instance.closeSync();
  expect(await firstRow('SELECT count(*), sum(k) FROM t', files, 'PARQUET', 0)).toEqual([FILES, (FILES * (FILES - 1)) / 2]);
  const other = await linkedFile(join(directory, 'other.parquet'), 'other.parquet');
  await expect(firstRow('SELECT count(*) FROM t', [...files, other], 'PARQUET', 0)).rejects.toThrow(/diff schema in file 'other\.parquet'/);
  const none = await written((index) => `none${index}.parquet`, () => 'no Parquet at all');
  await expect(firstRow('SELECT count(*) FROM t', none, 'PARQUET', 0)).rejects.toThrow(/none\d+\.parquet.* does not end with PAR1/);
});
