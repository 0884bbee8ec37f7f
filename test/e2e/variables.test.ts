import type mysql from 'mysql2/promise';
import { afterAll, expect, it } from 'vitest';
import { Capability } from '../../protocol/capabilities.js';
import { readTextRow } from '../../protocol/packets/text-row.js';
import { CLIENT_CAPABILITIES, RawClient } from '../server/mysql/raw-client.js';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';

const { server } = await serverForFile();
const connection = await server.connect();
afterAll(() => connection.end());

it('user variables keep their types through expressions and queries', async () => {
  await connection.query("SET @a := 1, @b = @a + 1, @c = 'it''s', @d = 1.5, @`odd name` = NULL");
  expect(await rows(connection, "SELECT @a + @b AS sum, @c AS c, @d * 2 AS d, @`odd name` AS n, @never AS never")).toEqual([{ sum: 3, c: "it's", d: 3, n: null, never: null }]);
  expect(await rows(connection, 'SELECT dummy FROM system.one WHERE dummy = @a')).toEqual([{ dummy: 1 }]);
  await connection.query('SET @big = (SELECT dummy FROM system.one)');
  expect(await rows(connection, 'SELECT @big + 100000 AS n')).toEqual([{ n: 100_001 }]);
  await connection.query("SET @text = '1'");
  expect(await rows(connection, 'SELECT dummy FROM system.one WHERE dummy = @text')).toEqual([{ dummy: 1 }]);
});

it('SELECT … INTO fills variables from the only row', async () => {
  const [answer] = await connection.query("SELECT dummy, 'x' INTO @p, @q FROM system.one");
  expect(answer).toMatchObject({ affectedRows: 1 });
  await connection.query('SELECT @p + 1 INTO @r');
  expect(await rows(connection, 'SELECT @p AS p, @q AS q, @r AS r')).toEqual([{ p: 1, q: 'x', r: 2 }]);
  await connection.query('SELECT dummy FROM system.one WHERE dummy = 7 INTO @p');
  expect(await rows(connection, 'SHOW WARNINGS')).toMatchObject([{ Code: 1329 }]);
  await connection.execute('SELECT ? INTO @p', ['bound']);
  expect(await rows(connection, 'SELECT @p AS p')).toEqual([{ p: 'bound' }]);
  expect(await failure(connection, 'SELECT 1, 2 INTO @p')).toMatchObject({ errno: 1222 });
  expect(await failure(connection, 'SELECT dummy FROM system.one UNION ALL SELECT 2 INTO @p')).toMatchObject({ errno: 1172 });
  expect(await failure(connection, 'SELECT (SELECT 1 INTO @p)')).toMatchObject({ errno: 1064 });
  expect(await failure(connection, "SELECT 1 INTO OUTFILE '/tmp/x'")).toMatchObject({ errno: 1235 });
});

it('what a query without tables assigns stays, from left to right', async () => {
  await connection.query('SET @v = NULL');
  expect(await rows(connection, "SELECT @v AS before1, @v := 5 AS a, @v := @v * 2 + (@w := 1) AS b, @v AS after, @w AS w")).toEqual([{ before1: null, a: 5, b: 11, after: 11, w: 1 }]);
  expect(await rows(connection, "SELECT CASE WHEN 1 THEN @d := CAST('2020-01-31' AS DATE) END AS d, @t := 'x' AS t FROM DUAL")).toEqual([{ d: new Date(2020, 0, 31), t: 'x' }]);
  await connection.query('DO @w := @w + 1');
  expect(await rows(connection, "SELECT @v AS v, DATE_FORMAT(@d + INTERVAL 1 DAY, '%d') AS next, @t AS t, @w AS w")).toEqual([{ v: 11, next: '01', t: 'x', w: 2 }]);
  const [executed] = await connection.execute('SELECT @e := ? + 1 AS e', [41]);
  expect(executed).toEqual([{ e: 42 }]);
  expect(await rows(connection, 'TABLE system.one')).toEqual([{ dummy: 1 }]);
});

it('SET VARIABLE makes $x, UNSET VARIABLE takes it away', async () => {
  await connection.query("SET VARIABLE x = 40 + 2");
  await connection.query("SET VARIABLE y = 'text'");
  expect(await rows(connection, 'SELECT $x AS x, $y AS y FROM system.one WHERE dummy < $x')).toEqual([{ x: 42, y: 'text' }]);
  await connection.query('UNSET VARIABLE (x, y)');
  expect(await failure(connection, 'SELECT $x')).toMatchObject({ errno: 1193 });
});

it('last_query_id() tells the statements of a connection apart', async () => {
  const other = await server.connect();
  const ids = async (): Promise<Record<string, string | null> | undefined> => (await rows(other,
    'SELECT last_query_id() AS own, last_query_id(-1) AS same, last_query_id(-2) AS before, last_query_id(1) AS first, last_query_id(99) AS none, last_query_id(0) AS zero'))[0];
  const one = await ids();
  const two = await ids();
  expect(one?.['own']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(one?.['own']).not.toBe(two?.['own']);
  expect(two).toEqual({ own: two?.['same'], same: two?.['own'], before: one?.['own'], first: one?.['first'], none: null, zero: null });
  expect((await rows(other, 'SELECT last_query_id(-2) AS before FROM system.one'))[0]).toEqual({ before: two?.['own'] });
  const [[prepared]] = await other.execute<mysql.RowDataPacket[]>('SELECT last_query_id(?) AS first', [1]);
  expect(prepared?.['first']).toBe(one?.['first']);
  expect(await failure(other, 'SELECT last_query_id(dummy) FROM system.one')).toMatchObject({ errno: 1105, message: expect.stringContaining('must be constant') as string });
  expect(await failure(other, 'SELECT last_query_id(1, 2)')).toMatchObject({ message: expect.stringContaining('takes 0 to 1 arguments') as string });
  await other.changeUser({ user: 'root' });
  expect((await ids())?.['first']).not.toBe(one?.['first']);
  await other.end();
});

it('query attributes are read by mysql_query_attribute_string()', async () => {
  expect(await rows(connection, "SELECT mysql_query_attribute_string('trace') AS t")).toEqual([{ t: null }]);
  const client = await RawClient.logIn(server.mysqlPort, { capabilities: CLIENT_CAPABILITIES | Capability.QUERY_ATTRIBUTES });
  // One attribute: trace = 'abc' (VAR_STRING).
  const attributes = Buffer.from('01 01 00 01 fd 00 05 7472616365 03 616263'.replaceAll(' ', ''), 'hex');
  client.command(0x03, Buffer.concat([attributes, Buffer.from("SELECT mysql_query_attribute_string('trace')")]));
  await client.expectPayload();
  await client.expectPayload();
  expect(readTextRow(await client.expectPayload(), 1)).toEqual([Buffer.from('abc')]);
  client.destroy();
});

it('resetting the connection forgets variables', async () => {
  await connection.query('SET @kept = 1');
  await connection.reset();
  expect(await rows(connection, 'SELECT @kept AS kept')).toEqual([{ kept: null }]);
});

it('show_variables() has the variables of the session', async () => {
  await connection.query("SET VARIABLE (beta, alpha) = ('x', 5)");
  expect(await rows(connection, "SELECT * FROM show_variables() WHERE name IN ('alpha', 'beta')")).toEqual([{ name: 'alpha', value: '5', type: 'BIGINT' }, { name: 'beta', value: 'x', type: 'VARCHAR(16382)' }]);
  await connection.query('UNSET VARIABLE (alpha, beta)');
  expect(await rows(connection, "SELECT * FROM show_variables() WHERE name IN ('alpha', 'beta')")).toEqual([]);
});
