import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import mysql2 from 'mysql2/promise';
import { expect, test, vi } from 'vitest';
import { StagewireError } from '../../../errors/index.js';
import { Capability } from '../../../protocol/capabilities.js';
import { readErr } from '../../../protocol/packets/err.js';
import type { ResultBatch, RowsResult } from '../../../server/result.js';
import { valueBatch } from '../../../sql/relation.js';
import { column } from './fake-service.js';
import { startServer } from './harness.js';
import { CLIENT_CAPABILITIES, RawClient } from './raw-client.js';

/** A result without end that counts what was produced and whether it was told to stop. */
function endless(): { result: RowsResult; produced: () => number; stopped: () => boolean } {
  let batches = 0;
  let returned = false;
  const batch = valueBatch(1000, [new Array<string>(1000).fill('x'.repeat(100))]);
  async function* produce(): AsyncGenerator<ResultBatch> {
    try {
      for (;;) {
        batches++;
        yield await Promise.resolve(batch);
      }
    } finally {
      returned = true;
    }
  }
  return {
    result: { kind: 'rows', columns: [column('v')], batches: produce() },
    produced: () => batches,
    stopped: () => returned,
  };
}

/** Waits for a signal as a well-behaved statement does, and ends with its reason. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}

test('a reader that stops stops the production, and its leaving ends it', async () => {
  const { port, service } = await startServer();
  const { result, produced, stopped } = endless();
  service.on('SELECT endless', () => result);
  const client = await RawClient.logIn(port);
  client.query('SELECT endless');
  await client.expectPayload();
  client.socket.pause();
  let before = -1;
  while (before !== produced()) {
    before = produced();
    await delay(100);
  }
  // Two kernel buffers and ours: some megabytes, however fast the producer is.
  expect(produced() * 100_000).toBeLessThan(64 * 1024 * 1024);
  client.destroy();
  await vi.waitFor(() => {
    expect(stopped()).toBe(true);
  });
  expect(service.closedSessions).toBe(1);
});

test('a fast reader does not keep other connections waiting', async () => {
  const { port, service } = await startServer();
  const { result } = endless();
  service.on('SELECT endless', () => result);
  const client = await RawClient.logIn(port);
  client.query('SELECT endless');
  client.socket.removeAllListeners('data');
  client.socket.resume();
  const other = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root' });
  expect((await other.query('SELECT 1'))[0]).toEqual([{ '1': 1 }]);
  other.destroy();
  client.destroy();
});

test('a client that leaves aborts its statement at once', async () => {
  const { port, service } = await startServer();
  let aborted = false;
  const started = new Promise<void>((resolve) => {
    service.on('SLEEP', async (signal) => {
      resolve();
      return await untilAborted(signal).finally(() => (aborted = signal.aborted));
    });
  });
  const client = await RawClient.logIn(port);
  client.query('SLEEP');
  await started;
  client.destroy();
  await vi.waitFor(() => {
    expect(aborted).toBe(true);
    expect(service.closedSessions).toBe(1);
  });
});

test('KILL QUERY ends the statement, KILL CONNECTION the connection', async () => {
  const { port, service, processes } = await startServer();
  service.on('SLEEP', (signal) => untilAborted(signal));
  const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root' });
  connection.on('error', () => undefined);
  const id = connection.threadId;
  const slept = expect(connection.query('SLEEP')).rejects.toMatchObject({ errno: 1317, sqlState: '70100' });
  await vi.waitFor(() => {
    expect(service.executed).toContain('SLEEP');
  });
  processes.get(id)?.abortStatement(new StagewireError('AbortedQuery', 'killed'));
  await slept;
  await connection.ping();
  const ended = expect(connection.query('SLEEP')).rejects.toMatchObject({ errno: 1317 });
  await vi.waitFor(() => {
    expect(processes.get(id)?.info).toBe('SLEEP');
  });
  processes.get(id)?.terminate();
  await ended;
  await expect(connection.query('SELECT 1')).rejects.toThrow();
  expect(processes.all()).toEqual([]);
});

test('KILL QUERY does not wait for a client that has stopped reading', async () => {
  const { port, service, processes } = await startServer();
  const { result, produced, stopped } = endless();
  service.on('ENDLESS', () => result);
  const client = await RawClient.logIn(port);
  client.socket.pause();
  client.query('ENDLESS');
  const [process] = processes.all();
  // Until nothing more fits anywhere on the way.
  for (let before = -1; produced() === 0 || produced() > before; ) {
    before = produced();
    await delay(200);
  }
  expect(process?.command).toBe('Query');
  process?.abortStatement(new StagewireError('AbortedQuery', 'killed'));
  await vi.waitFor(() => {
    expect({ stopped: stopped(), command: process?.command, info: process?.info }).toEqual({ stopped: true, command: 'Sleep', info: null });
  });
  client.socket.resume();
  let last = await client.expectPayload();
  while (last[0] !== 0xff) last = await client.expectPayload();
  expect(readErr(last)).toMatchObject({ errno: 1317 });
  client.command(0x0e);
  expect((await client.expectPayload())[0]).toBe(0);
  client.destroy();
});

test('the list of connections shows statements without their secrets', async () => {
  const { port, service, processes } = await startServer();
  const text = "CREATE USER ann IDENTIFIED BY 'hush'";
  service.on(text, (signal) => untilAborted(signal));
  const client = await RawClient.logIn(port);
  client.query(text);
  await vi.waitFor(() => {
    expect(processes.all()[0]?.info).toBe("CREATE USER ann IDENTIFIED BY '****'");
  });
  client.destroy();
});

test('one connection too many is told so in place of the greeting', async () => {
  const { port } = await startServer({ maxConnections: 1 });
  const first = await RawClient.logIn(port);
  await expect(mysql2.createConnection({ host: '127.0.0.1', port, user: 'root' })).rejects.toMatchObject({
    errno: 1040,
    sqlState: '08004',
    message: 'Too many connections',
  });
  first.destroy();
  await vi.waitFor(async () => {
    (await RawClient.logIn(port)).destroy();
  });
});

test('who does not log in in time is dropped', async () => {
  const { port } = await startServer({ connectTimeoutMs: 50 });
  const client = await RawClient.connect(port);
  await client.readHandshake();
  expect(await client.read()).toBeNull();
});

test('who is silent for too long is told so and dropped', async () => {
  const { port, service } = await startServer({ waitTimeoutMs: () => 50 });
  const client = await RawClient.logIn(port);
  const told = await client.readUnframed();
  expect(told === null ? null : readErr(told).errno).toBe(4031);
  expect(service.closedSessions).toBe(1);
});

test('a running statement is not silence', async () => {
  const { port, service } = await startServer({ waitTimeoutMs: () => 30 });
  service.on('SLEEP', async () => {
    await delay(150);
    return { kind: 'ok', affectedRows: 0 };
  });
  const client = await RawClient.logIn(port);
  client.query('SLEEP');
  expect((await client.expectPayload())[0]).toBe(0);
  client.destroy();
});

test.each([
  ['text', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ['a wrong sequence id', Buffer.from('0500000768656c6c6f', 'hex')],
  ['a payload that is too short', Buffer.from('0100000100', 'hex')],
  ['an empty payload', Buffer.from('00000001', 'hex')],
  ['a response cut short', Buffer.from('0400000185a6ff01', 'hex')],
  ['a header that promises 16 MiB', Buffer.from('feffff0100', 'hex')],
  ['noise', randomBytes(4096)],
])('%s in place of a handshake response costs only that connection', async (_name, garbage) => {
  const { port, service, logged } = await startServer({ connectTimeoutMs: 200 });
  const client = await RawClient.connect(port);
  await client.readHandshake();
  client.sendBytes(garbage);
  const answer = await client.readUnframed();
  if (answer !== null) {
    expect([1043, 1153, 1156, 1835]).toContain(readErr(answer).errno);
    expect(await client.readUnframed()).toBeNull();
  }
  expect(service.openings).toEqual([]);
  expect(logged).toEqual([]);
  (await RawClient.logIn(port)).destroy();
});

test('protocol 3.20 and TLS are refused by name', async () => {
  const { port } = await startServer();
  const old = await RawClient.connect(port);
  await old.readHandshake();
  old.send(Buffer.from('0124000000726f6f7400', 'hex'));
  expect(readErr(await old.expectPayload())).toMatchObject({ errno: 1043, sqlState: '08S01' });
  const secure = await RawClient.connect(port);
  await secure.readHandshake();
  const request = Buffer.alloc(32);
  request.writeUInt32LE(CLIENT_CAPABILITIES | Capability.SSL);
  secure.send(request);
  expect(readErr(await secure.expectPayload()).errno).toBe(1043);
});

test('malformed commands are answered with 1835, and a broken stream ends the connection', async () => {
  const { port } = await startServer({ maxAllowedPacket: 1000 });
  const client = await RawClient.logIn(port);
  client.command(0x04, 'no end');
  expect(readErr(await client.expectPayload())).toMatchObject({ errno: 1835 });
  client.command(0x0e);
  expect((await client.expectPayload())[0]).toBe(0);
  client.query('x'.repeat(1000));
  expect(readErr(await client.expectPayload())).toMatchObject({ errno: 1153, sqlState: '08S01' });
  expect(await client.read()).toBeNull();
});

test('an unknown database at login is 1049', async () => {
  const { port } = await startServer();
  await expect(
    mysql2.createConnection({ host: '127.0.0.1', port, user: 'root', database: 'nowhere' }),
  ).rejects.toMatchObject({ errno: 1049, sqlState: '42000' });
});

test('stopping closes idle connections, lets a statement finish, and accepts nobody', async () => {
  const { port, service, listener } = await startServer();
  let finish = (): void => undefined;
  service.on('SLEEP', async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return { kind: 'ok', affectedRows: 7 };
  });
  const idle = await RawClient.logIn(port);
  const busy = await RawClient.logIn(port);
  busy.query('SLEEP');
  await vi.waitFor(() => {
    expect(service.executed).toEqual(['SLEEP']);
  });
  const stopped = listener.stop(10_000);
  expect(await idle.read()).toBeNull();
  await expect(RawClient.connect(port)).rejects.toThrow(/ECONNREFUSED/);
  finish();
  expect((await busy.expectPayload()).subarray(0, 2)).toEqual(Buffer.of(0, 7));
  expect(await busy.read()).toBeNull();
  await stopped;
});

test('stopping aborts a statement after the deadline', async () => {
  const { port, service, listener } = await startServer();
  service.on('SLEEP', (signal) => untilAborted(signal));
  const client = await RawClient.logIn(port);
  client.query('SLEEP');
  await vi.waitFor(() => {
    expect(service.executed).toEqual(['SLEEP']);
  });
  const stopped = listener.stop(10);
  expect(readErr(await client.expectPayload())).toMatchObject({ errno: 1053, sqlState: '08S01' });
  await stopped;
});

test('of what a client sent ahead nothing is begun when it has gone', async () => {
  const { port, service, processes } = await startServer();
  const { result, produced } = endless();
  service.on('SELECT endless', () => result);
  // As the engine ends: with an error of its own.
  service.on('SELECT slow', (signal) => untilAborted(signal).catch(() => { throw new StagewireError('AbortedQuery', 'query was cancelled'); }));
  const client = await RawClient.logIn(port);
  const packet = (sql: string): Buffer => Buffer.concat([Buffer.of(sql.length + 1, 0, 0, 0, 3), Buffer.from(sql)]);
  client.sendBytes(Buffer.concat(['SELECT slow', 'SELECT endless'].map(packet)));
  await vi.waitFor(() => { expect(service.executed).toContain('SELECT slow'); });
  client.destroy();
  await vi.waitFor(() => { expect(processes.all()).toEqual([]); });
  // A fault of what nobody waits for would show by now, and end a server.
  await delay(50);
  expect(service.executed).toEqual(['SELECT slow']);
  expect(produced()).toBe(0);
});
