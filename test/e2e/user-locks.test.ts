import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestPostgres } from '../support/postgres.js';
import { startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';
import { until } from '../support/until.js';

let postgres: Awaited<ReturnType<typeof startTestPostgres>>;
const directories: Awaited<ReturnType<typeof temporaryDirectory>>[] = [];
const servers: TestServer[] = [];
const connections: mysql.Connection[] = [];
let catalogUrl: string;

async function start(): Promise<TestServer> {
  const directory = await temporaryDirectory();
  directories.push(directory);
  const server = await startServer(directory.path, { STAGEWIRE_CATALOG_URL: catalogUrl, STAGEWIRE_SECRET_KEY: 'a'.repeat(64) });
  servers.push(server);
  return server;
}

async function connect(server: TestServer): Promise<mysql.Connection> {
  const connection = await server.connect({ rowsAsArray: true });
  connections.push(connection);
  return connection;
}

/** The one value of a statement. */
async function ask(connection: mysql.Connection, sql: string, values: (string | number)[] = []): Promise<unknown> {
  const [rows] = await (values.length > 0 ? connection.execute<mysql.RowDataPacket[][]>(sql, values) : connection.query<mysql.RowDataPacket[][]>(sql));
  return rows[0]?.[0];
}

beforeAll(async () => {
  postgres = await startTestPostgres();
  catalogUrl = await postgres.createDatabase();
  await start();
  await start();
}, 120_000);

afterAll(async () => {
  for (const connection of connections) connection.destroy();
  await Promise.all(servers.map((server) => server.kill()));
  await postgres.stop();
  await Promise.all(directories.map((directory) => directory.remove()));
});

const [one, two] = [() => servers[0] as TestServer, () => servers[1] as TestServer];

test('a lock holds against the connections of its server and of others, until it is released', async () => {
  const [holder, near, far] = [await connect(one()), await connect(one()), await connect(two())];
  expect(await ask(holder, "SELECT GET_LOCK('Job', 0)")).toBe(1);
  expect(await ask(holder, 'SELECT GET_LOCK(?, ?)', ['job', 0])).toBe(1);
  expect([await ask(near, "SELECT GET_LOCK('JOB', 0)"), await ask(far, "SELECT GET_LOCK('job', 0.2)")]).toEqual([0, 0]);
  expect([await ask(near, "SELECT IS_FREE_LOCK('job')"), await ask(far, "SELECT IS_FREE_LOCK('job')")]).toEqual([0, 0]);
  expect(await ask(near, "SELECT IS_USED_LOCK('job') = ?", [holder.threadId])).toBe(1);
  expect(await ask(far, "SELECT IS_USED_LOCK('job')")).toBe(0);
  expect([await ask(near, "SELECT RELEASE_LOCK('job')"), await ask(far, "SELECT RELEASE_LOCK('job')")]).toEqual([0, 0]);
  expect(await ask(holder, "SELECT RELEASE_LOCK('job') AS released FROM DUAL")).toBe(1);
  expect(await ask(far, "SELECT GET_LOCK('job', 0)")).toBe(0);
  const waiting = ask(far, "SELECT GET_LOCK('job', 30)");
  await holder.query("DO RELEASE_LOCK('job')");
  expect(await waiting).toBe(1);
  expect(await ask(holder, "SELECT GET_LOCK('job', 0)")).toBe(0);
  expect(await ask(far, 'SELECT RELEASE_ALL_LOCKS()')).toBe(1);
  expect([await ask(holder, "SELECT IS_FREE_LOCK('job')"), await ask(holder, "SELECT RELEASE_LOCK('job')"), await ask(holder, "SELECT IS_USED_LOCK('job')")]).toEqual([1, null, null]);
});

test('locks end with their connection, by its reset and with its server', { timeout: 90_000 }, async () => {
  const [leaving, resetting, waiter] = [await connect(one()), await connect(one()), await connect(two())];
  await ask(leaving, "SELECT GET_LOCK('a', 0)");
  await ask(resetting, "SELECT GET_LOCK('b', 0), GET_LOCK('c', 0), GET_LOCK('c', 0)");
  leaving.destroy();
  expect(await ask(waiter, "SELECT GET_LOCK('a', 20)")).toBe(1);
  await resetting.changeUser({ user: 'root' });
  expect(await ask(waiter, "SELECT GET_LOCK('b', 20) + GET_LOCK('c', 20)")).toBe(2);
  const dying = await start();
  expect(await ask(await connect(dying), "SELECT GET_LOCK('d', 0)")).toBe(1);
  expect(await ask(waiter, "SELECT IS_FREE_LOCK('d')")).toBe(0);
  await dying.kill();
  expect(await ask(waiter, "SELECT GET_LOCK('d', 20)")).toBe(1);
});

test('who waits can be killed, and takes no lock afterwards', async () => {
  const [holder, waiter, other] = [await connect(one()), await connect(one()), await connect(two())];
  await ask(holder, "SELECT GET_LOCK('k', 0)");
  const waiting = expect(ask(waiter, "SELECT GET_LOCK('k', -1)")).rejects.toMatchObject({ errno: 1317 });
  await until('the other waits', async () => (await ask(holder, `SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT GET_LOCK%'`)) === 1);
  await holder.query(`KILL QUERY ${waiter.threadId}`);
  await waiting;
  await ask(holder, "SELECT RELEASE_LOCK('k')");
  expect(await ask(other, "SELECT GET_LOCK('k', 5)")).toBe(1);
  expect(await ask(waiter, 'SELECT 1')).toBe(1);
});

test('connections of one server do not wait for each other for ever', async () => {
  const [a, b] = [await connect(one()), await connect(one())];
  await ask(a, "SELECT GET_LOCK('x', 0)");
  await ask(b, "SELECT GET_LOCK('y', 0)");
  const waiting = ask(a, "SELECT GET_LOCK('y', 30)");
  await until('the first waits', async () => (await ask(b, `SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT GET_LOCK%'`)) === 1);
  await expect(ask(b, "SELECT GET_LOCK('x', 30)")).rejects.toMatchObject({ errno: 3058 });
  await ask(b, 'DO RELEASE_ALL_LOCKS()');
  expect(await waiting).toBe(1);
});

test.each(["GET_LOCK('', 1)", 'RELEASE_LOCK(NULL)', `IS_FREE_LOCK('${'n'.repeat(65)}')`])('%s names no lock', async (call) => {
  await expect(ask(await connect(one()), `SELECT ${call}`)).rejects.toMatchObject({ errno: 3057 });
});

test.each(["'soon'", "''", "x'ff'", '-0.0', "'0.1 s'"])('a time of %s is no long one', async (time) => {
  const [holder, waiter] = [await connect(one()), await connect(one())];
  await ask(holder, "SELECT GET_LOCK('t', 0)");
  expect(await ask(waiter, `SELECT GET_LOCK('t', ${time})`)).toBe(0);
});

test('locks are no part of a query of rows, nor of a view', async () => {
  await expect(ask(await connect(one()), "CREATE VIEW v AS SELECT GET_LOCK('r', 0)")).rejects.toMatchObject({ errno: 1235 });
  await expect(ask(await connect(one()), "SELECT GET_LOCK('r', 0) FROM numbers(2)")).rejects.toMatchObject({ errno: 1235 });
  await expect(ask(await connect(one()), "SELECT 1 WHERE GET_LOCK('r', 0)")).rejects.toMatchObject({ errno: 1235 });
  expect(await ask(await connect(two()), "SELECT IS_FREE_LOCK('r')")).toBe(1);
});
