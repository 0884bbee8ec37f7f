import { spawn } from 'node:child_process';
import { once } from 'node:events';
import mysql from 'mysql2/promise';
import type { Measurement, Report, Scale } from '../support/benchmark.js';
import { withMariadb, type Mariadb } from '../support/mariadb.js';
import { compare } from '../support/measure.js';
import { watchMemory } from '../support/peak-memory.js';
import type { BenchServer } from '../support/server.js';
import { seconds } from '../support/table.js';
import { withServer } from '../support/with-server.js';

/** An int, a bigint, a double, a varchar and a timestamp, computed while they are sent. */
const ours = (rows: number): string => `
  SELECT CAST(generate_series AS INT) AS a, generate_series * 1234567 AS b, generate_series / 7 AS d, concat('row number ', generate_series) AS s,
    CAST('2024-01-01 00:00:00' AS TIMESTAMP) + INTERVAL generate_series SECOND AS t
  FROM generate_series(1, ${rows})`;

/** The same rows, from a table. */
const theirs = (rows: number): string => `
  CREATE TABLE bench.t ENGINE=MyISAM AS
  SELECT CAST(seq AS INT) AS a, seq * 1234567 AS b, seq / 7e0 AS d, concat('row number ', seq) AS s,
    TIMESTAMP('2024-01-01 00:00:00.000000') + INTERVAL seq SECOND AS t
  FROM seq_1_to_${rows}`;

/** Rows to the stock command line client, against MariaDB. */
export async function exporting(scale: Scale, report: Report): Promise<void> {
  await withServer(async (server) => {
    const measurement = await withMariadb('the export of rows', (mariadb) => measure(server, mariadb, scale));
    if (measurement !== null) report(measurement);
  });
}

async function measure(server: BenchServer, mariadb: Mariadb, { rows, rounds }: Scale): Promise<Measurement> {
  const connection = await mysql.createConnection({ host: '127.0.0.1', port: mariadb.port, user: 'root', database: 'bench' });
  await connection.query(theirs(rows));
  await connection.end();
  const memory = await watchMemory(server.pid);
  const best = await compare(rounds, () => read(server.mysqlPort, ours(rows), rows), () => read(mariadb.port, 'SELECT * FROM bench.t', rows));
  return {
    what: `${rows.toLocaleString('en')} rows × 5 columns to the mariadb client`,
    ours: seconds(best.ours),
    peer: seconds(best.peer),
    peerName: 'MariaDB',
    ratio: best.ours / best.peer,
    target: { atMost: 1 },
    memoryBytes: await memory.growth(),
  };
}

/** Reads all rows with the stock client, which must see every one of them. */
async function read(port: number, sql: string, rows: number): Promise<void> {
  const client = spawn('mariadb', ['-h127.0.0.1', `-P${port}`, '-uroot', '--skip-ssl', '--quick', '-N', '-e', sql], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(client, 'close') as Promise<[number | null]>;
  let lines = 0;
  client.stdout.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  });
  const [code] = await ended;
  if (code !== 0 || lines !== rows) throw new Error(`the client ended with ${String(code)} after ${lines} rows`);
}
