import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { normalise } from '../../engine/formats/delimited/normalise.js';
import type { DelimitedOptions } from '../../engine/formats/delimited/options.js';
import { canonicalReading, directReading, mayMisreadEdges, withLf } from '../../engine/formats/delimited/reading.js';
import { delimitedScan, type ReadableFile } from '../../engine/formats/delimited/scan.js';
import type { SourceFile } from '../../engine/sources/source-file.js';
import { Threads } from '../../engine/threads/threads.js';
import { SEED, seededRandom } from '../support/random.js';
import { temporaryDirectory } from '../support/stagewire.js';

const CSV: DelimitedOptions = {
  type: 'CSV', fieldDelimiter: ',', recordDelimiter: '\n', quote: '"', escape: '', skipHeader: 0, trimSpace: false, allowQuotedNulls: false, nullDisplay: '\\N',
  emptyIsText: false, quotedEmptyIsText: true, compression: 'NONE', encoding: 'utf-8', replaceBadCharacters: false,
};
const TEXT: DelimitedOptions = { ...CSV, type: 'TEXT', fieldDelimiter: '\t', quote: '' };
const FILE: SourceFile = {
  name: 'f', identity: 'f', size: 1, contentKey: null, wholeOnly: false, lastModified: new Date(0), link: () => Promise.resolve(false), localContent: () => Promise.resolve(null), read: () => Promise.reject(new Error('not read')),
};
/** So small that a file is read in many parts, by many threads. */
const SMALL_BUFFERS = 'auto_detect = false, buffer_size = 16000, max_line_size = 4000';
const signal = new AbortController().signal;

describe('files that DuckDB reads directly', async () => {
  const directory = await temporaryDirectory();
  const path = join(directory.path, 'text');
  const instance = await DuckDBInstance.create(':memory:', { threads: '4' });
  const connection = await instance.connect();
  const threads = new Threads(2, 256 * 1024 ** 2);
  afterAll(async () => {
    await threads.close();
    connection.closeSync();
    instance.closeSync();
    await directory.remove();
  });

  const random = seededRandom();
  const below = (count: number): number => Math.floor(random() * count);
  const oneOf = <T>(items: readonly T[]): T => items[below(items.length)] as T;

  const read = async (files: readonly ReadableFile[], width: number, options: DelimitedOptions, metadata: readonly 'metadata$file_row_number'[] = ['metadata$file_row_number']): Promise<unknown[][]> => {
    const use = { highestPosition: width, metadata, star: false, names: null };
    return (await connection.runAndReadAll(delimitedScan(files, use, options).replaceAll('auto_detect = false', SMALL_BUFFERS))).getRowsJson();
  };
  let copied = 0;
  /** What our own parser makes of it, and, if DuckDB may read it, that; rows with their numbers. */
  const bothWays = async (text: string, width: number, options: DelimitedOptions): Promise<{ direct: unknown[][] | null; own: unknown[][] }> => {
    await writeFile(path, text);
    const canonical = join(directory.path, 'canonical');
    await normalise({ source: path, target: canonical, options, width, fileName: 'f' }, signal);
    const own = await read([{ file: FILE, path: canonical, reading: await canonicalReading(canonical, { threads, signal }), isCanonical: true, headerLines: 0, origins: null }], width, options);
    const reading = await directReading(path, options, true, { threads, signal });
    if (!reading) return { own, direct: null };
    const file = { file: FILE, path, reading, isCanonical: false, headerLines: options.skipHeader, origins: null };
    const unnumbered = own.map((row) => row.slice(0, width));
    // Without numbers it is read by many threads. In as many parts some are misread.
    if (!mayMisreadEdges(reading)) expect(await read([file], width, options, []), `seed ${SEED}`).toEqual(unnumbered);
    if (reading.inParallel || !reading.isCrlf || reading.hasQuotedLineEnds) return { own, direct: await read([file], width, options) };
    const copy = { ...file, path: join(directory.path, 'copy'), reading: withLf(reading) };
    await writeFile(copy.path, text.replaceAll('\r', ''));
    expect(await read([copy], width, options, []), `seed ${SEED}`).toEqual(unnumbered);
    copied += 1;
    return { own, direct: await read([copy], width, options) };
  };

  const PLAIN = ['', '\\N', 'text', '17', ' x ', 'é', '-1.5'];
  const QUOTED = ['""', '"\\N"', '"a,b"', '","', '""""', '", ""x"', '"""",""""', '" a"', `"${'y'.repeat(25)}"`];
  const csv = (ends: string, fields: readonly string[], ragged: boolean): string => {
    const width = 1 + below(5);
    const blanks = below(3) === 0 ? Infinity : 50;
    const records = Array.from({ length: 1 + below(1500) }, () => Array.from({ length: ragged && below(20) === 0 ? 1 + below(7) : width }, () => oneOf(fields)).join(','));
    return records.map((record) => record + ends + (below(blanks) === 0 ? ends : '')).join('').slice(0, below(2) === 0 ? undefined : -ends.length);
  };

  it.each([
    ['plain lines', '\n', PLAIN],
    ['plain lines that end in CRLF', '\r\n', PLAIN],
    ['quotes', '\n', [...PLAIN, ...QUOTED]],
    ['quotes in lines that end in CRLF', '\r\n', [...PLAIN, ...QUOTED]],
    ['line ends in quotes', '\n', [...PLAIN, ...QUOTED, '"l\nm"', '"\r\n"', '"\n1,""a""\n"']],
  ])('%s: DuckDB and our own parser agree', { timeout: 120_000 }, async (_, ends, fields) => {
    for (let round = 0; round < 12; round += 1) {
      const options = { ...CSV, nullDisplay: oneOf(['\\N', 'text', 'é', 'ö']), skipHeader: below(3), emptyIsText: below(4) === 0, recordDelimiter: oneOf(['\n', '\r\n']) };
      const text = csv(ends, fields, round % 2 === 1);
      const { direct, own } = await bothWays(text, 1 + below(6), options);
      if (direct) expect(direct, `seed ${SEED}`).toEqual(own);
      // Headers of several lines, or with blank ones among them, are not read directly.
      else expect(options.skipHeader, `seed ${SEED}`).toBeGreaterThan(0);
    }
  });

  it('some of them were read in parallel once their records ended in LF', () => { expect(copied).toBeGreaterThan(0); });

  it('TEXT: DuckDB and our own parser agree', async () => {
    for (let round = 0; round < 12; round += 1) {
      const fields = ['', '\\N', 'text', '"q"', "'", 'é'];
      const text = Array.from({ length: 1 + below(1500) }, () => Array.from({ length: 2 + below(3) }, () => oneOf(fields)).join('\t')).join('\n');
      const { direct, own } = await bothWays(text, 1 + below(4), { ...TEXT, skipHeader: below(2) });
      expect(direct, `seed ${SEED}`).toEqual(own);
    }
  });

  it.each([
    ['a quote amid a field', 'a"b,c\n'], ['a blank before a quote', 'a, "b"\n'], ['text behind a closing quote', '"a"b,c\n'], ['a quote that is not closed', 'a,"b\n'],
    ['mixed ends of lines', 'a\r\nb\n'], ['CR alone', 'a\rb\r'], ['a delimiter of two bytes', 'a||b\n', { fieldDelimiter: '||' }], ['escapes', '"a\\"b"\n', { escape: '\\' }],
    ['quoted texts that are NULL', '"\\N"\n', { allowQuotedNulls: true }], ['a header of two lines', '"h\ni"\na\n', { skipHeader: 1 }], ['a blank line before the header', '\nh\na\n', { skipHeader: 1 }],
    ['what is no UTF-8', 'a,\xe9\n'], ['what is no UTF-8 within quotes', '"\xe9"\n'], ['TRIM_SPACE', ' a \n', { trimSpace: true }],
  ] as readonly [string, string, Partial<DelimitedOptions>?][])('%s is left to our own parser', async (_, text, options = {}) => {
    await writeFile(path, text, 'latin1');
    expect(await directReading(path, { ...CSV, ...options }, false, { threads, signal })).toBeNull();
  });

  it('fields that hold whole records are read whole, however the file is cut', async () => {
    const records = Array.from({ length: 3000 }, (_, index) => `"${index}\n${below(100)},""a"",""b""\n","x\n"`).join('\n');
    const { direct, own } = await bothWays(records, 2, CSV);
    expect(direct).toEqual(own);
    expect(own).toHaveLength(3000);
  });
});
