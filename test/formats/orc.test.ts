import { spawnSync } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonWith } from '../support/python.js';
import { temporaryDirectory } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';

const python = pythonWith('pyarrow', 'pyorc');

describe.skipIf(python === null)('ORC files that other tools wrote', () => {
  let staging: Staging;
  let samples: Awaited<ReturnType<typeof temporaryDirectory>>;

  beforeAll(async () => {
    samples = await temporaryDirectory();
    const written = spawnSync(python ?? '', [join(import.meta.dirname, 'write-orc-samples.py'), samples.path], { encoding: 'utf8' });
    if (written.status !== 0) throw new Error(written.stderr);
    staging = await startStaging();
    await staging.root.query('CREATE STAGE s');
    for (const name of await readdir(samples.path)) await staging.put('s', name, await readFile(join(samples.path, name)));
    await staging.put('s', 'zero.orc', '');
  });

  afterAll(async () => {
    await staging.stop();
    await samples.remove();
  });

  const all = (name: string, what = '*'): Promise<unknown[][]> => staging.values(`SELECT ${what} FROM @s/${name} (FILE_FORMAT => '${name.slice(name.lastIndexOf('.') + 1)}')`);

  it.each([
    'types.zlib', 'types.full', 'stripes', 'nulls', 'empty',
    'runs.0.11', 'runs.0.12', 'runs.sparse.0.11', 'runs.sparse.0.12',
  ])('%s has the values that pyarrow reads from it', async (name) => {
    const [found, expected] = [await all(`${name}.orc`), await all(`${name}.parquet`)];
    expect(found.length).toBe(expected.length);
    const different = expected.findIndex((row, index) => JSON.stringify(row) !== JSON.stringify(found[index]));
    expect(found[different]).toEqual(expected[different]);
  });

  it('has the types that the file declares', async () => {
    const types = async (format: string): Promise<unknown[][]> => {
      await staging.root.query(`CREATE OR REPLACE VIEW v AS SELECT * FROM @s/types.zlib.${format} (FILE_FORMAT => '${format}')`);
      return staging.values('DESCRIBE v');
    };
    expect(await types('orc')).toEqual(await types('parquet'));
  });

  it('texts of Hive, unions, and times of the writer\'s clock', async () => {
    expect(await staging.values("SELECT c, v, CAST(u AS CHAR), CAST(ts AS CHAR), CAST(ti AS CHAR), y FROM @s/hive.orc (FILE_FORMAT => 'orc')")).toEqual([
      ['ab   ', 'abc', '{"tag":0,"field0":7,"field1":null}', '2024-07-09 12:30:00.123456', '2024-07-09 19:30:00.123456', -1],
      ['abcde', 'éé', '{"tag":1,"field0":null,"field1":"seven"}', '1960-01-01 04:00:00.500000', '1960-01-01 12:00:00.500000', 127],
      [null, null, null, null, null, null],
    ]);
  });

  it.each([
    'SELECT count(*) FROM @t', 'SELECT count(*), max(i32) FROM @t', 'SELECT x.I8 FROM @t x WHERE x.d > 0 AND x.st:x = 3 ORDER BY x.ts', 'SELECT dict, sum(i16) FROM @t GROUP BY dict HAVING max(dt) > \'1700-01-01\' ORDER BY 1',
    'SELECT count(*) FROM @t a JOIN @t b USING (i16)', 'SELECT a.i8, b.s FROM @t a LEFT JOIN @t b ON a.i32 = b.i32 ORDER BY a.i32, a.i64', 'SELECT count(*) FROM @t a NATURAL JOIN @t b',
    'WITH w AS (SELECT l, i64 FROM @t WHERE b) SELECT l FROM w ORDER BY i64', 'SELECT metadata$file_row_number FROM @t WHERE i8 = 7', 'SELECT i8 FROM (SELECT * FROM @t) z WHERE dec5 > 1 ORDER BY dec18',
  ])('%s reads the same of a part of the columns', async (sql) => {
    const of = (format: string): Promise<unknown[][]> => staging.values(sql.replaceAll('@t', `@s/types.full.${format} (FILE_FORMAT => '${format}')`));
    expect(await of('orc')).toEqual(await of('parquet'));
  });

  it('an unknown column, and what a prepared statement says of columns before it reads any', async () => {
    expect(await staging.message("SELECT i8 FROM @s/types.full.orc (FILE_FORMAT => 'orc') WHERE nothing = 1")).toContain("Code: 1065, Text = column nothing doesn't exist");
    const [rows] = await staging.root.execute("SELECT s, i8 FROM @s/types.full.orc (FILE_FORMAT => 'orc') WHERE i32 > ? ORDER BY i32 LIMIT 1", [0]);
    expect(Object.keys((rows as object[])[0] ?? {})).toEqual(['s', 'i8']);
  });

  it('$1 is the whole row', async () => {
    expect(await staging.values("SELECT $1:b, $1:nothing FROM @s/other.orc (FILE_FORMAT => 'orc')")).toEqual([['1', null], ['2', null]]);
    expect(await staging.values("SELECT CAST($1 AS CHAR) FROM @s/other.orc (FILE_FORMAT => 'orc')")).toEqual([['{"b":1}'], ['{"b":2}']]);
    expect(await staging.message("SELECT $2 FROM @s/other.orc (FILE_FORMAT => 'orc')")).toContain('Code: 1065, Text = Query from orc file only support $1 as column position');
  });

  it('metadata columns count rows over all stripes', async () => {
    const [row] = await staging.values("SELECT count(*), min(metadata$file_row_number), max(metadata$file_row_number), count(DISTINCT metadata$file_row_number), max(metadata$filename) FROM @s/stripes.orc (FILE_FORMAT => 'orc')");
    expect(row?.map(String)).toEqual(['6000', '0', '5999', '6000', 'stripes.orc']);
    expect(await staging.values("SELECT metadata$file_basename, b FROM @s/other.orc (FILE_FORMAT => 'orc') WHERE b = 2")).toEqual([['other.orc', 2]]);
  });

  it('several files have one schema', async () => {
    const files = (...names: readonly string[]): string => `@s (FILES => (${names.map((name) => `'${name}'`).join(', ')}), FILE_FORMAT => 'orc')`;
    expect((await staging.values(`SELECT count(*), count(DISTINCT metadata$filename) FROM ${files('types.zlib.orc', 'types.lz4.orc', 'empty.orc', 'zero.orc')}`))[0]?.map(Number)).toEqual([3000, 2]);
    expect(await staging.message(`SELECT * FROM ${files('types.zlib.orc', 'other.orc')}`)).toContain("Code: 1303, Text = infer schema from 'types.zlib.orc', but get diff schema in file 'other.orc'");
  });

  it('no files', async () => {
    expect(await staging.message("SELECT * FROM @s/none/ (FILE_FORMAT => 'orc')")).toContain('Code: 1065, Text = no files found');
    expect(await staging.message("SELECT b FROM @s/zero.orc (FILE_FORMAT => 'orc')")).toContain('Code: 1065, Text = no files found');
    expect(await staging.values("SELECT $1 FROM @s/none/ (FILE_FORMAT => 'orc')")).toEqual([]);
  });

  it('what is no ORC file says so', async () => {
    expect(await staging.message("SELECT * FROM @s/other.parquet (FILE_FORMAT => 'orc')")).toContain("Code: 1046, Text = file 'other.parquet' is no readable ORC file: it does not end with the postscript of an ORC file");
    expect(await staging.message("SELECT nothing FROM @s/other.orc (FILE_FORMAT => 'orc')")).toContain('Code: 1065');
    expect(await staging.message("SELECT * FROM infer_schema(location => '@s/other.orc', file_format => 'orc')")).toContain('infer_schema is currently limited to format');
  });
});
