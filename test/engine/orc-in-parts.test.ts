import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import type { SourceFile } from '../../engine/sources/source-file.js';
import { columnValues } from '../../sql/cell-value.js';
import { buildFileFormat } from '../../sql/file-format-options.js';
import { countedFile, linkedFile, type CountedFile } from '../support/counted-file.js';
import { pythonWith } from '../support/python.js';
import { temporaryDirectory } from '../support/stagewire.js';
import { placed } from '../support/placed.js';

const python = pythonWith('pyarrow');
const ROWS = 300_000;
const WRITE = `
import sys, random
import pyarrow as pa, pyarrow.orc as orc
pick = random.Random(3)
n = ${ROWS}
columns = {"c%d" % c: pa.array([pick.randrange(1 << 40) for _ in range(n)]) for c in range(6)}
columns["text"] = pa.array(["t%d" % pick.randrange(1 << 40) for _ in range(n)])
columns["st"] = pa.array([{"a": i, "l": [i, None] * (i % 2)} if i % 5 else None for i in range(n)], pa.struct([("a", pa.int64()), ("l", pa.list_(pa.int64()))]))
for codec in ("zstd", "uncompressed"):
    orc.write_table(pa.table(columns), "%s/%s.orc" % (sys.argv[1], codec), compression=codec, stripe_size=4 * 1024 * 1024)
`;

describe.skipIf(python === null)('ORC files that come in parts', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let engine: Engine;
  let copies = 0;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const written = spawnSync(python ?? '', ['-c', WRITE, directory.path], { encoding: 'utf8' });
    if (written.status !== 0) throw new Error(written.stderr);
    engine = await Engine.open({ spillDirectory: join(directory.path, 'spill'), spillCapacity: 1e9, cacheDirectory: join(directory.path, 'cache'), cacheCapacity: 1e9, memoryLimit: 1e9, threads: 2, callsAtOnce: 4 });
  }, 120_000);

  afterAll(async () => {
    await engine.close();
    await directory.remove();
  });

  const path = (codec: string): string => join(directory.path, `${codec}.orc`);
  /** A file that no query has seen. */
  const fresh = (codec: string): Promise<CountedFile> => countedFile(path(codec), `${(copies += 1)}/${codec}.orc`);

  async function values(sql: string, files: readonly SourceFile[], names: readonly string[] | null): Promise<unknown[]> {
    const staged = { files, format: buildFileFormat('ORC', new Map()), use: { highestPosition: 0, star: names === null, metadata: [], names: names && new Set(names) } };
    const { columns, batches } = await engine.query(placed({ sql, parameters: [], tables: [{ name: 't', staged }] }), new AbortController().signal);
    const found: unknown[] = [];
    for await (const batch of batches) for (let index = 0; index < columns.length; index += 1) found.push(...columnValues(batch, columns, index));
    return found;
  }

  it.each(['zstd', 'uncompressed'])('%s: a query fetches the columns that it reads', async (codec) => {
    const file = await fresh(codec);
    const whole = await linkedFile(path(codec), `whole/${codec}.orc`);
    const share = async (sql: string, names: readonly string[] | null): Promise<number> => {
      const before = file.bytes;
      expect(await values(sql, [file], names)).toEqual(await values(sql, [whole], names));
      return (file.bytes - before) / file.size;
    };
    expect(await share('SELECT sum(c2), count(*) FROM t', ['c2'])).toBeLessThan(0.25);
    expect(await share('SELECT sum(c2), max(c2) FROM t', ['c2'])).toBe(0);
    expect(await share("SELECT max(text), bit_xor(hash(st)) FROM t", ['text', 'st'])).toBeLessThan(0.5);
    expect(await share('SELECT bit_xor(hash(COLUMNS(*))) FROM t', null)).toBeLessThan(0.8);
    expect(file.bytes).toBeLessThan(file.size * 1.1);
    expect(file.reads).not.toContain(null);
  });

  it('queries of several columns at once, and of a file twice', async () => {
    const [file, other] = await Promise.all([fresh('zstd'), fresh('zstd')]);
    const whole = await linkedFile(path('zstd'), 'whole');
    await Promise.all(['c0', 'c1', 'c2', 'c3', 'st'].map(async (column) => {
      const sql = `SELECT bit_xor(hash(${column})), count(${column}) FROM t`;
      expect(await values(sql, [file, other, file], [column])).toEqual(await values(sql, [whole, whole, whole], [column]));
    }));
    expect(file.bytes + other.bytes).toBeLessThan(file.size * 2.2);
  });
});
