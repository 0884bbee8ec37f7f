import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { countReturns, dropReturns } from '../../engine/formats/returns/drop-returns.js';
import { columnValues } from '../../sql/cell-value.js';
import { buildFileFormat } from '../../sql/file-format-options.js';
import { linkedFile } from '../support/counted-file.js';
import { SEED, seededRandom } from '../support/random.js';
import { placed } from '../support/placed.js';

let directory: string;

beforeAll(async () => { directory = await mkdtemp(join(tmpdir(), 'stagewire-returns-')); });
afterAll(() => rm(directory, { recursive: true }));

describe('a part of a file without carriage returns', () => {
  const random = seededRandom();
  const below = (count: number): number => Math.floor(random() * count);
  const written = async (text: string, start: number, end: number): Promise<{ readonly count: number; readonly target: string }> => {
    const [path, target] = [join(directory, 'text'), join(directory, 'target')];
    await writeFile(path, text);
    await writeFile(target, '....');
    dropReturns({ path, part: { start, end }, target, position: 4 });
    return { count: countReturns({ path, part: { start, end } }), target: await readFile(target, 'latin1') };
  };

  it('is what is left of it, wherever they stand', async () => {
    for (let round = 0; round < 200; round += 1) {
      const pieces = ['\r\n', '\r', '\n', 'a', 'b'.repeat(below(40)), '\r'.repeat(below(20))].slice(below(3), 3 + below(4));
      const text = Array.from({ length: below(200) }, () => pieces[below(pieces.length)]).join('');
      const start = below(text.length + 1);
      const end = start + below(text.length - start + 1);
      const part = text.slice(start, end).replaceAll('\r', '');
      expect(await written(text, start, end), `seed ${SEED}`).toEqual({ count: end - start - part.length, target: `....${part}` });
    }
  });

  it.each([-2, -1, 0, 1, 15, 16])('is read in chunks, with one that ends at a carriage return or %d bytes on', async (more) => {
    const text = `${'x'.repeat(128 * 1024 - 1)}\r\n${'line, "y"\r\n'.repeat(30_000)}`.slice(0, 256 * 1024 + more);
    const rest = text.replaceAll('\r', '');
    expect(await written(text, 0, text.length)).toEqual({ count: text.length - rest.length, target: `....${rest}` });
  });
});

describe('CSV with quotes and CRLF', () => {
  const RECORDS = 600_000;
  const record = (index: number): string => `${index},"a ""quoted"", text",${index % 7 === 0 ? '""' : index % 7 === 1 ? '' : `"${index % 1000}"`}`;
  const SQL = `SELECT count(*), max("metadata$file_row_number"), count(*) FILTER ("metadata$file_row_number" = CAST("_$1" AS BIGINT) + 1), count(*) FILTER ("_$2" = 'a "quoted", text'),
    count(*) FILTER ("_$3" = ''), count(*) FILTER ("_$3" IS NULL), count(DISTINCT "_$1"), count(*) FILTER ("_$3" = CAST(CAST("_$1" AS BIGINT) % 1000 AS VARCHAR)), count(DISTINCT "metadata$filename") FROM t`;

  it.each([['written anew for several threads', 1e9, 1], ['read as it is where there is no room', 1e7, 0]])('is %s', { timeout: 120_000 }, async (_, cacheCapacity, copies) => {
    const objects = join(directory, `objects-${copies}`);
    const path = join(directory, 'crlf.csv');
    await writeFile(path, `id,text,number\r\n${Array.from({ length: RECORDS }, (__, index) => `${record(index)}\r\n`).join('')}`);
    const files = [await linkedFile(path, 'crlf.csv')];
    const engine = await Engine.open({ spillDirectory: directory, spillCapacity: 1e9, cacheDirectory: objects, cacheCapacity, memoryLimit: 5e8, threads: 2, callsAtOnce: 4 });
    try {
      const values = async (metadata: readonly ('metadata$filename' | 'metadata$file_row_number')[], sql: string): Promise<number[]> => {
        const format = buildFileFormat('CSV', new Map([['skip_header', 1]]));
        const tables = [{ name: 't', staged: { files, format, use: { highestPosition: 3, star: false, metadata, names: null } } }];
        const { columns, batches } = await engine.query(placed({ sql, parameters: [], tables }), new AbortController().signal);
        const rows: unknown[] = [];
        for await (const batch of batches) rows.push(...columns.map((__, index) => columnValues(batch, columns, index)[0]));
        return rows.map(Number);
      };
      const sevenths = Math.ceil(RECORDS / 7);
      const others = RECORDS - 2 * sevenths;
      expect(await values(['metadata$filename', 'metadata$file_row_number'], SQL)).toEqual([RECORDS, RECORDS, RECORDS, RECORDS, sevenths, sevenths, RECORDS, others, 1]);
      // Without numbers of rows several threads read it.
      expect(await values([], `SELECT count(*), count(DISTINCT "_$1"), count(*) FILTER ("_$2" = 'a "quoted", text'), count("_$3") FROM t`)).toEqual([RECORDS, RECORDS, RECORDS, RECORDS - sevenths]);
      expect(await readdir(join(objects, 'content'))).toHaveLength(copies);
    } finally {
      await engine.close();
    }
  });
});

describe('CSV with blank lines and CRLF', () => {
  /** More than the engine reads at once; of what it reads first the last byte is the CR of a blank line's CRLF, or of the record before it. */
  const textWith = (first: string, record: string): string => `${first},q\r\n${record.repeat(3_300_000)}`;

  it.each([
    ['without quotes', 'ab,xyz\r\n\r\n'], ['with quotes', 'ab,"x"\r\n\r\n'], ['with line ends in quotes, and no room for a copy', 'ab,"x"\r\n\r\n', '"\r\n"'],
  ])('%s is read as it is meant wherever a part of it ends', { timeout: 120_000 }, async (_, record, quoted = '') => {
    for (const first of ['zzzzzzzz', 'zzzzzzzzz']) {
      const path = join(directory, `${first.length}-blank.csv`);
      await writeFile(path, textWith(first, record) + (quoted && `${quoted},last\r\n`));
      const files = [await linkedFile(path, 'blank.csv')];
      const engine = await Engine.open({
        spillDirectory: directory, spillCapacity: 1e9, cacheDirectory: join(directory, `blank-${first.length}`), cacheCapacity: quoted ? 5e7 : 1e9, memoryLimit: 5e8, threads: 2, callsAtOnce: 4,
      });
      try {
        const tables = [{ name: 't', staged: { files, format: buildFileFormat('CSV', new Map()), use: { highestPosition: 2, star: false, metadata: [], names: null } } }];
        const sql = `SELECT count(*), count(*) FILTER ("_$1" = 'ab') FROM t`;
        const { columns, batches } = await engine.query(placed({ sql, parameters: [], tables }), new AbortController().signal);
        const rows: unknown[] = [];
        for await (const batch of batches) rows.push(...columns.map((__, index) => columnValues(batch, columns, index)[0]));
        expect(rows.map(Number)).toEqual([3_300_001 + (quoted ? 1 : 0), 3_300_000]);
      } finally {
        await engine.close();
      }
    }
  });
});
