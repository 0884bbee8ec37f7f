import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStaging, type Staging } from '../support/staging.js';

const SAMPLES = join(import.meta.dirname, 'spark-samples');

/** What write-spark-samples.py wrote. */
const NUMBERS = [
  ['1', 'true', '127', '32767', '9223372036854775807', '1.5', '-0.1', '12345678.90', '1234567890123456789012345678.0123456789'],
  ['2', 'false', '-128', '-32768', '-9223372036854775808', '0.25', '1e300', '-0.01', '-1.0000000000'],
  ['3', null, null, null, null, null, null, null, null],
  ['4', 'true', '0', '0', '0', '0', '0', '0.00', '0.0000000000'],
] as const;
const TEXTS = ['plain', 'quote " comma , back\\slash', null, 'line\nend é你😀'] as const;
const TIMES = [['2024-02-29', '2024-02-29 12:34:56.789012'], ['1970-01-01', '1969-12-30 01:02:03.500000'], [null, null], ['1600-10-15', '1900-01-01 00:00:00.000000']] as const;
const NESTED = [['[1,null,3]', '{"k":1}', '{"a":1,"b":["x",null]}'], ['[]', '{}', '{"a":null,"b":null}'], [null, null, null], ['[7]', '{"é":null}', '{"a":3,"b":[]}']] as const;

describe('files that Spark wrote', () => {
  let staging: Staging;

  beforeAll(async () => {
    staging = await startStaging();
    await staging.root.query('CREATE STAGE s');
    for (const name of await readdir(SAMPLES)) await staging.put('s', name, await readFile(join(SAMPLES, name)));
  });

  afterAll(() => staging.stop());

  it.each(['int96.parquet', 'micros.parquet', 'legacy.parquet', 'snappy.orc', 'zlib.orc'])('%s', async (name) => {
    const numbers = ['id', 'flag', 'tiny', 'small', 'big', 'f', 'd', 'dec', 'wide'].map((column) => `CAST(${column} AS CHAR)`).join(', ');
    const nested = ['list', 'map', 'tuple'].map((column) => `to_variant(${column})`).join(', ');
    const found = await staging.values(`SELECT ${numbers}, text, hex(bin), CAST(day AS CHAR), CAST(at AS CHAR), ${nested} FROM @s/${name} (FILE_FORMAT => '${name.replace(/.*[.]/, '')}') ORDER BY id`);
    const bytes = ['00FF', '', null, '616263'];
    expect(found).toEqual(NUMBERS.map((row, index) => [...row, TEXTS[index], bytes[index], ...(TIMES[index] ?? []), ...(NESTED[index] ?? [])]));
  });

  it.each(['snappy.avro', 'deflate.avro'])('%s', async (name) => {
    const parts = ['id', 'big', 'f', 'text', 'bin', 'day', 'at', 'list', 'map', 'tuple'].map((key) => `$1:${key}::STRING`).join(', ');
    expect(await staging.values(`SELECT ${parts}, $1:dec::DECIMAL(10, 2) FROM @s/${name} (FILE_FORMAT => 'avro') ORDER BY $1:id::INT`)).toEqual([
      ['1', '9223372036854775807', '1.5', 'plain', '00FF', '2024-02-29', '2024-02-29 12:34:56.789012', '[1,null,3]', '{"k":1}', '{"a":1,"b":["x",null]}', '12345678.90'],
      ['2', '-9223372036854775808', '0.25', TEXTS[1], '', '1970-01-01', '1969-12-30 01:02:03.500000', '[]', '{}', '{"a":null,"b":null}', '-0.01'],
      ['3', ...Array<null>(10).fill(null)],
      ['4', '0', '0.0', TEXTS[3], '616263', '1600-10-15', '1900-01-01 00:00:00.000000', '[7]', '{"é":null}', '{"a":3,"b":[]}', '0.00'],
    ]);
  });

  it.each([
    ['escaped.csv', "TYPE = CSV ESCAPE = '\\\\' SKIP_HEADER = 1", 4],
    ['packed.csv.gz', "TYPE = CSV ESCAPE = '\\\\' COMPRESSION = AUTO", 4],
    ['doubled.csv', 'TYPE = CSV ALLOW_QUOTED_NULLS = TRUE', 4],
    ['tabs.csv', "TYPE = CSV FIELD_DELIMITER = '\\t' QUOTE = '`'", 3],
  ])('%s', async (name, format, count) => {
    const found = await staging.values(`SELECT $1::INT, $5, $7::DOUBLE, $8, $10, $11, $12 FROM @s/${name} (FILE_FORMAT => (${format})) ORDER BY 1`);
    const times = ['2024-02-29T12:34:56.789Z', '1969-12-30T01:02:03.500Z', null, '1900-01-01T00:00:00.000Z'];
    const rows = NUMBERS.map(([id, , , , big, , double, decimal], index) => [Number(id), big, double === null ? null : Number(double), decimal, TEXTS[index], TIMES[index]?.[0], times[index]]);
    expect(found).toEqual(rows.slice(0, count));
  });

  it.each([['lines.json', 'NONE'], ['nulls.json.bz2', 'AUTO']])('%s', async (name, compression) => {
    const found = await staging.values(`SELECT $1:id::INT, $1:big::STRING, $1:dec::DECIMAL(10, 2), $1:text::STRING, $1:day::DATE, $1:at::STRING, $1:list[2]::INT, $1:map.k::INT, $1:tuple.b[0]::STRING FROM @s/${name} (FILE_FORMAT => (TYPE = NDJSON COMPRESSION = ${compression})) ORDER BY 1`);
    const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
    expect(found).toEqual([
      [1, '9223372036854775807', '12345678.90', 'plain', day('2024-02-29'), '2024-02-29T12:34:56.789Z', 3, 1, 'x'],
      [2, '-9223372036854775808', '-0.01', TEXTS[1], day('1970-01-01'), '1969-12-30T01:02:03.500Z', null, null, null],
      [3, ...Array<null>(8).fill(null)],
      [4, '0', '0.00', TEXTS[3], day('1600-10-15'), '1900-01-01T00:00:00.000Z', null, null, null],
    ]);
  });
});
