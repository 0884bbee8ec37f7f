import type { Measurement, Report, Scale } from '../support/benchmark.js';
import { connectEcho, roundTrip } from '../support/echo-peer.js';
import { visit, type Account } from '../support/newcomer.js';
import { startPeer, type Peer } from '../support/peer.js';
import { watchMemory } from '../support/peak-memory.js';
import { connect, execute } from '../support/queries.js';
import { compareRates } from '../support/rates.js';
import type { BenchServer } from '../support/server.js';
import { perSecond } from '../support/table.js';
import { withServer } from '../support/with-server.js';

const CONNECTIONS = [1, 8];

interface Visitor extends Account {
  readonly how: string;
}

const VISITORS: readonly Visitor[] = [
  { how: 'without a password', user: 'root', password: '' },
  { how: 'by caching_sha2_password', user: 'cached', password: 'secret' },
];

/** Connections per second, each for one SELECT 1, against a server that only echoes. */
export async function connecting(scale: Scale, report: Report): Promise<void> {
  const echo = await startPeer('echo-server');
  try {
    await withServer(async (server) => {
      const root = connect(server);
      for (const { user, password } of VISITORS) if (user !== 'root') await execute(root, `CREATE USER ${user} IDENTIFIED WITH caching_sha2_password BY '${password}'`);
      root.destroy();
      for (const visitor of VISITORS) {
        for (const connections of CONNECTIONS) report(await measure(server, echo, scale, connections, visitor));
      }
    });
  } finally {
    echo.stop();
  }
}

async function measure(server: BenchServer, echo: Peer, scale: Scale, connections: number, visitor: Visitor): Promise<Measurement> {
  const memory = await watchMemory(server.pid);
  const { ours, peers: [peer] } = await compareRates(
    scale,
    connections,
    { pid: server.pid, work: () => visit(server.mysqlPort, visitor) },
    [{ pid: echo.pid, work: () => visitEcho(echo.port) }],
  );
  return {
    what: `connect ${visitor.how}, SELECT 1, quit at ${connections} connection${connections === 1 ? '' : 's'}`,
    ours: perSecond(ours.perSecond),
    peer: perSecond(peer?.rate.perSecond ?? 0),
    peerName: 'echo',
    ratio: peer?.ratio ?? 0,
    cpuMicros: { ours: ours.cpuMicros, peer: peer?.rate.cpuMicros ?? null },
    memoryBytes: await memory.growth(),
  };
}

async function visitEcho(port: number): Promise<void> {
  const socket = await connectEcho(port);
  // The login and the statement.
  await roundTrip(socket);
  await roundTrip(socket);
  socket.destroy();
}
