import type mysql from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';

let staging: Staging;
let connection: mysql.Connection;

beforeAll(async () => {
  staging = await startStaging();
  await staging.root.query('CREATE STAGE s');
  await staging.put('s', 'a.csv', '1\n2\n3\n4\n');
  await staging.root.query("CREATE VIEW numbers AS SELECT $1::INT AS n FROM @s/a.csv (FILE_FORMAT => 'CSV')");
});
afterAll(() => staging.stop());
beforeEach(async () => { connection = await staging.server.connect(); });
afterEach(() => connection.end());

const column = async (sql: string): Promise<unknown[]> => (await rows(connection, sql)).map((row): unknown => Object.values(row)[0]);

it.each([
  ['SELECT n FROM numbers', [1, 2]],
  ['SELECT n FROM numbers ORDER BY n DESC', [4, 3]],
  ['SELECT n FROM numbers LIMIT 3', [1, 2, 3]],
  ['SELECT n FROM numbers LIMIT 3 OFFSET 1', [2, 3, 4]],
  ['(SELECT n FROM numbers LIMIT 3)', [1, 2, 3]],
  ['SELECT n FROM numbers UNION ALL SELECT 5 ORDER BY n DESC', [5, 4]],
  ['SELECT n FROM numbers WHERE n < 2 UNION ALL SELECT 5 UNION ALL SELECT 6 ORDER BY n', [1, 5]],
  ['SELECT count(*) FROM (SELECT n FROM numbers) t', [4]],
  ['SELECT n FROM numbers WHERE n IN (SELECT n FROM numbers WHERE n > 1) ORDER BY n DESC', [4, 3]],
  ['WITH t AS (SELECT n FROM numbers) SELECT sum(n) FROM t', ['10']],
  ['VALUES ROW(1), ROW(2), ROW(3)', [1, 2]],
  ['TABLE numbers', [1, 2]],
  ['SELECT 1', [1]],
])('a SELECT without LIMIT gives so many rows: %s', async (sql, expected) => {
  await connection.query('SET sql_select_limit = 2');
  expect(await column(sql)).toEqual(expected);
  expect((await connection.execute<mysql.RowDataPacket[]>(sql))[0].map((row) => Object.values(row as object)[0] as unknown)).toEqual(expected);
});

it('may be none, also of what is known without a table', async () => {
  expect(await column('SELECT 1')).toEqual([1]);
  await connection.query('SET sql_select_limit = 0');
  expect(await column('SELECT 1')).toEqual([]);
  expect(await column('SELECT n FROM numbers')).toEqual([]);
  expect((await connection.execute<mysql.RowDataPacket[]>('SELECT ? + 0', [1]))[0]).toEqual([]);
  await connection.query('SET sql_select_limit = DEFAULT');
  expect(await column('SELECT 1')).toEqual([1]);
});

it('does not touch what goes into variables, and tells FOUND_ROWS() of all', async () => {
  await connection.query('SET sql_select_limit = 1');
  await connection.query('SET @all = (SELECT count(*) FROM (SELECT n FROM numbers) t)');
  await connection.query('SELECT max(n) FROM numbers INTO @most');
  expect(await column('SELECT concat(@all, @most)')).toEqual(['44']);
  await connection.query('SELECT SQL_CALC_FOUND_ROWS n FROM numbers');
  expect(await column('SELECT FOUND_ROWS()')).toEqual([4]);
});

it('counts for one statement by SET_VAR and SETTINGS', async () => {
  expect(await column('SELECT /*+ SET_VAR(sql_select_limit = 1) */ n FROM numbers')).toEqual([1]);
  expect(await column('SETTINGS (sql_select_limit = 3) SELECT n FROM numbers')).toEqual([1, 2, 3]);
  expect(await column('SELECT n FROM numbers')).toEqual([1, 2, 3, 4]);
});
