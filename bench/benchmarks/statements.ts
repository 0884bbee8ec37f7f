import { RawClient } from '../../test/server/mysql/raw-client.js';
import { Asker } from '../support/asker.js';
import type { Measurement, Scale } from '../support/benchmark.js';
import { startFixedAnswerServer } from '../support/fixed-answer-peer.js';
import { withMariadb } from '../support/mariadb.js';
import { rate } from '../support/measure.js';
import { watchMemory } from '../support/peak-memory.js';
import type { BenchServer } from '../support/server.js';
import { perSecond } from '../support/table.js';
import { withServer } from '../support/with-server.js';

const CONNECTIONS = [1, 8, 64];
/** Of what a bare socket reaches. */
const TARGET = { atLeast: 0.85 };

/** A COM_QUERY in its packet. */
function queryPacket(sql: string): Buffer {
  const size = 1 + Buffer.byteLength(sql);
  return Buffer.concat([Buffer.of(size & 0xff, size >> 8, 0, 0, 3), Buffer.from(sql)]);
}

const SELECT_ONE = queryPacket('SELECT 1');
const COM_STMT_PREPARE = 0x16;
const COM_STMT_EXECUTE = 0x17;

/** What is asked again and again; `packet` is made for the connection that asks. */
interface Question {
  readonly what: string;
  readonly packet: (client: RawClient) => Promise<Buffer>;
}

const QUESTIONS: readonly Question[] = [
  { what: 'SELECT 1', packet: () => Promise.resolve(SELECT_ONE) },
  { what: 'execute of a prepared SELECT 1', packet: prepareSelectOne },
];

/** Prepares the statement; the packet executes it once, without a cursor. */
async function prepareSelectOne(client: RawClient): Promise<Buffer> {
  client.command(COM_STMT_PREPARE, 'SELECT 1');
  const prepared = await client.expectPayload();
  if (prepared[0] === 0xff) throw new Error(prepared.toString('latin1'));
  // The one column; clients without EOF packets get no more.
  await client.expectPayload();
  return Buffer.concat([Buffer.of(10, 0, 0, 0, COM_STMT_EXECUTE), prepared.subarray(1, 5), Buffer.of(0, 1, 0, 0, 0)]);
}

/** `SELECT 1` again and again, as text and prepared, against a bare Node socket that answers a fixed result, and against MariaDB. */
export async function statements(scale: Scale): Promise<readonly Measurement[]> {
  const bare = await startFixedAnswerServer();
  try {
    return await withServer(async (server) => {
      const beside = await withMariadb('SELECT 1', (mariadb) => measureAll(server, scale, bare.port, mariadb.port));
      return beside ?? measureAll(server, scale, bare.port, null);
    });
  } finally {
    bare.stop();
  }
}

async function measureAll(server: BenchServer, scale: Scale, barePort: number, mariadbPort: number | null): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  for (const question of QUESTIONS) {
    for (const connections of CONNECTIONS) measurements.push(...(await measure(server, scale, question, connections, barePort, mariadbPort)));
  }
  return measurements;
}

async function measure(server: BenchServer, { rounds, windowMs }: Scale, question: Question, connections: number, barePort: number, mariadbPort: number | null): Promise<readonly Measurement[]> {
  const memory = await watchMemory(server.pid);
  const ask = (port: number): Promise<number> => askingRate(connections, windowMs, () => loggedIn(port, question));
  const best = { ours: 0, bare: 0, mariadb: 0 };
  for (let round = 0; round < rounds; round += 1) {
    best.bare = Math.max(best.bare, await askingRate(connections, windowMs, () => Asker.connect(barePort, SELECT_ONE)));
    best.ours = Math.max(best.ours, await ask(server.mysqlPort));
    if (mariadbPort !== null) best.mariadb = Math.max(best.mariadb, await ask(mariadbPort));
  }
  const line = {
    what: `${question.what} at ${connections} connection${connections === 1 ? '' : 's'}`,
    ours: perSecond(best.ours),
    memoryBytes: await memory.growth(),
  };
  const againstBare = { ...line, peer: perSecond(best.bare), peerName: 'bare socket', ratio: best.ours / best.bare, target: TARGET };
  if (mariadbPort === null) return [againstBare];
  return [againstBare, { ...line, peer: perSecond(best.mariadb), peerName: 'MariaDB', ratio: best.ours / best.mariadb }];
}

async function loggedIn(port: number, question: Question): Promise<Asker> {
  const client = await RawClient.logIn(port);
  return Asker.on(client.socket, await question.packet(client));
}

async function askingRate(connections: number, windowMs: number, open: () => Promise<Asker>): Promise<number> {
  const askers = await Promise.all(Array.from({ length: connections }, open));
  try {
    return await rate(windowMs, connections, (index) => askers[index]?.ask() ?? Promise.resolve());
  } finally {
    for (const asker of askers) asker.destroy();
  }
}
