import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonWith } from '../support/python.js';
import { temporaryDirectory } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';

const python = pythonWith('pyarrow');

const ROWS = [
  [1, '12345678901234567890123456789012345678901234567890.12', '1.5'],
  [2, '-0.01', '-1.5'],
  [3, null, `${'9'.repeat(39)}.5`],
  [4, `${'9'.repeat(74)}.99`, null],
];

/** With which compressed pages begin. */
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

describe.skipIf(python === null)('Parquet files of pyarrow with decimals of more than 38 digits', () => {
  let staging: Staging;

  beforeAll(async () => {
    const samples = await temporaryDirectory();
    const written = spawnSync(python ?? '', [join(import.meta.dirname, 'wide-decimals.py'), samples.path], { encoding: 'utf8' });
    if (written.status !== 0) throw new Error(written.stderr);
    staging = await startStaging();
    await staging.root.query("CREATE STAGE s FILE_FORMAT = (TYPE = PARQUET)");
    for (const name of ['wide', 'small-pages', 'nested']) await staging.put('s', `${name}.parquet`, await readFile(join(samples.path, `${name}.parquet`)));
    await samples.remove();
  });

  afterAll(() => staging.stop());

  it.each(['wide', 'small-pages'])('%s.parquet is read to the last digit', async (name) => {
    expect(await staging.values(`SELECT id, w, m FROM @s/${name}.parquet ORDER BY id`)).toEqual(ROWS);
    expect(await staging.values(`SELECT id FROM @s/${name}.parquet WHERE w > 12345678901234567890123456789012345678901234567890.11 AND x = 1.5 ORDER BY id`)).toEqual([[1], [4]]);
    expect(await staging.values(`SELECT sum(m), any_value(typeof(m)), sum(d) FROM @s/${name}.parquet`)).toEqual([[`${'9'.repeat(39)}.5`, 'DECIMAL(40, 1)', '5.00']]);
  });

  it('the rest of the file is as before, and * and $1 have all of it', async () => {
    expect(await staging.values('SELECT sum(d), sum(x), count(*) FROM @s/wide.parquet')).toEqual([['5.00', 6, 4]]);
    expect(await staging.values('SELECT * FROM @s/wide.parquet WHERE id = 2')).toEqual([[2, '-0.01', '-1.5', '1.25', 1.5]]);
    expect(await staging.values('SELECT $1 FROM @s/wide.parquet WHERE $1:id = 2')).toEqual([['{"d":1.25,"id":2,"m":"-1.5","w":"-0.01","x":1.5}']]);
    expect(await staging.values('SELECT id FROM @s/wide.parquet LIMIT 1')).toEqual([[1]]);
    expect(await staging.values("SELECT id, w FROM @s (PATTERN => '(wide|small-pages)[.]parquet') ORDER BY w DESC, id LIMIT 2")).toEqual([[4, ROWS[3]?.[1] ?? null], [4, ROWS[3]?.[1] ?? null]]);
  });

  it('a view and infer_schema know the types', async () => {
    await staging.root.query('CREATE VIEW wide AS SELECT id, w, m FROM @s/wide.parquet');
    expect(await staging.values('SELECT w + 1 FROM wide WHERE id = 1')).toEqual([['12345678901234567890123456789012345678901234567891.12']]);
    expect((await staging.values('DESC wide')).map(([name, type]) => [name, type])).toEqual([['id', 'bigint'], ['w', 'decimal(65,30)'], ['m', 'decimal(65,30)']]);
    expect((await staging.values("SELECT column_name, type FROM infer_schema(location => '@s/wide.parquet')"))).toEqual([['id', 'BIGINT'], ['w', 'DECIMAL(76,2)'], ['m', 'DECIMAL(40,1)'], ['d', 'DECIMAL(38,2)'], ['x', 'DOUBLE']]);
  });

  it('many small files have the numbers of all', async () => {
    const file = await readFile(join(staging.directory, 'data', 'store', 'stage', 'internal', 's', 'wide.parquet'));
    for (let index = 0; index < 120; index += 1) await staging.put('s', `many/${index}.parquet`, file);
    expect(await staging.values('SELECT count(w), count(DISTINCT w), sum(m) FROM @s/many/')).toEqual([[360, 3, `${120n * BigInt('9'.repeat(39)) + 60n}.0`]]);
  });

  it('of many small files the damaged one is named', async () => {
    const file = await readFile(join(staging.directory, 'data', 'store', 'stage', 'internal', 's', 'small-pages.parquet'));
    for (let index = 0; index < 120; index += 1) await staging.put('s', `damaged/${index}.parquet`, file);
    const damaged = Buffer.from(file);
    for (let at = damaged.indexOf(ZSTD_MAGIC); at !== -1; at = damaged.indexOf(ZSTD_MAGIC, at)) damaged.fill(0, at, at + ZSTD_MAGIC.length);
    await staging.put('s', 'damaged/77.parquet', damaged);
    expect(await staging.message('SELECT max(w) FROM @s/damaged/')).toMatch(/ at file 'damaged\/77\.parquet'/);
  });

  it('within arrays, tuples and maps they are such numbers, too', async () => {
    const [LARGE, , , LARGEST] = ROWS.map(([, w]) => String(w));
    expect(await staging.values('SELECT id, l, t, m, ll, ts FROM @s/nested.parquet ORDER BY id')).toEqual([
      [1, `[${LARGE},-0.01,NULL]`, `(1,${LARGE},(0.5,1.5))`, `{"a":${LARGEST},"b":NULL}`, '[[-0.01],NULL]', `[(${LARGE},"y")]`],
      [2, '[]', '(2,NULL,NULL)', '{}', '[[]]', '[NULL]'],
      [3, null, null, null, null, null],
    ]);
    expect(await staging.values("SELECT l[1] + 1, t.w = l[1], t.in.m * 2, m['a'] - 0.99, ts[1].x, typeof(l[2]) FROM @s/nested.parquet WHERE id = 1")).toEqual([['12345678901234567890123456789012345678901234567891.12', 1, '3.0', `${'9'.repeat(74)}.00`, LARGE, 'DECIMAL(76, 2)']]);
    expect(await staging.values('SELECT sum(w) FROM (SELECT unnest(l) AS w FROM @s/nested.parquet) x')).toEqual([['12345678901234567890123456789012345678901234567890.11']]);
    expect(await staging.values('SELECT $1:l, $1:t, $1:m FROM @s/nested.parquet WHERE $1:id = 1')).toEqual([[`["${LARGE}","-0.01",null]`, `{"in":{"d":0.5,"m":"1.5"},"n":1,"w":"${LARGE}"}`, `{"a":"${LARGEST}","b":null}`]]);
    expect(await staging.values("SELECT column_name, type FROM infer_schema(location => '@s/nested.parquet') WHERE column_name IN ('l', 't', 'm')")).toEqual([['l', 'ARRAY(DECIMAL(76,2))'], ['t', 'TUPLE(N INT32, W DECIMAL(76,2), IN TUPLE(D FLOAT64, M DECIMAL(40,1)))'], ['m', 'MAP(STRING, DECIMAL(76,2))']]);
    expect(await staging.values('SELECT id FROM @s/nested.parquet WHERE id > 2')).toEqual([[3]]);
    await staging.root.query('CREATE VIEW nested AS SELECT l, t FROM @s/nested.parquet');
    expect(await staging.values('SELECT l[1] FROM nested WHERE t.n = 1')).toEqual([[LARGE]]);
  });
});
