import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'minio';
import { startTestPostgres } from './postgres.js';
import type { S3Server } from './s3-server.js';
import type { Environment } from './stagewire.js';

const PUTS_AT_ONCE = 16;

/** Where a server keeps its catalog and its files, seen from outside of the server. */
export interface Deployment {
  readonly dataDir: string;
  readonly env: Environment;
  /** Puts files into an internal stage as any other tool would. */
  put(stage: string, files: ReadonlyMap<string, string>): Promise<void>;
  /** The names of all that lies in the folder of an internal stage. */
  files(stage: string): Promise<string[]>;
  /** Files that were begun and not ended, of a store that keeps such beside the stages. */
  unfinishedFiles(): Promise<string[]>;
  remove(): Promise<void>;
}

/** What a server has when no setting says otherwise: its own PostgreSQL, files in a directory. */
export async function defaultDeployment(): Promise<Deployment> {
  const dataDir = await mkdtemp(join(tmpdir(), 'stagewire-data-'));
  const store = join(dataDir, 'store');
  return {
    dataDir,
    env: {},
    async put(stage, files) {
      for (const [name, content] of files) {
        const path = join(store, 'stage', 'internal', stage, name);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, content);
      }
    },
    async files(stage) {
      const folder = join(store, 'stage', 'internal', stage);
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    },
    unfinishedFiles: () => readdir(join(store, '.stagewire-tmp')).catch(() => []),
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

export interface SharedDeployment extends Deployment {
  readonly bucket: string;
  readonly s3: Client;
  readonly catalogUrl: string;
  /** The data directory of the PostgreSQL, which is not one of a stagewire. */
  readonly postgresDir: string;
}

/** A PostgreSQL and a bucket, of which several servers can make one service. */
export async function sharedDeployment(server: S3Server): Promise<SharedDeployment> {
  const dataDir = await mkdtemp(join(tmpdir(), 'stagewire-data-'));
  const postgres = await startTestPostgres();
  const bucket = `stagewire-${randomUUID()}`;
  await server.createBucket(bucket);
  const { hostname, port } = new URL(server.endpointUrl);
  const s3 = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey: server.accessKeyId, secretKey: server.secretAccessKey });
  const catalogUrl = await postgres.createDatabase();
  const folderOf = (stage: string): string => `home/stage/internal/${stage}/`;
  return {
    dataDir,
    bucket,
    s3,
    catalogUrl,
    postgresDir: postgres.dataDir,
    env: {
      STAGEWIRE_CATALOG_URL: catalogUrl,
      STAGEWIRE_STORAGE_URL: `s3://${bucket}/home/?endpoint_url=${server.endpointUrl}&region=us-east-1`,
      STAGEWIRE_S3_ACCESS_KEY_ID: server.accessKeyId,
      STAGEWIRE_S3_SECRET_ACCESS_KEY: server.secretAccessKey,
      STAGEWIRE_SECRET_KEY: randomBytes(16).toString('hex'),
    },
    async put(stage, files) {
      const waiting = [...files];
      const putNext = async (): Promise<void> => {
        for (let next = waiting.pop(); next; next = waiting.pop()) await s3.putObject(bucket, folderOf(stage) + next[0], next[1]);
      };
      await Promise.all(Array.from({ length: PUTS_AT_ONCE }, putNext));
    },
    async files(stage) {
      const names: string[] = [];
      for await (const { name } of s3.listObjectsV2(bucket, folderOf(stage), true) as AsyncIterable<{ name?: string }>) names.push((name ?? '').slice(folderOf(stage).length));
      return names;
    },
    unfinishedFiles: () => Promise.resolve([]),
    async remove() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
