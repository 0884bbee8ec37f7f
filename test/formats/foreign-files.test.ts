import { spawnSync } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonWith } from '../support/python.js';
import { temporaryDirectory } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';

const python = pythonWith('pyarrow', 'fastavro');

describe.skipIf(python === null)('files that other tools wrote', () => {
  let staging: Staging;
  let samples: Awaited<ReturnType<typeof temporaryDirectory>>;

  beforeAll(async () => {
    samples = await temporaryDirectory();
    const written = spawnSync(python ?? '', [join(import.meta.dirname, 'write-samples.py'), samples.path], { encoding: 'utf8' });
    if (written.status !== 0) throw new Error(written.stderr);
    staging = await startStaging();
    await staging.root.query('CREATE STAGE s FILE_FORMAT = (TYPE = CSV COMPRESSION = AUTO SKIP_HEADER = 1)');
    for (const name of await readdir(samples.path)) await staging.put('s', name, await readFile(join(samples.path, name)));
  });

  afterAll(async () => {
    await staging.stop();
    await samples.remove();
  });

  it.each([['gzip', 'gz'], ['bz2', 'bz2'], ['xz', 'xz'], ['lzma', 'lzma'], ['deflate', 'zl'], ['brotli', 'br'], ['zstd', 'zst'], ['zip', 'zip']])('text as %s is corrupt', async (codec) => {
    const message = await staging.message(`SELECT $1 FROM @s (FILES => ('t.latin-1'), FILE_FORMAT => (TYPE = CSV COMPRESSION = ${codec.toUpperCase()}))`);
    expect(message).toMatch(/Code: 1076, Text = file 't\.latin-1' is no valid/);
  });

  it('what is no UTF-8 is told with its place', async () => {
    const plain = await staging.message("SELECT $2 FROM @s (FILES => ('t.latin-1'), FILE_FORMAT => 'csv')");
    expect(plain).toContain("Code: 1046, Text = invalid utf-8 sequence in column $2, at file 't.latin-1', line 2");
  });

  const TYPED = `SELECT i8, CAST(u64 AS CHAR), CAST(i64 AS CHAR), CAST(f AS CHAR), s, hex(bin), CAST(d AS CHAR), CAST(ts AS CHAR), CAST(ns AS CHAR), CAST(\`dec\` AS CHAR), CAST(l AS CHAR), st:x, CAST(m AS CHAR), dict`;

  it('Parquet holds what pyarrow wrote', async () => {
    const parquet = await staging.values(`${TYPED} FROM @s/t.none.parquet (FILE_FORMAT => 'parquet')`);
    expect(parquet[0]?.slice(0, 10).map(String)).toEqual([
      '-8', '18446744073709551615', '-9223372036854775808', '1.5', 'one "é', '00FF', '2024-02-29', '2024-05-06 07:08:09.123456', '2024-05-06 07:08:09.123456', '12345678901234567.125',
    ]);
    expect(parquet[1]).toEqual(Array.from({ length: 14 }, () => null));
    expect(parquet[2]?.slice(6, 8)).toEqual(['1969-12-31', '1969-12-31 23:59:59.999999']);
  });

  it('a row of Parquet as a variant has bytes as digits, decimals with theirs, and times as the columns have them', async () => {
    const rows = await staging.values("SELECT CAST($1 AS CHAR) FROM @s/shapes.parquet (FILE_FORMAT => 'parquet')");
    expect(rows.flat().map((row) => JSON.parse(String(row)) as unknown)).toEqual([
      {
        bin: '00FF', price: 1.1, whole: 7, zoned: '1970-01-01 00:00:00.001500', ns: '1970-01-01 00:00:00.000001', bins: ['01', null],
        pairs: [{ x: 2.5, 'y "z"': '61' }, null], named: { k: '76' }, fixed: ['61', '62'], deep: { p: { q: 'AA' } },
      },
      { bin: null, price: null, whole: null, zoned: null, ns: null, bins: null, pairs: null, named: null, fixed: null, deep: { p: null } },
    ]);
    expect(rows[0]?.[0]).toMatch(/"x":2\.50.*"price":1\.10,"whole":7,/);
    expect(await staging.values("SELECT CAST($1:pairs[0].x AS CHAR), CAST($1:bin AS CHAR) FROM @s/shapes.parquet (FILE_FORMAT => 'parquet') LIMIT 1")).toEqual([['2.50', '00FF']]);
    expect(await staging.values("SELECT CAST(to_variant(price) AS CHAR), CAST(to_variant(whole) AS CHAR), to_variant(bin) FROM @s/shapes.parquet (FILE_FORMAT => 'parquet') LIMIT 1")).toEqual([['1.10', '7', '"00FF"']]);
  });

  it('an encoding of Parquet that the engine does not know is said with the file that has it', async () => {
    const message = await staging.message("SELECT sum(a) FROM @s (FILES => ('known.parquet', 'split.parquet'), FILE_FORMAT => 'parquet')");
    expect(message).toMatch(/Code: 1046, Text = BYTE_STREAM_SPLIT encoding .*, at file 'split\.parquet'/);
    expect(await staging.message("SELECT a FROM @s/split.parquet (FILE_FORMAT => 'parquet')")).toMatch(/Code: 1046, Text = BYTE_STREAM_SPLIT encoding .*, at file 'split\.parquet'/);
  });

  it('numbers of 64 bits of Avro, also with attributes', async () => {
    expect(await staging.values("SELECT CAST($1 AS CHAR) FROM @s/longs.avro (FILE_FORMAT => 'avro')")).toEqual([
      ['{"a":[-9223372036854775808],"d":1e30,"l":9223372036854775807,"ns":"2024-05-06 07:08:09.123456","ts":"9999-12-31 23:59:59.999999","u":1152921504606846977}'],
    ]);
  });

  it('what is no file of the format says so', async () => {
    expect(await staging.message("SELECT $1 FROM @s (FILES => ('t.csv'), FILE_FORMAT => 'avro')")).toMatch(/Code: 1046, Text = Not a AVRO file \(.*\), at file 't\.csv'/);
    expect(await staging.message("SELECT * FROM @s (FILES => ('t.csv'), FILE_FORMAT => 'arrow')")).toMatch(/Code: 1046, Text = file 't\.csv' is no readable Arrow file/);
    expect(await staging.message("SELECT * FROM @s (FILES => ('t.csv'), FILE_FORMAT => 'parquet')")).toContain("Code: 1201, Text = file 't.csv' is no readable Parquet file");
  });
});
