import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonWith } from '../../support/python.js';
import { temporaryDirectory } from '../../support/stagewire.js';
import { startStaging, type Staging } from '../../support/staging.js';
import { equalCells, type Column } from './cells.js';

const python = pythonWith('pyarrow', 'pyorc', 'fastavro', 'backports.zstd', 'cramjam', 'pandas');

type Row = readonly (string | null)[];
type Way = 'numbered' | 'plain';

/** What `questions.py` writes. */
interface Samples {
  readonly tables: readonly (readonly Row[])[];
  readonly questions: readonly {
    readonly folder: string;
    readonly format: string;
    readonly ways: readonly Way[];
    readonly columns: readonly Column[];
    readonly files: Readonly<Record<string, { readonly table: number; readonly numbers: readonly number[] | null }>>;
  }[];
  readonly refusals: readonly { readonly file: string; readonly format: string; readonly sql: string; readonly message: string }[];
  readonly skipped: readonly string[];
}
type Question = Samples['questions'][number];

const NAME = 'every format, compression and option, as other tools write and read them';
if (python === null) describe.skip(NAME, () => { it('needs Python', () => undefined); });
else describe(NAME, () => testSamples(python));

async function testSamples(withPython: string): Promise<void> {
  const directory = await temporaryDirectory();
  const folder = join(directory.path, 'samples');
  const written = spawnSync(withPython, ['-B', join(import.meta.dirname, 'write.py'), folder, ...(process.env['STAGEWIRE_TEST_FAMILIES'] ?? '').split(' ').filter(Boolean)], { encoding: 'utf8' });
  if (written.status !== 0) throw new Error(written.stderr);
  const { tables, questions, refusals, skipped } = JSON.parse(readFileSync(join(folder, 'questions.json'), 'utf8')) as Samples;
  if (skipped.length > 0) process.stderr.write(`SKIPPED: files of tools that are not installed: ${skipped.join(', ')}\n`);
  let staging: Staging;

  beforeAll(async () => {
    staging = await startStaging();
    await staging.root.query('CREATE STAGE s');
    const stages = join(staging.directory, 'data', 'store', 'stage', 'internal');
    await mkdir(stages, { recursive: true });
    await rename(folder, join(stages, 's'));
  });

  afterAll(async () => {
    await staging.stop();
    await directory.remove();
  });

  /** The rows of all files as they are expected, each behind its file's name and its number if that is asked for. */
  const expectedRows = (question: Question, way: Way): Row[] => Object.entries(question.files).flatMap(([name, { table, numbers }]) => {
    const rows = tables[table] ?? [];
    return rows.map((row, index) => (way === 'plain' ? row : [`${question.folder}/${name}`, String(numbers?.[index] ?? index), ...row]));
  });

  it.each(questions.flatMap((question) => question.ways.map((way) => ({ name: `${question.folder}, ${way}`, format: question.format, question, way }))))('$name: $format', async ({ question, way }) => {
    const metadata: readonly Column[] = way === 'plain' ? [] : [{ sql: 'metadata$filename', kind: 'text' }, { sql: 'CAST(metadata$file_row_number AS CHAR)', kind: 'text' }];
    const columns = [...metadata, ...question.columns];
    const list = columns.map(({ sql }, index) => `${sql} AS c${index}`).join(', ');
    const found = await staging.values(`SELECT ${list} FROM @s/${question.folder}/ (FILE_FORMAT => (${question.format}))`);
    const expected = expectedRows(question, way);
    const different = expected.findIndex((row, index) => !row.every((cell, column) => equalCells(found[index]?.[column], cell, columns[column]?.kind)));
    expect(different === -1 ? [] : found[different]).toEqual(different === -1 ? [] : expected[different]);
    expect(found.length).toBe(expected.length);
  });

  it.each(refusals)('$file', async ({ file, format, sql, message }) => {
    expect(await staging.message(`SELECT ${sql} FROM @s/${file} (FILE_FORMAT => (${format}))`)).toContain(message);
  });
}
