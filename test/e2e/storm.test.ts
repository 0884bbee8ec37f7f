import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rows, startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';

const AT_ONCE = 1500;
const ROOM = 100;
const ER_CON_COUNT_ERROR = 1040;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;

beforeAll(async () => {
  directory = await temporaryDirectory();
  server = await startServer(directory.path, { STAGEWIRE_MAX_CONNECTIONS: String(ROOM) });
});
afterAll(async () => {
  await server.stop();
  await directory.remove();
});

/** How many connections the kernel keeps for a server that has not accepted them yet; null where that can't be known. */
function kernelsBound(): number | null {
  try {
    return Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
  } catch {
    return null;
  }
}

/** The first thing that the server says: `greeting`, the number of an error, or why there is nothing. */
async function firstWord(socket: Socket): Promise<string> {
  socket.on('error', () => undefined);
  const late = setTimeout(() => socket.destroy(), 20_000);
  const [packet] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [Buffer | boolean];
  clearTimeout(late);
  if (!Buffer.isBuffer(packet)) return 'nothing';
  return packet[4] === 0xff ? String(packet.readUInt16LE(5)) : 'greeting';
}

test.skipIf((kernelsBound() ?? 0) < AT_ONCE)('thousands that connect while the server is busy are all answered: with a greeting, or with 1040', async () => {
  const root = await server.connect();
  const before = await status();
  server.process.kill('SIGSTOP');
  const sockets = Array.from({ length: AT_ONCE }, () => connect(server.mysqlPort, '127.0.0.1'));
  const words = Promise.all(sockets.map(firstWord));
  try {
    await Promise.all(sockets.map((socket) => once(socket, 'connect', { signal: AbortSignal.timeout(20_000) })));
  } finally {
    server.process.kill('SIGCONT');
  }
  const counts = new Map<string, number>();
  for (const word of await words) counts.set(word, (counts.get(word) ?? 0) + 1);
  expect(Object.fromEntries(counts)).toEqual({ greeting: ROOM - 1, [ER_CON_COUNT_ERROR]: AT_ONCE - ROOM + 1 });
  expect(await rows(root, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  for (const socket of sockets) socket.destroy();
  await expect.poll(async () => (await status())['Aborted_connects'], { timeout: 10_000 }).toBe((before['Aborted_connects'] ?? 0) + ROOM - 1);
  const after = await status();
  expect((after['Connections'] ?? 0) - (before['Connections'] ?? 0)).toBe(AT_ONCE);
  expect((after['Connection_errors_max_connections'] ?? 0) - (before['Connection_errors_max_connections'] ?? 0)).toBe(AT_ONCE - ROOM + 1);
  expect(after['Threads_connected']).toBe(1);
  const another = await server.connect();
  await another.end();
  await root.end();

  async function status(): Promise<Record<string, number>> {
    const found = await rows(root, "SHOW GLOBAL STATUS WHERE Variable_name IN ('Aborted_connects', 'Connections', 'Connection_errors_max_connections', 'Threads_connected')");
    return Object.fromEntries(found.map(({ Variable_name: name, Value: value }) => [String(name), Number(value)]));
  }
});
