import { mkdir, readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report, Scale } from '../../support/benchmark.js';
import { startDatabend } from '../../support/databend.js';
import { startDuckdbCli } from '../../support/duckdb-cli.js';
import { timed } from '../../support/measure.js';
import { watchMemory } from '../../support/peak-memory.js';
import { connect, execute, mustEqual } from '../../support/queries.js';
import type { QueryPeer } from '../../support/query-peer.js';
import { RowCounter } from '../../support/row-counter.js';
import { startServer, type BenchServer } from '../../support/server.js';
import { seconds } from '../../support/table.js';
import { CASES, type Dialect, type QueryCase } from './cases.js';
import { writeStagedFiles } from './data.js';
import { databend, duckdb, FORMATS, stagewire } from './dialects.js';

const STAGE = 'bench';

/** Runs all cases; gives the directory with the files, which stay. */
export async function onDirectory(directory: string, scale: Scale, report: Report): Promise<string> {
  const files = join(directory, 'store', 'stage', 'internal', STAGE);
  await mkdir(files, { recursive: true });
  await writeStagedFiles(files, scale);
  const server = await startServer(directory);
  const peers = { duckdb: await startDuckdbCli(), databend: await startDatabend(directory) };
  try {
    await prepare(server, peers.databend);
    const client = await RowCounter.connect(server.mysqlPort);
    for (const one of CASES) await measure(one, { client, server, files, ...peers }, scale, report);
    client.destroy();
  } finally {
    await Promise.all([server.stop(), peers.duckdb?.stop(), peers.databend?.stop()]);
  }
  return files;
}

interface Sides {
  readonly client: RowCounter;
  readonly server: BenchServer;
  readonly files: string;
  readonly duckdb: QueryPeer | null;
  readonly databend: QueryPeer | null;
}

async function prepare(server: BenchServer, peer: QueryPeer | null): Promise<void> {
  const connection = connect(server);
  for (const sql of [`CREATE STAGE ${STAGE}`, ...FORMATS]) await execute(connection, sql);
  connection.end();
  for (const sql of FORMATS) await peer?.ask(sql);
}

/** The first run after the files were written anew, and the run after that. The kernel has the files in memory for all. */
async function measure(one: QueryCase, { client, server, files, ...peers }: Sides, scale: Scale, report: Report): Promise<void> {
  const exported = Math.min(scale.rows, scale.stagedRows);
  const expected = one.rows(exported);
  const sqlFor = (dialect: Dialect): string => one.sql(dialect, exported);
  const asked = (peer: QueryPeer, sql: string) => async (): Promise<void> => { mustEqual(`${one.what}, rows of ${peer.name}`, await peer.ask(sql), expected); };
  const ours = async (): Promise<void> => { mustEqual(`${one.what}, rows`, await client.ask(sqlFor(stagewire(STAGE))), expected); };
  const memory = await watchMemory(server.pid);
  const best = { first: Infinity, again: Infinity, duckdb: Infinity };
  for (let round = 0; round < scale.rounds; round += 1) {
    if (peers.duckdb) best.duckdb = Math.min(best.duckdb, await timed(asked(peers.duckdb, sqlFor(duckdb(files)))));
    for (const name of one.files) await touch(join(files, name));
    best.first = Math.min(best.first, await timed(ours));
    best.again = Math.min(best.again, await timed(ours));
  }
  const memoryBytes = await memory.growth();
  const lines = [{ run: 'first', ms: best.first, target: one.target }, { run: 'again', ms: best.again, target: undefined }];
  for (const { run, ms, target } of lines) {
    if (!peers.duckdb) break;
    report({ what: `${one.what}, ${run}`, ours: seconds(ms), peer: seconds(best.duckdb), peerName: 'DuckDB', ratio: ms / best.duckdb, ...(target !== undefined && { target: { atMost: target } }), memoryBytes });
  }
  if (!peers.databend) return;
  // Once: it takes many times as long.
  const run = asked(peers.databend, sqlFor(databend(files)));
  let ms: number;
  try {
    ms = await timed(run);
  } catch (error) {
    console.error(`*** SKIPPED: ${one.what} with Databend: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  report({ what: `${one.what}, first`, ours: seconds(best.first), peer: seconds(ms), peerName: 'Databend', ratio: best.first / ms, memoryBytes });
}

/** Makes a file, or those of a folder, new to the server. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  const names = (await stat(path)).isDirectory() ? (await readdir(path)).map((name) => join(path, name)) : [path];
  for (const name of names) await utimes(name, now, now);
}
