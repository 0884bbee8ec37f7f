import { pino } from 'pino';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../server/embedded-postgres/start-embedded-postgres.js';
import type { Measurement, Report, Scale } from '../support/benchmark.js';
import { each } from '../support/each.js';
import { compare } from '../support/measure.js';
import { watchMemory } from '../support/peak-memory.js';
import { connect, countRows, execute, mustEqual } from '../support/queries.js';
import type { BenchServer } from '../support/server.js';
import { perSecond, seconds } from '../support/table.js';
import { withDirectory } from '../support/temporary.js';
import { withServer } from '../support/with-server.js';

const CREATING_CONNECTIONS = 8;

/** SHOW STAGES, against reading the same table from PostgreSQL. */
export async function showStages(scale: Scale, report: Report): Promise<void> {
  await withDirectory(async (dataDir) => {
    // Our own PostgreSQL, but started here: the peer has to reach it too.
    const postgres = await startEmbeddedPostgres({ dataDir, log: pino({ level: 'silent' }) });
    try {
      report(await withServer((server) => measure(server, scale, postgres.url), { STAGEWIRE_CATALOG_URL: postgres.url }));
    } finally {
      await postgres.stop();
    }
  });
}

async function measure(server: BenchServer, { stages, rounds }: Scale, url: string): Promise<Measurement> {
  await createStages(server, stages);
  const connection = connect(server);
  const peer = new pg.Client(url);
  await peer.connect();
  const memory = await watchMemory(server.pid);
  const times = await compare(
    rounds,
    async () => { mustEqual('rows of SHOW STAGES', await countRows(connection, 'SHOW STAGES'), stages); },
    async () => { mustEqual('rows of the table', (await peer.query('SELECT * FROM stagewire.stages ORDER BY name')).rows.length, stages); },
  );
  const memoryBytes = await memory.growth();
  connection.end();
  await peer.end();
  return {
    what: `SHOW STAGES, ${stages.toLocaleString('en')} stages`,
    ours: `${seconds(times.ours)}, ${perSecond((stages / times.ours) * 1000)}`,
    peer: seconds(times.peer),
    peerName: 'SELECT by pg',
    ratio: times.ours / times.peer,
    memoryBytes,
  };
}

async function createStages(server: BenchServer, count: number): Promise<void> {
  const connections = Array.from({ length: CREATING_CONNECTIONS }, () => connect(server));
  await each(count, CREATING_CONNECTIONS, async (index) => {
    const connection = connections[index % CREATING_CONNECTIONS];
    if (connection) await execute(connection, `CREATE STAGE stage_${index} COMMENT = 'number ${index}'`);
  });
  for (const connection of connections) connection.end();
}
