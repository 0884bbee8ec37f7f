import type mysql from 'mysql2/promise';
import { afterAll, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { until } from '../support/until.js';

const { server } = await serverForFile();
const connection = await server.connect({ dateStrings: true });
afterAll(() => connection.end());

async function row(sql: string, on = connection): Promise<mysql.RowDataPacket | undefined> {
  const [rows] = await on.query<mysql.RowDataPacket[]>(sql);
  return rows[0];
}

it('SLEEP waits, refuses what is no time, and ends with its client', async () => {
  const other = await server.connect();
  expect(await row('SELECT SLEEP(0.05) AS s, 2 AS t', other)).toEqual({ s: 0, t: 2 });
  await expect(other.query('SELECT SLEEP(-1)')).rejects.toMatchObject({ errno: 1210 });
  await expect(other.query('SELECT SLEEP(NULL)')).rejects.toMatchObject({ errno: 1210 });
  // What is asked of a connection that is destroyed is never answered.
  other.query('SELECT SLEEP(3600)').catch(() => undefined);
  await row('SELECT 1');
  other.destroy();
  await until('the connection of the sleeper has gone', async () => Number((await row("SHOW STATUS LIKE 'Threads_connected'"))?.['Value']) === 1);
});

it('FOUND_ROWS and ROW_COUNT speak of the statement before', async () => {
  await row('SELECT number FROM numbers(7)');
  expect(await row('SELECT FOUND_ROWS() AS f, ROW_COUNT() AS r')).toEqual({ f: 7, r: -1 });
  await connection.query('CREATE STAGE counted');
  expect(await row('SELECT ROW_COUNT() AS r')).toEqual({ r: 0 });
});

it('now() follows the time zone of the session', async () => {
  await connection.query("SET time_zone = '+05:00'");
  expect(await row('SELECT TIMESTAMPDIFF(HOUR, UTC_TIMESTAMP(), NOW()) AS h, FROM_UNIXTIME(0) AS z, UNIX_TIMESTAMP(FROM_UNIXTIME(1700000000)) AS u')).toMatchObject({ h: 5, z: '1970-01-01 05:00:00.000000', u: 1_700_000_000 });
  await connection.query("SET time_zone = 'Europe/Berlin'");
  expect(await row("SELECT CONVERT_TZ('2024-07-01 12:00:00', 'UTC', 'Europe/Berlin') AS c, HOUR(NOW()) = HOUR(CONVERT_TZ(UTC_TIMESTAMP(), 'UTC', 'Europe/Berlin')) AS n")).toMatchObject({ c: '2024-07-01 14:00:00.000000', n: 1 });
  await connection.query("SET time_zone = 'SYSTEM'");
});

it('what is no XML is a warning, whose number a client is told', async () => {
  const warning = (reason: string): unknown => ({ Level: 'Warning', Code: 1525, Message: expect.stringMatching(new RegExp(`^Incorrect XML value: '${reason}`)) as unknown });
  const rowsOf = async (sql: string): Promise<mysql.RowDataPacket[]> => (await connection.query<mysql.RowDataPacket[]>(sql))[0];
  expect(await row("SELECT ExtractValue('<a><b></a>', '/a') AS x")).toEqual({ x: null });
  expect(await row('SELECT @@warning_count AS n')).toEqual({ n: 1 });
  await row("SELECT ExtractValue('<a><b></a>', '/a') AS x");
  expect(await rowsOf('SHOW WARNINGS')).toEqual([warning('parse error at line 1 pos 10: ')]);
  expect(await rowsOf("SELECT UpdateXML(x, '/a', '') AS x FROM (VALUES ('<a/>'), ('<a'), ('no & more')) t(x)")).toEqual([{ x: '' }, { x: null }, { x: null }]);
  expect(await rowsOf('SHOW WARNINGS')).toHaveLength(2);
  const [[x]] = await connection.execute<mysql.RowDataPacket[]>('SELECT ExtractValue(?, ?) AS x', ['<a>', '/a']);
  expect(x).toEqual({ x: null });
  expect(await rowsOf('SHOW WARNINGS')).toHaveLength(1);
  expect(await row("SELECT ExtractValue('<a>1</a>', '/a') AS x")).toEqual({ x: '1' });
  expect(await rowsOf('SHOW WARNINGS')).toEqual([]);
});
