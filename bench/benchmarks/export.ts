import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import mysql from 'mysql2/promise';
import type { Measurement, Report, Scale } from '../support/benchmark.js';
import { withMariadb, type Mariadb } from '../support/mariadb.js';
import { compare } from '../support/measure.js';
import { watchMemory } from '../support/peak-memory.js';
import type { BenchServer } from '../support/server.js';
import { connect, execute } from '../support/queries.js';
import { seconds } from '../support/table.js';
import { withServer } from '../support/with-server.js';

/** An int, a bigint, a double, a varchar and a timestamp for each number of a series, for which DuckDB and our dialect have one spelling. */
const COLUMNS = `
  CAST(generate_series AS INT) AS a, generate_series * 1234567 AS b, generate_series / 7 AS d, concat('row number ', generate_series) AS s,
  CAST('2024-01-01 00:00:00' AS TIMESTAMP) + INTERVAL 1 SECOND * generate_series AS t`;

/** Three processes want two processors here, and so one round says little. */
const MORE_ROUNDS = 4;

const series = (rows: number): string => `SELECT ${COLUMNS} FROM generate_series(1, ${rows})`;

/** The same rows as a table of MariaDB. */
const table = (rows: number): string => `
  CREATE TABLE bench.t ENGINE=MyISAM AS
  SELECT CAST(seq AS INT) AS a, seq * 1234567 AS b, seq / 7e0 AS d, concat('row number ', seq) AS s,
    TIMESTAMP('2024-01-01 00:00:00.000000') + INTERVAL seq SECOND AS t
  FROM seq_1_to_${rows}`;

/** Rows to the stock command line client, from a staged file and computed while they are sent, against a table of MariaDB. */
export async function exporting(scale: Scale, report: Report): Promise<void> {
  await withServer(async (server, directory) => {
    await stageRows(server, directory, scale.rows);
    await withMariadb('the export of rows', async (mariadb) => {
      await createTable(mariadb, scale.rows);
      report({ ...(await measure('of a Parquet file', 'SELECT * FROM @bench/t.parquet', server, mariadb, scale)), target: { atMost: 1 } });
      report(await measure('that are computed', series(scale.rows), server, mariadb, scale));
    });
  });
}

async function stageRows(server: BenchServer, directory: string, rows: number): Promise<void> {
  const connection = connect(server);
  await execute(connection, 'CREATE STAGE bench');
  connection.end();
  const folder = join(directory, 'store', 'stage', 'internal', 'bench');
  await mkdir(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const duckdb = await instance.connect();
  await duckdb.run(`COPY (${series(rows)}) TO '${join(folder, 't.parquet')}' (FORMAT parquet)`);
  duckdb.closeSync();
  instance.closeSync();
}

async function createTable(mariadb: Mariadb, rows: number): Promise<void> {
  const connection = await mysql.createConnection({ host: '127.0.0.1', port: mariadb.port, user: 'root', database: 'bench' });
  await connection.query(table(rows));
  await connection.end();
}

async function measure(source: string, sql: string, server: BenchServer, mariadb: Mariadb, { rows, rounds }: Scale): Promise<Measurement> {
  const memory = await watchMemory(server.pid);
  const peersSql = 'SELECT * FROM bench.t';
  await check(server.mysqlPort, sql, rows);
  await check(mariadb.port, peersSql, rows);
  const best = await compare(rounds * MORE_ROUNDS, () => read(server.mysqlPort, sql), () => read(mariadb.port, peersSql));
  return {
    what: `${rows.toLocaleString('en')} rows × 5 columns ${source} to the mariadb client`,
    ours: seconds(best.ours),
    peer: seconds(best.peer),
    peerName: 'MariaDB',
    ratio: best.ours / best.peer,
    memoryBytes: await memory.growth(),
  };
}

/** Reads all rows with the stock client, which throws them away: nobody else shall want a processor meanwhile. */
async function read(port: number, sql: string): Promise<void> {
  const [code] = (await once(startClient(port, sql, 'ignore'), 'close')) as [number | null];
  if (code !== 0) throw new Error(`the client ended with ${String(code)}`);
}

/** The client must see every row. */
async function check(port: number, sql: string, rows: number): Promise<void> {
  const client = startClient(port, sql, 'pipe');
  let lines = 0;
  client.stdout?.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  });
  const [code] = (await once(client, 'close')) as [number | null];
  if (code !== 0 || lines !== rows) throw new Error(`the client ended with ${String(code)} after ${lines} rows`);
}

function startClient(port: number, sql: string, output: 'ignore' | 'pipe'): ChildProcess {
  return spawn('mariadb', ['-h127.0.0.1', `-P${port}`, '-uroot', '--skip-ssl', '--quick', '-N', '-e', sql], { stdio: ['ignore', output, 'inherit'] });
}
