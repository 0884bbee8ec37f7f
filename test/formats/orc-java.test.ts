import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStaging, type Staging } from '../support/staging.js';

const SAMPLES = join(import.meta.dirname, 'orc-samples');
const ROWS = 700;
const DAY_MS = 86_400_000;

/** The rows of every sample, as `WriteOrcSamples.java` makes them. */
function expectedRow(row: number): unknown[] {
  if (row % 11 === 10) return new Array<null>(12).fill(null);
  const day = 1 + (row % 9);
  const wide = -12345678901234567890123455n + BigInt(row) * 10n;
  return [
    row - 1000, `text ${row % 70}`, `c${row % 10}    `, `v${row % 100}`, `${row - 1500}.250`, `${wide / 10n}.${-wide % 10n}0000`,
    new Date((-171_700 + row * 150) * DAY_MS).toISOString().slice(0, 10),
    row % 2 === 0 ? `2024-07-0${day} 12:30:15.123456` : `1955-01-0${day} 00:00:00.500000`,
    `${new Date(1_700_000_000_000 + row * 1000).toISOString().slice(0, 19).replace('T', ' ')}.000000`,
    row % 3 === 0 ? 1 : 0, `[${Array.from({ length: row % 4 }, (_, item) => item * row).join(',')}]`, row % 2 === 1 ? `{"k":${row}}` : '{}',
  ];
}

describe('ORC files of Java', () => {
  let staging: Staging;

  beforeAll(async () => {
    staging = await startStaging();
    await staging.root.query('CREATE STAGE s');
    for (const name of await readdir(SAMPLES)) await staging.put('s', name, await readFile(join(SAMPLES, name)));
  });

  afterAll(async () => { await staging.stop(); });

  it.each(['java.none', 'java.snappy', 'java.lz4', 'java.zstd', 'java.hive-0.11', 'java.version-2', 'java.proleptic'])('%s', async (name) => {
    const columns = 'i, s, c, v, CAST(d AS CHAR), CAST(w AS CHAR), CAST(day AS CHAR), CAST(ts AS CHAR), CAST(ti AS CHAR), b, CAST(a AS CHAR), CAST(m AS CHAR)';
    const found = await staging.values(`SELECT ${columns} FROM @s/${name}.orc (FILE_FORMAT => 'orc')`);
    expect(found).toEqual(Array.from({ length: ROWS }, (_, row) => expectedRow(row)));
    // Small numbers among which are some that only a patch can hold.
    const [counts] = await staging.values(`SELECT sum(l < 50), sum(l >= 1099511627776), count(*) - count(l) FROM @s/${name}.orc (FILE_FORMAT => 'orc')`);
    expect(counts?.map(Number)).toEqual([630, 7, 63]);
  });

  it('LZO is refused', async () => {
    expect(await staging.message("SELECT * FROM @s/java.lzo.orc (FILE_FORMAT => 'orc')")).toContain("Code: 1002, Text = file 'java.lzo.orc' is no readable ORC file: it is compressed with LZO, which can't be read");
  });
});
