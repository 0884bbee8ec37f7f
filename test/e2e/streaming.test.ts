import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2';
import { expect, it } from 'vitest';
import { RawClient } from '../server/mysql/raw-client.js';
import { serverForFile } from '../support/server-for-file.js';
import { rows } from '../support/stagewire.js';

/** Takes hours if nobody ends it. */
const ENDLESS = 'SELECT count(*) FROM numbers(10000000) a, numbers(10000000) b WHERE a.number * b.number % 7 = 3';
/** About 9 GB. */
const HUGE = "SELECT number, repeat('x', 900) FROM numbers(10000000)";
const MIB = 1024 ** 2;

const { server } = await serverForFile({ UV_THREADPOOL_SIZE: '4' });

/** Waits until the server process has used next to no processor for a while. */
async function isIdle(): Promise<void> {
  for (let before = await processorMs(); ; ) {
    await sleep(250);
    const now = await processorMs();
    if (now - before < 60) return;
    before = now;
  }
}

async function processorMs(): Promise<number> {
  const fields = (await readFile(`/proc/${String(server.process.pid)}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function residentBytes(): Promise<number> {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${String(server.process.pid)}/status`, 'utf8')) ?? [];
  return Number(kib) * 1024;
}

it.runIf(process.platform === 'linux')('a client that goes away ends its query while that computes', async () => {
  const client = await RawClient.logIn(server.mysqlPort);
  client.query(ENDLESS);
  const begun = await processorMs();
  while ((await processorMs()) - begun < 200) await sleep(20);
  client.destroy();
  await isIdle();
});

it('heavy queries leave SELECT 1, files and logins of others alone', async () => {
  const heavy = await Promise.all(Array.from({ length: 6 }, () => RawClient.logIn(server.mysqlPort)));
  for (const client of heavy) client.query(ENDLESS);
  const connection = await server.connect();
  expect(await rows(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(await rows(connection, 'LIST @~')).toEqual([]);
  await (await server.connect()).end();
  for (const client of heavy) client.destroy();
  // All turns were taken; now there is one again.
  expect(await rows(connection, 'SELECT count(*) AS n FROM numbers(10)')).toEqual([{ n: 10 }]);
  await connection.end();
});

it.runIf(process.platform === 'linux')('a reader that stops reading stops the query, and costs little memory', async () => {
  await isIdle();
  const before = await residentBytes();
  const client = await RawClient.logIn(server.mysqlPort);
  client.query(HUGE);
  await client.expectPayload();
  client.socket.pause();
  await isIdle();
  expect((await residentBytes()) - before).toBeLessThan(100 * MIB);
  const connection = await server.connect();
  expect(await rows(connection, 'SELECT count(*) AS n FROM numbers(10)')).toEqual([{ n: 10 }]);
  await connection.end();
  client.destroy();
  await isIdle();
});

it('a reader that stops now and then gets every row as it is', async () => {
  const connection = createConnection({ host: '127.0.0.1', port: server.mysqlPort, user: 'root' });
  const stream = connection.query({ sql: "SELECT number, concat('row ', number), repeat('x', number % 300) FROM numbers(100000)", rowsAsArray: true }).stream({ highWaterMark: 10 });
  let expected = 0;
  for await (const row of stream as AsyncIterable<[number, string, string]>) {
    const [number, text, padding] = row;
    if (number !== expected || text !== `row ${expected}` || padding.length !== expected % 300) expect(row).toEqual([expected, `row ${expected}`, 'x'.repeat(expected % 300)]);
    expected += 1;
    if (expected % 10_000 === 0) await sleep(50);
  }
  expect(expected).toBe(100_000);
  connection.destroy();
});

it('answers constant questions anew for every session', async () => {
  const [one, other] = [await server.connect(), await server.connect()];
  await one.query("SET @x = 1, sql_mode = 'ANSI_QUOTES'");
  await other.query("SET @x = 2");
  const ask = async (connection: typeof one, sql: string): Promise<unknown> => Object.values((await rows(connection, sql))[0] ?? {})[0];
  for (let round = 0; round < 2; round += 1) {
    expect([await ask(one, 'SELECT @x'), await ask(other, 'SELECT @x')]).toEqual([1, 2]);
    expect(await ask(other, 'SELECT "text"')).toBe('text');
    await expect(ask(one, 'SELECT "text"')).rejects.toMatchObject({ errno: 1054 });
    expect(await ask(one, 'SELECT connection_id()')).not.toBe(await ask(other, 'SELECT connection_id()'));
    await expect(ask(one, 'SELECT @@no_such_variable')).rejects.toMatchObject({ errno: 1193 });
    expect(await ask(one, 'SELECT 1')).toBe(1);
    expect(await rows(one, 'SHOW WARNINGS')).toEqual([]);
  }
  await one.end();
  await other.end();
});
