import { mkdir, readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report, Scale } from '../../support/benchmark.js';
import { startDatabend } from '../../support/databend.js';
import { askNewDuckdbCli, startDuckdbCli } from '../../support/duckdb-cli.js';
import { costOf, least, timed, type Cost } from '../../support/measure.js';
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
/** Times as many rounds as elsewhere: what takes a tenth of a second is up to a third slower from one round to the next. */
const MORE_ROUNDS = 3;

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
  let first: Cost | null = null;
  let again: Cost | null = null;
  let peer: Cost | null = null;
  let startedMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < scale.rounds * MORE_ROUNDS; round += 1) {
    if (peers.duckdb) peer = least(peer, await costOf(peers.duckdb.pid, asked(peers.duckdb, sqlFor(duckdb(files)))));
    if (peers.duckdb && round < scale.rounds) startedMs = Math.min(startedMs, await timed(() => askNewDuckdbCli(sqlFor(duckdb(files)))));
    for (const name of one.files) await touch(join(files, name));
    first = least(first, await costOf(server.pid, ours));
    again = least(again, await costOf(server.pid, ours));
  }
  if (!first || !again) return;
  const memoryBytes = await memory.growth();
  const lines = [{ run: 'first', cost: first, target: one.target }, { run: 'again', cost: again, target: undefined }];
  for (const { run, cost: { ms, cpuMicros }, target } of lines) {
    if (!peer) break;
    report({
      what: `${one.what}, ${run}`, ours: seconds(ms), peer: seconds(peer.ms), peerName: 'DuckDB', ratio: ms / peer.ms, ...(target !== undefined && { target: { atMost: target } }),
      cpuMicros: { ours: cpuMicros, peer: peer.cpuMicros }, memoryBytes,
    });
  }
  if (peer) report({ what: `${one.what}, first`, ours: seconds(first.ms), peer: seconds(startedMs), peerName: 'DuckDB started for it', ratio: first.ms / startedMs, memoryBytes });
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
  report({ what: `${one.what}, first`, ours: seconds(first.ms), peer: seconds(ms), peerName: 'Databend', ratio: first.ms / ms, memoryBytes });
}

/** DuckDB trusts nothing that it remembers of a file that was written within 10 s, as if another might be written in the same tick of the clock. */
const AGE_MS = 60_000;

/** Makes a file, or those of a folder, new to the server, as if they had come a minute ago. */
async function touch(path: string): Promise<void> {
  const now = new Date(Date.now() - AGE_MS);
  const names = (await stat(path)).isDirectory() ? (await readdir(path)).map((name) => join(path, name)) : [path];
  for (const name of names) await utimes(name, now, now);
}
