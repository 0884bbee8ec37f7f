import { RawClient } from '../../test/server/mysql/raw-client.js';
import type { Measurement, Scale } from '../support/benchmark.js';
import { connectEcho, roundTrip, startEchoServer, type EchoServer } from '../support/echo-peer.js';
import { rate } from '../support/measure.js';
import { watchMemory } from '../support/peak-memory.js';
import type { BenchServer } from '../support/server.js';
import { perSecond } from '../support/table.js';
import { withServer } from '../support/with-server.js';

const CONNECTIONS = [1, 8];
const COM_QUIT = 1;
/** Column count, column, row, OK: the answer to SELECT 1 for a client without EOF packets. */
const ANSWER_PACKETS = 4;

/**
 * Connections and statements per second, against a server that only echoes. The client is as bare as the
 * peer's, or it would be the client that is measured.
 */
export async function connecting(scale: Scale): Promise<readonly Measurement[]> {
  const echo = await startEchoServer();
  try {
    return await withServer(async (server) => {
      const measurements: Measurement[] = [];
      for (const connections of CONNECTIONS) {
        measurements.push(await measureConnecting(server, echo, scale, connections), await measureStatements(server, echo, scale, connections));
      }
      return measurements;
    });
  } finally {
    echo.stop();
  }
}

async function measureConnecting(server: BenchServer, echo: EchoServer, scale: Scale, connections: number): Promise<Measurement> {
  return measure(server, scale, connections, `connect, SELECT 1, quit at ${connections}`, {
    ours: async () => {
      const client = await RawClient.logIn(server.mysqlPort);
      await selectOne(client);
      client.command(COM_QUIT);
      client.destroy();
    },
    peer: async () => {
      const socket = await connectEcho(echo.port);
      // The login and the statement.
      await roundTrip(socket);
      await roundTrip(socket);
      socket.destroy();
    },
  });
}

async function measureStatements(server: BenchServer, echo: EchoServer, scale: Scale, connections: number): Promise<Measurement> {
  const clients = await Promise.all(Array.from({ length: connections }, () => RawClient.logIn(server.mysqlPort)));
  const sockets = await Promise.all(Array.from({ length: connections }, () => connectEcho(echo.port)));
  try {
    return await measure(server, scale, connections, `SELECT 1 at ${connections}`, {
      ours: async (worker) => { await selectOne(clients[worker]); },
      peer: async (worker) => {
        const socket = sockets[worker];
        if (socket) await roundTrip(socket);
      },
    });
  } finally {
    for (const open of [...clients, ...sockets]) open.destroy();
  }
}

interface Sides {
  ours(worker: number): Promise<void>;
  peer(worker: number): Promise<void>;
}

async function measure(server: BenchServer, { rounds, windowMs }: Scale, connections: number, what: string, sides: Sides): Promise<Measurement> {
  const memory = await watchMemory(server.pid);
  let ours = 0;
  let peer = 0;
  for (let round = 0; round < rounds; round += 1) {
    peer = Math.max(peer, await rate(windowMs, connections, (worker) => sides.peer(worker)));
    ours = Math.max(ours, await rate(windowMs, connections, (worker) => sides.ours(worker)));
  }
  return {
    what: `${what} connection${connections === 1 ? '' : 's'}`,
    ours: perSecond(ours),
    peer: perSecond(peer),
    peerName: 'echo',
    ratio: ours / peer,
    memoryBytes: await memory.growth(),
  };
}

async function selectOne(client: RawClient | undefined): Promise<void> {
  client?.query('SELECT 1');
  for (let packet = 0; packet < ANSWER_PACKETS; packet += 1) {
    const payload = await client?.expectPayload();
    if (payload?.[0] === 0xff) throw new Error(payload.toString('latin1'));
  }
}
