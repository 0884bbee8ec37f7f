import { randomBytes } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measurement, Report, Scale } from '../support/benchmark.js';
import { compare } from '../support/measure.js';
import { minioClient } from '../support/minio-client.js';
import { watchMemory } from '../support/peak-memory.js';
import { connect, execute, mustEqual } from '../support/queries.js';
import { curl, run } from '../support/run.js';
import type { BenchServer } from '../support/server.js';
import { throughput } from '../support/table.js';
import { withDirectory } from '../support/temporary.js';
import { withS3Server, withServer } from '../support/with-server.js';

const BLOCK_BYTES = 8 * 1024 ** 2;
const TARGET = { atLeast: 0.5 };
const CLIENT = 'mariadb';

/** One large file through HTTP into a stage, against the same file put into the store without us. */
export async function upload(scale: Scale, report: Report): Promise<void> {
  await withDirectory(async (directory) => {
    const file = join(directory, 'upload.bin');
    await writeRandom(file, scale.uploadBytes);
    const toS3 = await uploadToS3(scale, file);
    report(await uploadToDirectory(scale, file, directory));
    if (toS3) report(toS3);
    for (const measurement of await uploadOverMysql(scale, file)) report(measurement);
  });
}

async function uploadToDirectory(scale: Scale, file: string, directory: string): Promise<Measurement> {
  const copy = join(directory, 'copy.bin');
  const compared = await compareInDirectory(scale, (server, stored) => [
    () => anew(stored, () => put(server, file)),
    () => anew(copy, async () => {
      await run('cp', file, copy);
      await run('sync', copy);
    }),
  ]);
  return measurement('upload to a directory store', 'cp, sync', scale, compared);
}

/** PUT by the command line client against the upload over HTTP; both end in the directory store. */
async function uploadOverMysql(scale: Scale, file: string): Promise<readonly Measurement[]> {
  if (!(await run(CLIENT, '--version').then(() => true, () => false))) {
    console.error('*** SKIPPED: no MariaDB command line client on the PATH, so PUT is not measured');
    return [];
  }
  const compared = await compareInDirectory(scale, (server, stored) => [
    () => anew(stored, () => run(CLIENT, '--no-defaults', '-h127.0.0.1', `-P${server.mysqlPort}`, '-uroot', '--skip-ssl', '--local-infile=1', '-e', `PUT 'file://${file}' @bench`)),
    () => anew(stored, () => put(server, file)),
  ]);
  return [{ ...measurement('PUT over the MySQL connection', 'HTTP upload', scale, compared), target: { atLeast: 0.7 } }];
}

interface Compared {
  readonly times: { readonly ours: number; readonly peer: number };
  readonly memoryBytes: number | null;
}

/** Two ways to put the file somewhere, in turns, at least one of which ends at `stored` in the directory store. */
async function compareInDirectory({ rounds, uploadBytes }: Scale, sides: (server: BenchServer, stored: string) => readonly [ours: () => Promise<void>, peer: () => Promise<void>]): Promise<Compared> {
  return withServer(async (server, dataDir) => {
    await createStage(server);
    const stored = join(dataDir, 'store', 'stage', 'internal', 'bench', 'upload.bin');
    const memory = await watchMemory(server.pid);
    const times = await compare(rounds, ...sides(server, stored));
    mustEqual('bytes of the stored file', (await stat(stored)).size, uploadBytes);
    return { times, memoryBytes: await memory.growth() };
  });
}

/** Puts a file where none is. */
async function anew(path: string, work: () => Promise<unknown>): Promise<void> {
  await rm(path, { force: true });
  await work();
}

async function uploadToS3(scale: Scale, file: string): Promise<Measurement | null> {
  return withS3Server('the upload benchmark on S3', async (server, { s3, bucket }) => {
    await createStage(server);
    const client = minioClient(s3);
    const memory = await watchMemory(server.pid);
    const times = await compare(
      scale.rounds,
      () => put(server, file),
      async () => { await curl('-T', file, await client.presignedPutObject(bucket, 'direct.bin')); },
    );
    mustEqual('bytes of the stored object', (await client.statObject(bucket, 'stage/internal/bench/upload.bin')).size, scale.uploadBytes);
    return measurement('upload to S3 (MinIO)', 'curl to MinIO', scale, { times, memoryBytes: await memory.growth() });
  });
}

function measurement(what: string, peerName: string, { uploadBytes }: Scale, { times, memoryBytes }: Compared): Measurement {
  return {
    what: `${what}, ${uploadBytes / 1024 ** 2} MiB`,
    ours: throughput(uploadBytes, times.ours),
    peer: throughput(uploadBytes, times.peer),
    peerName,
    ratio: times.peer / times.ours,
    target: TARGET,
    memoryBytes,
  };
}

async function createStage(server: BenchServer): Promise<void> {
  const connection = connect(server);
  await execute(connection, 'CREATE STAGE bench');
  connection.end();
}

async function put(server: BenchServer, file: string): Promise<void> {
  await curl('-u', 'root:', '-X', 'PUT', '-H', 'x-databend-stage-name: bench', '-F', `upload=@${file}`, `${server.httpUrl}/v1/upload_to_stage`);
}

/** Bytes that no layer can compress or share. */
async function writeRandom(path: string, size: number): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (let written = 0; written < size; written += BLOCK_BYTES) await file.write(randomBytes(Math.min(BLOCK_BYTES, size - written)));
    // Else writing it back would disturb what is measured first.
    await file.sync();
  } finally {
    await file.close();
  }
}
