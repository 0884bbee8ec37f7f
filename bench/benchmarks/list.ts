import { lstat, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'minio';
import type { Measurement, Report, Scale } from '../support/benchmark.js';
import { each } from '../support/each.js';
import { compare } from '../support/measure.js';
import { minioClient } from '../support/minio-client.js';
import { watchMemory } from '../support/peak-memory.js';
import { connect, countRows, execute, mustEqual } from '../support/queries.js';
import type { BenchServer } from '../support/server.js';
import { seconds } from '../support/table.js';
import { withS3Server, withServer } from '../support/with-server.js';

const FILES_PER_FOLDER = 1000;
const WRITES_AT_ONCE = 32;
const PREFIX = 'stage/internal/bench/';
const TARGET = { atMost: 1.5 };
const URL_SECONDS = 3600;

/** LIST of many files, against going through the same store without us. */
export async function list(scale: Scale, report: Report): Promise<void> {
  report(await listDirectory(scale));
  const onS3 = await listS3(scale);
  if (onS3) report(onS3);
}

async function listDirectory(scale: Scale): Promise<Measurement> {
  return withServer(async (server, dataDir) => {
    const root = join(dataDir, 'store', PREFIX);
    for (let folder = 0; folder < scale.files / FILES_PER_FOLDER; folder += 1) await mkdir(join(root, folderName(folder)), { recursive: true });
    await each(scale.files, WRITES_AT_ONCE, (index) => writeFile(join(root, fileName(index)), 'x'));
    return measure(server, scale, 'LIST on a directory store', 'readdir, lstat', () => walk(root));
  });
}

/** What a program of one's own would do: directory by directory, asking for the files of one together. */
async function walk(directory: string): Promise<number> {
  let count = 0;
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) count += await walk(join(directory, entry.name));
  const files = entries.filter((entry) => entry.isFile());
  const stats = await Promise.all(files.map((entry) => lstat(join(directory, entry.name))));
  return count + stats.length;
}

async function listS3(scale: Scale): Promise<Measurement | null> {
  return withS3Server('the list benchmark on S3', async (server, { s3, bucket }) => {
    const client = minioClient(s3);
    await each(scale.files, WRITES_AT_ONCE, (index) => putObject(client, bucket, PREFIX + fileName(index)));
    return measure(server, scale, 'LIST on S3 (MinIO)', 'ListObjectsV2', () => pageThrough(client, bucket));
  });
}

async function putObject(client: Client, bucket: string, key: string): Promise<void> {
  await client.putObject(bucket, key, 'x');
}

/** Only asks for the pages and looks for what is needed to ask on: less no client can do. */
async function pageThrough(client: Client, bucket: string): Promise<number> {
  let count = 0;
  let token: string | undefined = '';
  while (token !== undefined) {
    const query = { 'list-type': '2', prefix: PREFIX, 'max-keys': '1000', ...(token !== '' && { 'continuation-token': token }) };
    const response = await fetch(await client.presignedUrl('GET', bucket, '', URL_SECONDS, query));
    if (!response.ok) throw new Error(`ListObjectsV2 is answered with ${response.status}`);
    const page = await response.text();
    count += page.split('<Contents>').length - 1;
    token = /<NextContinuationToken>([^<]*)</.exec(page)?.[1];
  }
  return count;
}

async function measure(server: BenchServer, scale: Scale, what: string, peerName: string, peer: () => Promise<number>): Promise<Measurement> {
  const connection = connect(server);
  await execute(connection, 'CREATE STAGE bench');
  const memory = await watchMemory(server.pid);
  const times = await compare(
    scale.rounds,
    async () => { mustEqual('files of LIST', await countRows(connection, 'LIST @bench'), scale.files); },
    async () => { mustEqual('files in the store', await peer(), scale.files); },
  );
  const memoryBytes = await memory.growth();
  connection.end();
  return {
    what: `${what}, ${scale.files.toLocaleString('en')} files`,
    ours: seconds(times.ours),
    peer: seconds(times.peer),
    peerName,
    ratio: times.ours / times.peer,
    target: TARGET,
    memoryBytes,
  };
}

function folderName(folder: number): string {
  return `day=${String(folder).padStart(4, '0')}`;
}

function fileName(index: number): string {
  return `${folderName(Math.floor(index / FILES_PER_FOLDER))}/part-${String(index).padStart(7, '0')}.parquet`;
}
