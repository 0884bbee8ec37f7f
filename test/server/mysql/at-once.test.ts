import { Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { Capability } from '../../../protocol/capabilities.js';
import type { AnswerAtOnce } from '../../../server/statement-service.js';
import { valueBatch } from '../../../sql/relation.js';
import { column, rows } from './fake-service.js';
import { startServer, type TestServer } from './harness.js';
import { CLIENT_CAPABILITIES, RawClient } from './raw-client.js';

const COM = { QUERY: 3, PING: 14, PREPARE: 0x16, EXECUTE: 0x17, CLOSE: 0x19 } as const;

afterEach(() => {
  vi.restoreAllMocks();
});

/** An answer of one row that counts how often it is encoded. */
function countedAnswer(isLasting: boolean): { readonly answer: AnswerAtOnce; encodings: () => number } {
  const batch = valueBatch(1, [['known']]);
  let encodings = 0;
  const answer: AnswerAtOnce = {
    isLasting,
    batch,
    get columns() {
      encodings += 1;
      return [column('c')];
    },
  };
  return { answer, encodings: () => encodings };
}

/** A server that knows the answer to `known`, and whose `slow` takes until `finish` is called. */
async function startKnowing(answer: AnswerAtOnce): Promise<TestServer & { finish: () => void }> {
  const server = await startServer();
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => { finish = resolve; });
  server.service.on('slow', async () => {
    await finished;
    return rows([column('c')], ['slow']);
  });
  server.service.answerAtOnce = (_session, sql) => (sql === 'known' ? answer : null);
  server.service.answerPreparedAtOnce = (_session, { text }) => (text.sql === 'SELECT 1' ? answer : null);
  return { ...server, finish };
}

/** A command in its packet. */
function packet(code: number, rest: string | Buffer = ''): Buffer {
  const payload = Buffer.concat([Buffer.of(code), Buffer.from(rest)]);
  return Buffer.concat([Buffer.of(payload.length & 0xff, payload.length >> 8, 0, 0), payload]);
}

/** The payloads of one result of one column and one row; throws for packets that are none. */
async function result(client: RawClient): Promise<string> {
  const payloads = [];
  for (let left = 4; left > 0; left -= 1) payloads.push((await client.readUnframed()) ?? Buffer.alloc(0));
  expect(payloads[0]).toEqual(Buffer.of(1));
  expect(payloads[3]?.[0]).toBe(0xfe);
  return payloads[2]?.toString('latin1', 1) ?? '';
}

test('an answer that lasts is encoded once for all clients that read it alike', async () => {
  const { answer, encodings } = countedAnswer(true);
  const { port } = await startKnowing(answer);
  const clients = [await RawClient.logIn(port), await RawClient.logIn(port)];
  const answers = [];
  for (const client of [...clients, ...clients]) {
    client.query('known');
    answers.push([await client.expectPayload(), await client.expectPayload(), await client.expectPayload(), await client.expectPayload()]);
  }
  expect(encodings()).toBe(1);
  for (const payloads of answers) expect(payloads).toEqual(answers[0]);
  expect(answers[0]?.[2]).toEqual(Buffer.from('\x05known'));
});

test('an answer that lasts not is encoded each time', async () => {
  const { answer, encodings } = countedAnswer(false);
  const { port } = await startKnowing(answer);
  const client = await RawClient.logIn(port);
  client.sendBytes(Buffer.concat([packet(COM.QUERY, 'known'), packet(COM.QUERY, 'known')]));
  expect([await result(client), await result(client)]).toEqual(['known', 'known']);
  expect(encodings()).toBe(2);
});

test('a client that reads results otherwise gets its own form of an answer', async () => {
  const { answer } = countedAnswer(true);
  const { port, service } = await startKnowing(answer);
  service.on('latin1', (_signal, session) => {
    session.variables.set('character_set_results', 'latin1');
    return { kind: 'ok', affectedRows: 0 };
  });
  service.on('begin', (_signal, session) => {
    session.inTransaction = true;
    return { kind: 'ok', affectedRows: 0 };
  });
  const modern = await RawClient.logIn(port);
  const old = await RawClient.logIn(port, { capabilities: CLIENT_CAPABILITIES & ~Capability.DEPRECATE_EOF });
  const ask = async (client: RawClient, packets: number): Promise<Buffer[]> => {
    client.query('known');
    const payloads = [];
    while (payloads.length < packets) payloads.push(await client.expectPayload());
    return payloads;
  };
  const first = await ask(modern, 4);
  const withEof = await ask(old, 5);
  expect(withEof[2]?.[0]).toBe(0xfe);
  expect(withEof[4]?.length).toBe(5);
  modern.query('latin1');
  await modern.expectPayload();
  const latin1 = await ask(modern, 4);
  // The collation in the definition: utf8mb4_0900_ai_ci, then latin1_swedish_ci.
  expect([first[1]?.readUInt16LE(11), latin1[1]?.readUInt16LE(11)]).toEqual([255, 8]);
  modern.query('begin');
  await modern.expectPayload();
  const inTransaction = await ask(modern, 4);
  expect([latin1[3]?.readUInt16LE(3), inTransaction[3]?.readUInt16LE(3)]).toEqual([2, 3]);
});

test('a prepared statement is answered in binary, its text in text', async () => {
  const { answer, encodings } = countedAnswer(true);
  const { port } = await startKnowing(answer);
  const client = await RawClient.logIn(port);
  client.command(COM.PREPARE, 'SELECT 1');
  const prepared = await client.expectPayload();
  const execute = packet(COM.EXECUTE, Buffer.concat([prepared.subarray(1, 5), Buffer.of(0, 1, 0, 0, 0)]));
  client.sendBytes(Buffer.concat([execute, packet(COM.QUERY, 'known'), execute]));
  expect([await result(client), await result(client), await result(client)]).toEqual(['\0\x05known', 'known', '\0\x05known']);
  expect(encodings()).toBe(2);
});

test('a question that comes again is not asked again, until something else was done for its client or what all share has changed', async () => {
  const { answer } = countedAnswer(true);
  const { port, service, finish } = await startKnowing(answer);
  finish();
  let asked = 0;
  const known = service.answerAtOnce;
  service.answerAtOnce = (session, sql) => {
    asked += 1;
    return known(session, sql);
  };
  const again = vi.spyOn(service, 'answerAgain');
  const client = await RawClient.logIn(port);
  const ask = async (times: number): Promise<void> => {
    for (let left = times; left > 0; left -= 1) {
      client.sendBytes(packet(COM.QUERY, 'known'));
      expect(await result(client)).toBe('known');
    }
  };
  const ping = async (): Promise<void> => {
    client.sendBytes(packet(COM.PING));
    expect((await client.readUnframed())?.[0]).toBe(0);
  };
  await ask(3);
  await ping();
  await ask(1);
  expect([asked, again.mock.calls.length]).toEqual([1, 3]);
  client.sendBytes(packet(COM.QUERY, 'slow'));
  expect(await result(client)).toBe('slow');
  await ask(2);
  // The slow one was asked for too.
  expect([asked, again.mock.calls.length]).toEqual([3, 4]);
  service.shared.values = {};
  await ask(2);
  expect([asked, again.mock.calls.length]).toEqual([4, 5]);
  // In pieces, and behind another in the same turn, it is read like any other.
  client.sendBytes(packet(COM.QUERY, 'known').subarray(0, 6));
  await new Promise((resolve) => setTimeout(resolve, 50));
  client.sendBytes(packet(COM.QUERY, 'known').subarray(6));
  expect(await result(client)).toBe('known');
  client.sendBytes(Buffer.concat([packet(COM.QUERY, 'known'), packet(COM.PING), packet(COM.QUERY, 'known')]));
  expect(await result(client)).toBe('known');
  expect((await client.readUnframed())?.[0]).toBe(0);
  expect(await result(client)).toBe('known');
  expect(asked).toBe(7);
});

test('questions that take turns are all known by their bytes', async () => {
  const { answer } = countedAnswer(true);
  const { port, service } = await startKnowing(answer);
  service.answerAtOnce = (_session, sql) => (/^known \d+$/.test(sql) ? answer : null);
  const again = vi.spyOn(service, 'answerAgain');
  const client = await RawClient.logIn(port);
  const ask = async (number: number): Promise<void> => {
    client.sendBytes(packet(COM.QUERY, `known ${number}`));
    expect(await result(client)).toBe('known');
  };
  for (let round = 0; round < 3; round += 1) for (let number = 0; number < 8; number += 1) await ask(number);
  expect(again).toHaveBeenCalledTimes(16);
  // More than are kept: the oldest is asked anew.
  await ask(8);
  await ask(0);
  expect(again).toHaveBeenCalledTimes(16);
});

test('a prepared statement that was closed is unknown, whatever was answered before', async () => {
  const { answer } = countedAnswer(true);
  const { port } = await startKnowing(answer);
  const client = await RawClient.logIn(port);
  client.command(COM.PREPARE, 'SELECT 1');
  const id = (await client.expectPayload()).subarray(1, 5);
  const execute = packet(COM.EXECUTE, Buffer.concat([id, Buffer.of(0, 1, 0, 0, 0)]));
  for (let times = 0; times < 2; times += 1) {
    client.sendBytes(execute);
    expect(await result(client)).toBe('\0\x05known');
  }
  client.sendBytes(packet(COM.CLOSE, id));
  client.sendBytes(execute);
  const error = await client.readUnframed();
  expect([error?.[0], error?.readUInt16LE(1)]).toEqual([0xff, 1243]);
});

test('commands that came together and are answered at once are answered in one write', async () => {
  const { answer } = countedAnswer(true);
  const { port } = await startKnowing(answer);
  const client = await RawClient.logIn(port);
  const write = vi.spyOn(Socket.prototype, 'write');
  client.sendBytes(Buffer.concat(Array.from({ length: 20 }, () => packet(COM.QUERY, 'known'))));
  for (let left = 20; left > 0; left -= 1) expect(await result(client)).toBe('known');
  // One of the client, one of the server.
  expect(write).toHaveBeenCalledTimes(2);
});

test('answers before and after a slow statement keep their order, and those before do not wait for it', async () => {
  const { answer } = countedAnswer(true);
  const { port, finish } = await startKnowing(answer);
  const client = await RawClient.logIn(port);
  client.sendBytes(Buffer.concat([packet(COM.QUERY, 'known'), packet(COM.QUERY, 'slow'), packet(COM.QUERY, 'known'), packet(COM.PING)]));
  expect(await result(client)).toBe('known');
  finish();
  expect([await result(client), await result(client)]).toEqual(['slow', 'known']);
  expect((await client.readUnframed())?.[0]).toBe(0);
});

test('a client that asks and reads no answers is not read for ever', async () => {
  const { answer } = countedAnswer(true);
  const { port } = await startKnowing(answer);
  const client = await RawClient.logIn(port);
  const { socket } = client;
  const questions = Buffer.concat(Array.from({ length: 5000 }, () => packet(COM.QUERY, 'known')));
  socket.pause();
  let sent = 0;
  // The kernel and both processes hold some MiB; whatever is beyond would be held in the memory of the server.
  while (sent < 64 * 1024 * 1024 && (await writable(socket, questions))) sent += questions.length;
  expect(sent).toBeLessThan(64 * 1024 * 1024);
  client.destroy();
});

/** Writes; false when the peer has taken nothing for a while. */
async function writable(socket: Socket, bytes: Buffer): Promise<boolean> {
  if (socket.write(bytes)) return true;
  return new Promise((resolve) => {
    const stuck = setTimeout(() => { resolve(false); }, 1000);
    socket.once('drain', () => {
      clearTimeout(stuck);
      resolve(true);
    });
  });
}
