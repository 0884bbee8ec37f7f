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

/** `SELECT 1` again and again, against a bare Node socket that answers a fixed result, and against MariaDB. */
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
  for (const connections of CONNECTIONS) measurements.push(...(await measure(server, scale, connections, barePort, mariadbPort)));
  return measurements;
}

async function measure(server: BenchServer, { rounds, windowMs }: Scale, connections: number, barePort: number, mariadbPort: number | null): Promise<readonly Measurement[]> {
  const memory = await watchMemory(server.pid);
  const ask = (port: number): Promise<number> => askingRate(connections, windowMs, () => loggedIn(port));
  const best = { ours: 0, bare: 0, mariadb: 0 };
  for (let round = 0; round < rounds; round += 1) {
    best.bare = Math.max(best.bare, await askingRate(connections, windowMs, () => Asker.connect(barePort, SELECT_ONE)));
    best.ours = Math.max(best.ours, await ask(server.mysqlPort));
    if (mariadbPort !== null) best.mariadb = Math.max(best.mariadb, await ask(mariadbPort));
  }
  const line = {
    what: `SELECT 1 at ${connections} connection${connections === 1 ? '' : 's'}`,
    ours: perSecond(best.ours),
    memoryBytes: await memory.growth(),
  };
  const againstBare = { ...line, peer: perSecond(best.bare), peerName: 'bare socket', ratio: best.ours / best.bare, target: TARGET };
  if (mariadbPort === null) return [againstBare];
  return [againstBare, { ...line, peer: perSecond(best.mariadb), peerName: 'MariaDB', ratio: best.ours / best.mariadb }];
}

async function loggedIn(port: number): Promise<Asker> {
  const { socket } = await RawClient.logIn(port);
  return Asker.on(socket, SELECT_ONE);
}

async function askingRate(connections: number, windowMs: number, open: () => Promise<Asker>): Promise<number> {
  const askers = await Promise.all(Array.from({ length: connections }, open));
  try {
    return await rate(windowMs, connections, (index) => askers[index]?.ask() ?? Promise.resolve());
  } finally {
    for (const asker of askers) asker.destroy();
  }
}
