import type mysql from 'mysql2/promise';
import { afterAll, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { failure } from '../support/stagewire.js';

const { server } = await serverForFile();
const connection = await server.connect({ rowsAsArray: true });
afterAll(() => connection.end());

const SALES = "(SELECT 'q1' q, 10 v UNION ALL SELECT 'q2', 20 UNION ALL SELECT 'q1', 1)";

it.each([
  [`SELECT * FROM ${SALES} PIVOT(sum(v) FOR q IN (ANY))`, ['q1', 'q2'], [['11', '20']]],
  [`SELECT * FROM ${SALES} PIVOT(sum(v) FOR q IN (ANY ORDER BY q DESC)) AS p`, ['q2', 'q1'], [['20', '11']]],
  [`SELECT * FROM ${SALES} PIVOT(sum(v) FOR q IN (SELECT 'q2' UNION ALL SELECT 'q3'))`, ['q2', 'q3'], [['20', null]]],
  ['WITH t AS (SELECT number % 3 g, number v FROM numbers(9)) SELECT * FROM t PIVOT(max(v) FOR g IN (ANY ORDER BY g))', ['0', '1', '2'], [[6, 7, 8]]],
  ["SELECT p.`2024-01-01` FROM (SELECT DATE '2024-01-01' d, 5 v) PIVOT(max(v) FOR d IN (ANY)) p", ['2024-01-01'], [[5]]],
])('%s', async (sql, names, expected) => {
  const [rows, fields] = await connection.query<mysql.RowDataPacket[][]>(sql);
  expect(fields.map(({ name }) => name)).toEqual(names);
  expect(rows).toEqual(expected);
  const [executed] = await connection.execute<mysql.RowDataPacket[][]>(sql);
  expect(executed).toEqual(expected);
});

it('says what can not be pivoted', async () => {
  expect(await failure(connection, `SELECT * FROM (SELECT * FROM ${SALES} PIVOT(sum(v) FOR q IN (ANY))) x`)).toMatchObject({ errno: 1235 });
  expect((await failure(connection, "SELECT * FROM (SELECT 'q1' q, 10 v WHERE FALSE) PIVOT(sum(v) FOR q IN (ANY))")).message).toContain('no values');
});
