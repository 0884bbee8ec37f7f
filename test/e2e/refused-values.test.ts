import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStaging, type Staging } from '../support/staging.js';

// A value that a cast refuses: its place in the files.

let staging: Staging;

beforeAll(async () => {
  staging = await startStaging();
  await staging.root.query('CREATE STAGE s');
  await staging.put('s', 'csv/a.csv', '1,2\n3,4\n');
  await staging.put('s', 'csv/b.csv', '1,2\n\n"x\ny",abc\n5,6\nz,abc\n');
  await staging.putParquet('s', 'x.parquet', "SELECT n AS a, CASE WHEN n < 3 THEN n::VARCHAR ELSE 'x' || n END AS b FROM range(5) t(n)");
  await staging.put('s', 'zipped.csv.gz', gzipSync(`h\r\n${'1\r\n'.repeat(5000)}o'clock\r\n`));
  await staging.put('s', 'escaped.csv', '1;1\n"a\\"\n";2\n3;2024-13-01\n');
  await staging.put('s', 'lines.tsv', 'h\th\n\n1\t2\n3\tno\\tnumber\n');
  await staging.put('s', 'x.ndjson', '{"a":1}\n\n{"a":2,"b":"abc"}\n{"a":"it is \\"abc\\""}\n');
});

afterAll(() => staging.stop());

const CSV = "@s/csv/ (FILE_FORMAT => 'csv')";

it.each([
  ['file and line of a column', `SELECT $2::INT FROM ${CSV}`, "'abc' to INT32 when casting from source column $2, at file 'csv/b.csv', line 3."],
  ['in a condition', `SELECT $1 FROM ${CSV} WHERE CAST($2 AS SIGNED) > 1`, "$2, at file 'csv/b.csv', line 3."],
  ['where another type was wanted', `SELECT $2 + 1 FROM ${CSV}`, "'abc' to DOUBLE ('abc' stands in column $2 of file 'csv/b.csv', line 3)."],
  ['in an aggregate', `SELECT sum($2) FROM ${CSV}`, "column $2 of file 'csv/b.csv', line 3)."],
  ['in a subquery and under another name', `SELECT n::INT FROM (SELECT $2 AS n FROM ${CSV}) t`, "file 'csv/b.csv', line 3"],
  ['of one of two tables', `SELECT a.$1, b.$2::INT FROM @s/csv/a.csv (FILE_FORMAT => 'csv') a, ${CSV} b`, "$2, at file 'csv/b.csv', line 3."],
  ['CRLF, a header, compressed, a quote', "SELECT $1::INT FROM @s/zipped.csv.gz (FILE_FORMAT => (TYPE = CSV COMPRESSION = GZIP SKIP_HEADER = 1))", "column $1, at file 'zipped.csv.gz', line 5002."],
  ['Parquet', "SELECT b::DOUBLE FROM @s/x.parquet (FILE_FORMAT => 'parquet')", "from source column b, at file 'x.parquet', metadata$file_row_number 3."],
  ['Parquet, as a row', "SELECT $1:b::DOUBLE FROM @s/x.parquet (FILE_FORMAT => 'parquet')", "('x3' stands in column $1 of file 'x.parquet', metadata$file_row_number 3)."],
  ['only our own parser reads it', "SELECT $2::DATE FROM @s/escaped.csv (FILE_FORMAT => (TYPE = CSV FIELD_DELIMITER = ';' ESCAPE = '\\\\')) WHERE $1 = '3'", '"2024-13-01"'],
  ['TEXT, blank lines and a header', 'SELECT $2::INT FROM @s/lines.tsv (FILE_FORMAT => (TYPE = TEXT SKIP_HEADER = 1))', "$2, at file 'lines.tsv', line 4."],
  ['NDJSON', "SELECT $1:b::INT FROM @s/x.ndjson (FILE_FORMAT => 'ndjson')", "('abc' stands in column $1 of file 'x.ndjson', line 3)."],
  ['NDJSON, a text with quotes', "SELECT $1:a::INT FROM @s/x.ndjson (FILE_FORMAT => 'ndjson')", "of file 'x.ndjson', line 4)."],
])('%s', async (_what, sql, expected) => {
  expect(await staging.message(sql)).toContain(expected);
});

it('a prepared statement says so, too, and the connection lives on', async () => {
  const asked = staging.root.execute(`SELECT $2 - ? FROM ${CSV}`, [1]);
  await expect(asked).rejects.toThrow("('abc' stands in column $2 of file 'csv/b.csv', line 3)");
  expect(await staging.values('SELECT 1')).toEqual([[1]]);
});

it('a value that stands in no file has no place', async () => {
  expect(await staging.message(`SELECT concat($2, '!')::INT FROM ${CSV}`)).toMatch(/Could not convert string '2!' to INT32\.$/);
});
