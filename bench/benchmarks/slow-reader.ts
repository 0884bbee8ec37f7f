import { setTimeout as sleep } from 'node:timers/promises';
import { RawClient } from '../../test/server/mysql/raw-client.js';
import type { Report, Scale } from '../support/benchmark.js';
import { watchMemory } from '../support/peak-memory.js';
import { withServer } from '../support/with-server.js';

/** About 9 GB of rows, if anybody read them. */
const HUGE = "SELECT generate_series, repeat('x', 900) FROM generate_series(1, 10000000)";
const MIB = 1024 ** 2;
/** Growth that a slow reader may cause. */
const MOST = 100 * MIB;

/** How much memory the server takes for a client that asks for a huge result and reads next to nothing of it. */
export async function slowReader({ readerStopsMs }: Scale, report: Report): Promise<void> {
  await withServer(async (server) => {
    const client = await RawClient.logIn(server.mysqlPort);
    const memory = await watchMemory(server.pid);
    client.query(HUGE);
    await client.expectPayload();
    client.socket.pause();
    await sleep(readerStopsMs);
    const growth = (await memory.growth()) ?? 0;
    client.destroy();
    report({
      what: 'memory for a reader that stopped in 10,000,000 rows',
      ours: `+${Math.round(growth / MIB)} MiB`,
      peer: `${MOST / MIB} MiB`,
      peerName: 'allowed',
      ratio: growth / MOST,
      target: { atMost: 1 },
      memoryBytes: growth,
    });
  });
}
