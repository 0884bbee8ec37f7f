import { spawnSync } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonWith } from '../support/python.js';
import { temporaryDirectory } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';

const python = pythonWith('pyarrow');

describe.skipIf(python === null)('Arrow files that pyarrow wrote', () => {
  let staging: Staging;
  let samples: Awaited<ReturnType<typeof temporaryDirectory>>;

  beforeAll(async () => {
    samples = await temporaryDirectory();
    const written = spawnSync(python ?? '', [join(import.meta.dirname, 'write-arrow-samples.py'), samples.path], { encoding: 'utf8' });
    if (written.status !== 0) throw new Error(written.stderr);
    staging = await startStaging();
    await staging.root.query('CREATE STAGE s');
    for (const name of await readdir(samples.path)) await staging.put('s', name, await readFile(join(samples.path, name)));
  });

  afterAll(async () => {
    await staging.stop();
    await samples.remove();
  });

  it.each([['nested', 'arrow'], ['nested.batches', 'arrows'], ['nested.slice', 'arrow'], ['odd', 'arrow']])('%s', async (name, extension) => {
    const found = await staging.values(`SELECT * FROM @s/${name}.${extension} (FILE_FORMAT => '${extension === 'arrow' ? 'arrow' : 'arrow_stream'}')`);
    const expected = await staging.values(`SELECT * FROM @s/${name}.parquet (FILE_FORMAT => 'parquet')`);
    expect(found.length).toBe(expected.length);
    const different = expected.findIndex((row, index) => JSON.stringify(row) !== JSON.stringify(found[index]));
    expect(found[different]).toEqual(expected[different]);
  });

  it('dictionaries that grow from batch to batch', async () => {
    expect(await staging.values("SELECT d FROM @s/deltas.arrows (FILE_FORMAT => 'arrow_stream')")).toEqual([['b'], ['a'], [null], ['c'], ['a'], [null], ['d'], ['a'], [null]]);
  });

  it('a type that can\'t be had says which, and of which column', async () => {
    expect(await staging.message("SELECT ok FROM @s/decimal256.arrow (FILE_FORMAT => 'arrow')")).toContain("Code: 1002, Text = file 'decimal256.arrow' is no readable Arrow file: its column 'too_wide' is a DECIMAL(70,0), which has more than 38 digits");
    expect(await staging.message("SELECT * FROM @s/interval.arrow (FILE_FORMAT => 'arrow')")).toContain("Code: 1002, Text = file 'interval.arrow' is no readable Arrow file: its column 'i' has a type that can't be read (Interval");
  });
});
