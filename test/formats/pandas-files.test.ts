import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonWith } from '../support/python.js';
import { temporaryDirectory } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';

const python = pythonWith('pandas');

type Expected = Readonly<Record<string, { readonly format: string; readonly rows: readonly unknown[] }>>;

const NAME = 'files that pandas, compressors and iconv wrote';
if (python === null) describe.skip(NAME, () => { it('needs pandas', () => undefined); });
else describe(NAME, () => testFiles(python));

async function testFiles(withPandas: string): Promise<void> {
  const samples = await temporaryDirectory();
  const written = spawnSync(withPandas, [join(import.meta.dirname, 'write-pandas.py'), samples.path], { encoding: 'utf8' });
  if (written.status !== 0) throw new Error(written.stderr);
  const expected = JSON.parse(readFileSync(join(samples.path, 'expected.json'), 'utf8')) as Expected;
  let staging: Staging;

  beforeAll(async () => {
    staging = await startStaging();
    await staging.root.query('CREATE STAGE s');
    for (const name of Object.keys(expected)) await staging.put('s', name, await readFile(join(samples.path, name)));
  });

  afterAll(async () => {
    await staging.stop();
    await samples.remove();
  });

  it.each(Object.entries(expected).filter(([name]) => name.includes('.csv')))('%s', async (name, { format, rows }) => {
    // Python's reader knows no NULL.
    const columns = [1, 2, 3, 4, 5].map((position) => `COALESCE($${position}, '')`).join(', ');
    const found = await staging.values(`SELECT ${columns} FROM @s (FILES => ('${name}'), FILE_FORMAT => (${format}))`);
    expect(found).toEqual((rows as string[][]).map((row) => row.map((text) => (text === 'NaN' ? '' : text))));
  });

  it.each(Object.entries(expected).filter(([name]) => name.endsWith('.ndjson')))('%s', async (name, { rows }) => {
    const found = await staging.values(`SELECT CAST($1 AS CHAR) FROM @s (FILES => ('${name}'), FILE_FORMAT => 'ndjson')`);
    expect(found.map(([text]) => JSON.parse(String(text)) as unknown)).toEqual(rows);
  });
}
