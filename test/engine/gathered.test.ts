import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Engine, type EngineQuery } from '../../engine/engine.js';
import type { SourceFile } from '../../engine/sources/source-file.js';
import { METADATA_COLUMNS, type MetadataColumn } from '../../sql/query/column-positions.js';
import { columnValues } from '../../sql/cell-value.js';
import { buildFileFormat } from '../../sql/file-format-options.js';
import type { OptionValue } from '../../sql/grammar/options.js';
import { countedFile, linkedFile } from '../support/counted-file.js';
import { SEED, seededRandom } from '../support/random.js';
import { placed } from '../support/placed.js';

const NONE: ReadonlyMap<string, OptionValue> = new Map();
/** Enough to be read as one. */
const FILES = 120;
let directory: string;
let cache: string;
let engine: Engine;
let serial = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stagewire-gathered-'));
});
beforeEach(openEngine);
async function openEngine(): Promise<void> {
  serial += 1;
  cache = join(directory, `objects${serial}`);
  engine = await Engine.open({ spillDirectory: directory, spillCapacity: 1e9, cacheDirectory: cache, cacheCapacity: 1e9, memoryLimit: 5e8, threads: 2, callsAtOnce: 4 });
}
afterEach(async () => {
  await engine.close();
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function written(contents: readonly (string | Buffer)[], extension: string): Promise<SourceFile[]> {
  serial += 1;
  return Promise.all(contents.map(async (content, index) => {
    const name = `${serial}-${String(index).padStart(3, '0')}.${extension}`;
    await writeFile(join(directory, name), content);
    return linkedFile(join(directory, name), name);
  }));
}

/** How files are read: as one where that may be, or `byOne`, and with which metadata. */
interface Reading {
  readonly byOne: boolean;
  readonly metadata?: readonly MetadataColumn[];
}

/** Rows of the first columns and of metadata. */
async function rowsOf(files: readonly SourceFile[], type: string, options: ReadonlyMap<string, OptionValue>, { byOne, metadata = [] }: Reading): Promise<unknown[][]> {
  const highestPosition = type === 'NDJSON' ? 1 : 3;
  const use = { highestPosition, star: false, metadata, names: null };
  const items = [...Array.from({ length: highestPosition }, (_, index) => `"_$${index + 1}"`), ...metadata.map((column) => `"${column}"`)].join(', ');
  const staged = { files, format: buildFileFormat(type, options), use, ...(byOne ? { eachByItself: true as const } : {}) };
  return rows({ sql: `SELECT ${items} FROM t`, parameters: [], tables: [{ name: 't', staged }] });
}

async function rows(query: EngineQuery, signal = new AbortController().signal): Promise<unknown[][]> {
  const { columns, batches } = await engine.query(placed(query), signal);
  const found: unknown[][] = [];
  for await (const batch of batches) {
    const values = columns.map((_, index) => columnValues(batch, columns, index));
    for (let row = 0; row < batch.rowCount; row += 1) found.push(values.map((column) => column[row]));
  }
  return found;
}

/** With nothing that is asked of files, and with all. */
const METADATA: readonly (readonly MetadataColumn[])[] = [[], METADATA_COLUMNS];

/** Rows are the same as one and one by one, whatever is asked of the files. */
async function expectSame(files: readonly SourceFile[], type: string, options: ReadonlyMap<string, OptionValue>): Promise<void> {
  for (const metadata of METADATA) {
    const [together, byOne] = [await rowsOf(files, type, options, { byOne: false, metadata }), await rowsOf(files, type, options, { byOne: true, metadata })];
    expect(together, `seed ${SEED}, with ${metadata.join(', ')}`).toEqual(byOne);
  }
}

/** How many local files the statements of this engine have read. */
const localFiles = async (): Promise<number> => (await readdir(join(cache, 'names'))).length;

const random = seededRandom();
const below = (count: number): number => Math.floor(random() * count);
const oneOf = <T>(items: readonly T[]): T => items[below(items.length)] as T;

const CSV_FILES = [
  { what: 'plain fields', fields: ['a', '', '\\N', 'é', '17'], ends: ['\n'], isGathered: true },
  { what: 'lines that end in CRLF', fields: ['a', '', '\\N'], ends: ['\r\n'], isGathered: true },
  { what: 'quotes', fields: ['a', '""', '"b,""c"', '"\\N"'], ends: ['\n'], isGathered: true },
  { what: 'line ends in quotes', fields: ['a', '"b\nc"', '"\n"'], ends: ['\n'], isGathered: true },
  { what: 'ends of both kinds', fields: ['a', 'b'], ends: ['\n', '\r\n'], isGathered: false },
  { what: 'quotes amid fields', fields: ['a', 'b"c"d'], ends: ['\n'], isGathered: false },
];

it.each(CSV_FILES.flatMap((files) => [0, 2].map((skipped) => ({ ...files, skipped }))))('CSV: $what behind $skipped lines of header are as one what they are one by one', async ({ fields, ends, isGathered, skipped }) => {
  const contents = Array.from({ length: FILES }, (_, index) => {
    const end = oneOf(ends);
    const header = Array.from({ length: skipped }, (_line, line) => `"head, ${line}",h${end}`).join('');
    const records = Array.from({ length: 1 + below(6) }, () => Array.from({ length: 1 + below(4) }, () => oneOf(fields)).join(',') || 'x');
    // Where the first one has a single line without an end, nothing tells how lines end.
    return `${below(8) === 0 ? '\uFEFF' : ''}${header}${records.join(end)}${index > 0 && below(3) === 0 ? '' : end}`;
  });
  const files = await written(contents, 'csv');
  const options = new Map([['skip_header', skipped]]);
  await rowsOf(files, 'CSV', options, { byOne: false, metadata: METADATA_COLUMNS });
  expect((await localFiles()) < FILES, `seed ${SEED}`).toBe(isGathered);
  await expectSame(files, 'CSV', options);
});

it.each([
  ['a quote that is not closed', 'a,b\n', 'a,"b\n'],
  ['two of them', 'a,"b\n', 'a,b\n'],
  ['a carriage return at the end', 'a,b\n', 'a,b\r'],
  ['no line behind the header', 'a,b\nc,d\n', 'a,b\n', 1],
  ['a header amid which a line ends', 'a,b\nc,d\n', '"a\nb",c\nd,e\n', 1],
  ['bytes that are no UTF-8', 'a,b\n', Buffer.from([0x61, 0xc3])],
])('CSV: %s is a matter of one file', async (_, most, other, skipped = 0) => {
  const files = await written(Array.from({ length: FILES }, (_file, index) => (index % 50 === 7 ? other : most)), 'csv');
  const options = new Map([['skip_header', skipped]]);
  const outcome = (byOne: boolean, metadata: readonly MetadataColumn[]): Promise<unknown> => rowsOf(files, 'CSV', options, { byOne, metadata }).catch((error: unknown) => (error as Error).message);
  for (const metadata of METADATA) expect(await outcome(false, metadata)).toEqual(await outcome(true, metadata));
});

it('TEXT: escapes and blank lines are what they are one by one', async () => {
  for (const fields of [['a', '\\N', ''], ['a', 'b\\tc']]) {
    const contents = Array.from({ length: FILES }, () => Array.from({ length: 1 + below(5) }, () => Array.from({ length: 1 + below(3) }, () => oneOf(fields)).join('\t')).join('\n'));
    const files = await written(contents.map((content) => content || 'x'), 'tsv');
    await expectSame(files, 'TEXT', NONE);
  }
});

it('TEXT: lines are numbered behind the header, blank ones too', async () => {
  for (const blank of ['', '\n']) {
    const files = await written(Array.from({ length: FILES }, (_, index) => `head\n${blank}a\t${index}\n${index % 7 === 3 ? blank : ''}b\n`), 'tsv');
    const options = new Map([['skip_header', 1]]);
    await expectSame(files, 'TEXT', options);
    const [named] = await rowsOf(files, 'TEXT', options, { byOne: false, metadata: ['metadata$filename'] });
    expect(named).toEqual(['a', '0', null, files[0]?.name]);
    const [first] = await rowsOf(files, 'TEXT', options, { byOne: false, metadata: ['metadata$file_row_number'] });
    expect(first).toEqual(['a', '0', null, blank.length]);
  }
});

it('NDJSON: lines are as one what they are one by one, and of a bad one is said where it is', async () => {
  const contents = Array.from({ length: FILES }, (_, index) => `${below(4) === 0 ? '\uFEFF' : ''}{"k": ${index}}${oneOf(['\n', '\r\n', '\n\n'])}{"k": [1, "é"]}${oneOf(['', '\n', '\r\n'])}`);
  const files = await written(contents, 'ndjson');
  await rowsOf(files, 'NDJSON', NONE, { byOne: false, metadata: METADATA_COLUMNS });
  await rowsOf(files, 'NDJSON', NONE, { byOne: false });
  expect(await localFiles()).toBe(1);
  await expectSame(files, 'NDJSON', NONE);
  const bad = await written(contents.map((_, index) => (index === 77 ? '{"k": 1}\n{"k": oops}\n' : '{"k": 2}\n')), 'ndjson');
  await expect(rowsOf(bad, 'NDJSON', NONE, { byOne: false })).rejects.toThrow(/-077\.ndjson.*line 2|line 2.*-077\.ndjson/);
});

describe('Parquet', () => {
  let connection: DuckDBConnection;
  let instance: DuckDBInstance;
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:');
    connection = await instance.connect();
  });
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
  });

  const filesOf = async (select: (index: number) => string, options = ''): Promise<SourceFile[]> => {
    serial += 1;
    const files = [];
    for (let index = 0; index < FILES; index += 1) {
      const name = `${serial}-${String(index).padStart(3, '0')}.parquet`;
      await connection.run(`COPY (${select(index)}) TO '${join(directory, name)}' (FORMAT parquet${options})`);
      files.push(await linkedFile(join(directory, name), name));
    }
    return files;
  };
  const asked = async (files: readonly SourceFile[], sql: string, byOne: boolean, signal?: AbortSignal): Promise<unknown[][]> => {
    const use = { highestPosition: 0, star: true, metadata: METADATA_COLUMNS.filter((column) => sql.includes(column)), names: null };
    const staged = { files, format: buildFileFormat('PARQUET', NONE), use, ...(byOne ? { eachByItself: true as const } : {}) };
    return rows({ sql, parameters: [], tables: [{ name: 't', staged }] }, signal);
  };

  it.each(['', ', CODEC zstd, ROW_GROUP_SIZE 2048', ', PARQUET_VERSION v2, CODEC gzip'])('files are as one what they are one by one%s', async (options) => {
    const files = await filesOf((index) => `SELECT ${index} * 1000 + range AS id, 'text ' || (range % 7) AS t, CASE WHEN range % 3 = 0 THEN NULL ELSE range / 7 END AS d,
      [range, ${index}] AS l, {'a': range, 'b': {'c': 'x' || range}} AS s FROM range(${index % 40 === 3 ? 2100 : index % 5})`, options);
    const queries = ['SELECT id, t, d, l[1], s.b.c FROM t', 'SELECT id, t FROM t WHERE id BETWEEN 3100 AND 4001', "SELECT id FROM t WHERE t = 'text 3' AND id % 1000 > 1", 'SELECT count(*), sum(id), count(d) FROM t',
      'SELECT * FROM t', `SELECT id, ${METADATA_COLUMNS.map((column) => `"${column}"`).join(', ')} FROM t`, 'SELECT t."metadata$file_row_number" FROM t WHERE id % 1000 = 3', 'SELECT "metadata$file_basename", count(*), max("metadata$file_row_number") FROM t GROUP BY ALL ORDER BY ALL',
      'SELECT id FROM t WHERE "metadata$filename" LIKE \'%-043.parquet\' AND "metadata$file_row_number" > 2090'];
    const answers = async (byOne: boolean): Promise<unknown[]> => {
      const found = [];
      for (const sql of queries) found.push(await asked(files, sql, byOne));
      return found;
    };
    const together = await answers(false);
    expect(await localFiles()).toBe(1);
    expect(together).toEqual(await answers(true));
  });

  it('one with other columns, or that is none, is named', async () => {
    const files = await filesOf((index) => `SELECT ${index} AS k${index === 77 ? ', 1 AS other' : ''}`);
    await expect(asked(files, 'SELECT k FROM t', false)).rejects.toThrow(/-077\.parquet/);
    await writeFile(join(directory, 'none.parquet'), 'PAR1 this is no Parquet PAR1');
    const none = await linkedFile(join(directory, 'none.parquet'), 'none.parquet');
    await expect(asked([...files.slice(0, 77), none, ...files.slice(78)], 'SELECT k FROM t', false)).rejects.toThrow(/none\.parquet/);
  });

  it('columns of the files may have names of metadata columns', async () => {
    const files = await filesOf((index) => `SELECT ${index} AS "metadata$filename", 'x' AS file_index, range AS number FROM range(3)`);
    const sql = 'SELECT number, file_index, "metadata$file_row_number" FROM t';
    expect(await asked(files, sql, false)).toEqual(await asked(files, sql, true));
  });

  const withDamaged = async (codec: string, from: number, to: number): Promise<SourceFile[]> => {
    const files = await filesOf((index) => `SELECT ${index} * 1000 + range AS k FROM range(500)`, `, CODEC ${codec}`);
    const path = join(directory, files[55]?.name ?? '');
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0xff, from, to));
    return files.with(55, await linkedFile(path, files[55]?.name ?? ''));
  };

  it.each([['snappy', 40, 400], ['gzip', 40, 400], ['snappy', 4, 20]])('one with damaged pages is named (%s, bytes %i to %i)', async (codec, from, to) => {
    const files = await withDamaged(codec, from, to);
    for (const some of [files, files.slice(55, 56)]) await expect(asked(some, 'SELECT sum(k) FROM t', false)).rejects.toThrow(/at file '\d+-055\.parquet'/);
  });

  it('none is blamed for a query that is cancelled while the damaged one is looked for', async () => {
    const files = await withDamaged('snappy', 40, 400);
    const controller = new AbortController();
    const first = files[0] as SourceFile;
    // To be gathered its content was read; a name of its own it gets when it is read by itself.
    const cancelling: SourceFile = { ...first, link: (target) => { controller.abort(); return first.link(target); } };
    await expect(asked(files.with(0, cancelling), 'SELECT sum(k) FROM t', false, controller.signal)).rejects.toMatchObject({ kind: 'AbortedQuery' });
    expect(controller.signal.aborted).toBe(true);
  });

  it('one whose footer points beyond its own data is not read into the next', async () => {
    const files = await filesOf((index) => `SELECT ${index} AS k`, ', CODEC uncompressed');
    const path = join(directory, files[9]?.name ?? '');
    const bytes = await readFile(path);
    // Only its tail, with a footer that speaks of data as if it were there.
    const footerBytes = bytes.readUInt32LE(bytes.length - 8);
    await writeFile(path, Buffer.concat([Buffer.from('PAR1'), bytes.subarray(bytes.length - 8 - footerBytes)]));
    const cut = await linkedFile(path, files[9]?.name ?? '');
    await expect(asked(files.with(9, cut), 'SELECT sum(k) FROM t', false)).rejects.toThrow(/-009\.parquet/);
  });
});

it('more files than are read as one, among them some that must be read by themselves, keep their order', async () => {
  const files = await written(Array.from({ length: 1300 }, (_, index) => (index % 400 === 399 ? `"${index}\n",${'z'.repeat(70_000)}\n` : `${index},x\n\n${index},y`)), 'csv');
  const found = await rowsOf(files, 'CSV', NONE, { byOne: false, metadata: ['metadata$filename', 'metadata$file_row_number'] });
  const expected = files.flatMap(({ name }, index) => (index % 400 === 399 ? [[`${index}\n`, name, 0]] : [[String(index), name, 0], [String(index), name, 1]]));
  expect(found.map(([value, , , name, number]) => [value, name, number])).toEqual(expected);
});

it('of files that come from elsewhere only the one that is new is fetched when one is added', async () => {
  const local = await written(Array.from({ length: FILES + 1 }, (_, index) => `${index}\n`), 'csv');
  const files = await Promise.all(local.map(({ name }) => countedFile(join(directory, name), name)));
  expect(await rowsOf(files.slice(0, FILES), 'CSV', NONE, { byOne: false })).toHaveLength(FILES);
  expect(await rowsOf(files, 'CSV', NONE, { byOne: false })).toHaveLength(FILES + 1);
  expect(await rowsOf(files, 'CSV', NONE, { byOne: false })).toHaveLength(FILES + 1);
  expect(files.map(({ reads }) => reads.length)).toEqual(files.map(() => 1));
});
