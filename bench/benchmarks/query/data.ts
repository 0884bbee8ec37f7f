import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Scale } from '../../support/benchmark.js';

const ROWS_PER_SMALL_FILE = 100;
const WIDE_COLUMNS = 20;
export const SMALL_FORMATS = ['csv', 'ndjson', 'parquet'] as const;

const ROW = `i AS id, CAST(hash(i) % 1000 AS INTEGER) AS k, CAST(hash(i * 7) % 1000000 AS DECIMAL(10, 2)) / 100 AS amount, 'city ' || (hash(i * 3) % 500) AS city`;

/**
 * Writes the files that queries read, the same ones every time: `t` as Parquet and CSV (plain, with a header and quotes, and that with
 * CRLF too), `wide.parquet` of twenty columns, `cities.parquet` to join with, and the folders of small files.
 */
export async function writeStagedFiles(directory: string, { stagedRows, smallFiles }: Scale): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const copy = async (query: string, name: string, options: string): Promise<void> => {
    await connection.run(`COPY (${query}) TO '${join(directory, name)}' (${options})`);
  };
  const rows = `SELECT ${ROW} FROM range(${stagedRows}) r(i)`;
  await copy(rows, 't.parquet', 'FORMAT parquet');
  await copy(rows, 't.csv', 'FORMAT csv, HEADER false');
  await copy(rows, 'quoted.csv', 'FORMAT csv, HEADER true, FORCE_QUOTE (city)');
  await pipeline(createReadStream(join(directory, 'quoted.csv'), 'latin1'), withCrlf, createWriteStream(join(directory, 'crlf.csv'), 'latin1'));
  const wide = Array.from({ length: WIDE_COLUMNS }, (_, column) => `CAST(hash(i * ${WIDE_COLUMNS} + ${column}) % 1000000 AS INTEGER) AS c${column + 1}`);
  await copy(`SELECT ${wide.join(', ')} FROM range(${stagedRows}) r(i)`, 'wide.parquet', 'FORMAT parquet');
  await copy(`SELECT 'city ' || i AS city, i % 7 AS region FROM range(500) r(i)`, 'cities.parquet', 'FORMAT parquet');
  for (const format of SMALL_FORMATS) {
    await mkdir(join(directory, `small-${format}`));
    for (let file = 0; file < smallFiles; file += 1) {
      const start = file * ROWS_PER_SMALL_FILE;
      await copy(`SELECT ${ROW} FROM range(${start}, ${start + ROWS_PER_SMALL_FILE}) r(i)`, `small-${format}/${String(file).padStart(4, '0')}.${format}`,
        format === 'csv' ? 'FORMAT csv, HEADER false' : format === 'ndjson' ? 'FORMAT json' : 'FORMAT parquet');
    }
  }
  connection.closeSync();
  instance.closeSync();
}

async function* withCrlf(texts: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const text of texts) yield text.replaceAll('\n', '\r\n');
}
