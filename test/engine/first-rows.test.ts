import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { columnValues } from '../../sql/cell-value.js';
import { buildFileFormat } from '../../sql/file-format-options.js';
import { countedFile } from '../support/counted-file.js';
import { placed } from '../support/placed.js';

let directory: string;
let engine: Engine;
let files = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stagewire-first-rows-'));
  engine = await Engine.open({ spillDirectory: join(directory, 'spill'), spillCapacity: 1e9, cacheDirectory: join(directory, 'cache'), cacheCapacity: 1e9, memoryLimit: 1e9, threads: 2, callsAtOnce: 4 });
});

afterAll(async () => {
  await engine.close();
  await rm(directory, { recursive: true });
});

const ROWS = 300_000;

/** The first column of a query of a large file, and how many times the file's bytes were read. */
async function first(type: 'CSV' | 'TEXT' | 'NDJSON', line: (row: number) => string, where: string, count: number, compression = 'NONE'): Promise<[values: unknown[], share: number]> {
  files += 1;
  const path = join(directory, String(files));
  await writeFile(path, Array.from({ length: ROWS }, (_, row) => line(row)).join(''));
  const file = await countedFile(path, String(files));
  const staged = { files: [file], format: buildFileFormat(type, new Map([['compression', compression]])), use: { highestPosition: type === 'NDJSON' ? 1 : 2, star: false, metadata: [], names: null } };
  const { columns, batches } = await engine.query(
    placed({ sql: `SELECT "_$1" FROM t ${where} LIMIT ${count}`, parameters: [], tables: [{ name: 't', staged }], firstRows: { count, offset: 0, takesAll: where === '' } }),
    new AbortController().signal,
  );
  const values: unknown[] = [];
  for await (const batch of batches) values.push(...columnValues(batch, columns, 0));
  return [values, file.bytes / file.size];
}

const FILL = 'fill '.repeat(4);
const numbers = (count: number, start = 0): string[] => Array.from({ length: count }, (_, row) => String(row + start));

it.each([
  ['CSV', (row: number) => `${row},${FILL}\n`, (value: unknown) => value],
  ['CSV', (row: number) => `${row},${FILL}\r\n`, (value: unknown) => value],
  ['TEXT', (row: number) => `${row}\t${FILL}\n`, (value: unknown) => value],
  ['NDJSON', (row: number) => `{"k":${row},"f":"${FILL}"}\n`, (value: unknown) => String((JSON.parse(String(value)) as { k: number }).k)],
] as const)('the first rows of one large file of %s take its beginning, others the rest', async (type, line, shown) => {
  const [values, share] = await first(type, line, '', 1000);
  expect(values.map(shown)).toEqual(numbers(1000));
  expect(share).toBeLessThan(0.35);
  const [all] = await first(type, line, '', 200_000);
  expect(all.map(shown)).toEqual(numbers(200_000));
  const last = type === 'NDJSON' ? `WHERE CAST(json_extract("_$1", '$.k') AS BIGINT) IN (3, ${ROWS - 1})` : `WHERE CAST("_$1" AS BIGINT) IN (3, ${ROWS - 1})`;
  expect((await first(type, line, last, 5))[0].map(shown)).toEqual(['3', String(ROWS - 1)]);
});

it('a record of several lines is never cut', async () => {
  const line = (row: number): string => `"${row}\n${FILL}\n${FILL}",x\n`;
  const [values] = await first('CSV', line, '', 30_000);
  expect(values).toEqual(numbers(30_000).map((row) => `${row}\n${FILL}\n${FILL}`));
  const [escaped] = await first('TEXT', (row) => `${row}\\\n${FILL}\tx\n`, '', 60_000);
  expect(escaped).toHaveLength(60_000);
  expect(escaped.at(-1)).toBe(`59999\n${FILL}`);
});

it('rows come in the order of their files, in whatever way each is read, and the first rows are those of all', async () => {
  const contents = (index: number): string => [`${index},plain\n`, `${index}, "odd"x\n`, `"${index}",quoted\n`, `${index},crlf\r\n`][index % 4] ?? '';
  const many = await Promise.all(Array.from({ length: 24 }, async (_, index) => {
    const path = join(directory, `mixed-${index}`);
    await writeFile(path, contents(index).repeat(2));
    return countedFile(path, `mixed-${index}`);
  }));
  const staged = { files: many, format: buildFileFormat('CSV', new Map()), use: { highestPosition: 2, star: false, metadata: [], names: null } };
  const rows = Array.from({ length: 48 }, (_, index) => String(Math.floor(index / 2)));
  for (const count of [1, 9, 30, 48, 100]) {
    const { columns, batches } = await engine.query(
      placed({ sql: `SELECT "_$1" FROM t LIMIT ${count}`, parameters: [], tables: [{ name: 't', staged }], firstRows: { count, offset: 0, takesAll: true } }),
      new AbortController().signal,
    );
    const values: unknown[] = [];
    for await (const batch of batches) values.push(...columnValues(batch, columns, 0));
    expect(values).toEqual(rows.slice(0, count));
  }
});
