import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startS3Server, type S3Server } from '../../../test/support/s3-server.js';
import type { Report, Scale } from '../../support/benchmark.js';
import { startCountingProxy, type CountingProxy } from '../../support/counting-proxy.js';
import { startDuckdbCli } from '../../support/duckdb-cli.js';
import { each } from '../../support/each.js';
import { timed } from '../../support/measure.js';
import { minioClient } from '../../support/minio-client.js';
import { watchMemory } from '../../support/peak-memory.js';
import { connect, execute, mustEqual } from '../../support/queries.js';
import type { QueryPeer } from '../../support/query-peer.js';
import { RowCounter } from '../../support/row-counter.js';
import type { BenchServer } from '../../support/server.js';
import { seconds } from '../../support/table.js';
import { withServer } from '../../support/with-server.js';
import { CASES, type QueryCase } from './cases.js';
import { duckdb, FORMATS, stagewire } from './dialects.js';

const BUCKET = 'bench';
const UPLOADS_AT_ONCE = 8;
const MIB = 1024 ** 2;
/** One column of twenty may cost at most this part of the file. */
const ONE_COLUMN = 0.1;

/** The same queries over a real S3 server, whose answers go through a proxy that counts them. `files` are those on this machine. */
export async function onS3(files: string, scale: Scale, report: Report): Promise<void> {
  const s3 = await startS3Server('queries on S3');
  if (!s3) return;
  const proxy = await startCountingProxy(Number(new URL(s3.endpointUrl).port));
  const peer = await startDuckdbCli();
  try {
    await s3.createBucket(BUCKET);
    const env = {
      STAGEWIRE_STORAGE_URL: `s3://${BUCKET}/?endpoint_url=http://127.0.0.1:${proxy.port}&region=us-east-1`,
      STAGEWIRE_S3_ACCESS_KEY_ID: s3.accessKeyId,
      STAGEWIRE_S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
    };
    await withServer(async (server) => {
      const connection = connect(server);
      for (const sql of FORMATS) await execute(connection, sql);
      const client = await RowCounter.connect(server.mysqlPort);
      // Each on files of its own: what one query brought would be there for the next.
      for (const [index, one] of CASES.filter(({ onS3 }) => onS3).entries()) {
        const stage = `bench${index}`;
        await upload(s3, files, one.files, `stage/internal/${stage}/`);
        await execute(connection, `CREATE STAGE ${stage}`);
        await measure(one, { stage, client, server, proxy, files, peer }, scale, report);
      }
      client.destroy();
      connection.end();
    }, env);
  } finally {
    await peer?.stop();
    await proxy.stop();
    await s3.stop();
  }
}

async function upload(s3: S3Server, directory: string, names: readonly string[], prefix: string): Promise<void> {
  const client = minioClient(s3);
  const paths = (await Promise.all(names.map((name) => filesOf(directory, name)))).flat();
  await each(paths.length, UPLOADS_AT_ONCE, async (index) => {
    const path = paths[index] ?? '';
    await client.fPutObject(BUCKET, prefix + path, join(directory, path));
  });
}

/** A file, or the files of a folder. */
async function filesOf(directory: string, name: string): Promise<string[]> {
  const isFolder = (await stat(join(directory, name))).isDirectory();
  return isFolder ? (await readdir(join(directory, name))).map((file) => join(name, file)) : [name];
}

interface Sides {
  readonly stage: string;
  readonly client: RowCounter;
  readonly server: BenchServer;
  readonly proxy: CountingProxy;
  readonly files: string;
  readonly peer: QueryPeer | null;
}

async function measure(one: QueryCase, { stage, client, server, proxy, files, peer }: Sides, { rows, stagedRows, rounds }: Scale, report: Report): Promise<void> {
  const exported = Math.min(rows, stagedRows);
  const ours = async (): Promise<void> => { mustEqual(one.what, await client.ask(one.sql(stagewire(stage), exported)), one.rows(exported)); };
  const memory = await watchMemory(server.pid);
  proxy.take();
  const first = await timed(ours);
  const fetched = proxy.take();
  let again = Infinity;
  for (let round = 0; round < rounds; round += 1) again = Math.min(again, await timed(ours));
  const fetchedAgain = proxy.take();
  const memoryBytes = await memory.growth();
  const paths = (await Promise.all(one.files.map((name) => filesOf(files, name)))).flat();
  const sizes = await Promise.all(paths.map(async (path) => (await stat(join(files, path))).size));
  const size = sizes.reduce((sum, bytes) => sum + bytes, 0);
  report({
    what: `${one.what}, S3, first: fetched`, ours: `${mib(fetched)} in ${seconds(first)}`, peer: mib(size), peerName: 'the files', ratio: fetched / size,
    ...(one.onS3 === 'one column' && { target: { atMost: ONE_COLUMN } }), memoryBytes,
  });
  if (!peer) return;
  const local = await bestOf(peer, one.sql(duckdb(files), exported), rounds);
  report({ what: `${one.what}, S3, again: ${mib(fetchedAgain)} fetched`, ours: seconds(again), peer: seconds(local), peerName: 'DuckDB, local files', ratio: again / local, memoryBytes });
}

async function bestOf(peer: QueryPeer, sql: string, rounds: number): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < rounds; round += 1) best = Math.min(best, await timed(async () => { await peer.ask(sql); }));
  return best;
}

const mib = (bytes: number): string => `${(bytes / MIB).toFixed(1)} MiB`;
