import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStaging, type Staging } from '../support/staging.js';

/** Enough to be read as one. */
const FILES = 150;

describe('many small files of a directory', () => {
  let staging: Staging;
  const name = (index: number): string => `csv/part-${String(index).padStart(3, '0')}.csv`;
  const path = (file: string): string => join(staging.directory, 'data', 'store', 'stage', 'internal', 'many', file);
  /** Texts, for integers of different widths come in different forms. */
  const first = async (sql: string): Promise<string[]> => ((await staging.values(sql))[0] ?? []).map(String);

  beforeAll(async () => {
    staging = await startStaging();
    await staging.root.query('CREATE STAGE many FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1)');
    for (let index = 0; index < FILES; index += 1) await staging.put('many', name(index), `id,text\n${index},"a, ${index}"\n${index},b`);
  });
  afterAll(() => staging.stop());

  const TOTALS = 'SELECT count(*), sum($1::INT), count(DISTINCT $2) FROM @many/csv/';
  const BY_FILE = 'SELECT count(*), sum($1::INT), count(DISTINCT $2) FROM @many/csv/ WHERE metadata$filename IS NOT NULL';
  const sum = FILES * (FILES - 1);

  it('are as one what they are one by one, in their order', async () => {
    expect(await first(TOTALS)).toEqual([2 * FILES, sum, FILES + 1].map(String));
    expect(await first(BY_FILE)).toEqual(await first(TOTALS));
    expect(await staging.values('SELECT $1, $2 FROM @many/csv/ LIMIT 3')).toEqual([['0', 'a, 0'], ['0', 'b'], ['1', 'a, 1']]);
    const all = await staging.values('SELECT $1 FROM @many/csv/');
    expect(all.map(([id]) => Number(id))).toEqual(Array.from({ length: 2 * FILES }, (_, row) => row >> 1));
  });

  it('one that changes, comes or goes is seen at once', async () => {
    // As many bytes as before.
    await staging.put('many', name(3), 'id,text\n9,"a, 9"\n9,b');
    expect(await first(TOTALS)).toEqual([2 * FILES, sum + 2 * (9 - 3), FILES].map(String));
    await staging.put('many', name(FILES), 'id,text\n1,new\n');
    expect(await first(TOTALS)).toEqual([2 * FILES + 1, sum + 2 * (9 - 3) + 1, FILES + 1].map(String));
    await rm(path(name(FILES)));
    await staging.put('many', name(3), `id,text\n3,"a, 3"\n3,b`);
    expect(await first(TOTALS)).toEqual([2 * FILES, sum, FILES + 1].map(String));
  });

  it('EXPLAIN shows files of the stage, and an error names the one', async () => {
    const [row] = await staging.values(`EXPLAIN FORMAT = JSON ${TOTALS}`);
    for (const shown of [name(0), name(9), `: ${FILES}`]) expect(String(row?.[0])).toContain(shown);
    await staging.put('many', name(77), 'id,text\n1,"a\n');
    expect(await staging.message(TOTALS)).toMatch(/csv\/part-077\.csv/);
    await staging.put('many', name(77), 'id,text\n77,"a, 77"\n77,b');
    expect(await first(TOTALS)).toEqual([2 * FILES, sum, FILES + 1].map(String));
  });

  it('of a stage that somebody else reads at the same time', async () => {
    const connections = await Promise.all(Array.from({ length: 8 }, () => staging.server.connect()));
    await staging.put('many', name(5), `id,text\n5,"a, 5"\n5,b\n`);
    const totals = await Promise.all(connections.map(async (connection) => (await connection.query({ sql: TOTALS, rowsAsArray: true }))[0] as unknown[][]));
    for (const [row] of totals) expect(row?.map(String)).toEqual([2 * FILES, sum, FILES + 1].map(String));
    await Promise.all(connections.map((connection) => connection.end()));
  });
});
