import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'minio';

const STARTUP_MS = 30_000;

/** A real MinIO on the loopback, with its data in a temporary directory. */
export interface S3Server {
  readonly endpointUrl: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  createBucket(name: string): Promise<void>;
  /** Ids of the multipart uploads that were begun for a key and not ended. */
  unfinishedUploads(bucket: string, key: string): Promise<string[]>;
  stop(): Promise<void>;
}

/**
 * Starts MinIO, or says on standard error what is skipped and gives null where there is no binary:
 * `STAGEWIRE_TEST_MINIO`, or `minio` on the PATH, in `$GOBIN` or in `~/go/bin`
 * (`go install github.com/minio/minio@latest`). With `STAGEWIRE_TEST_REQUIRE_ALL=1` that is an error.
 */
export async function startS3Server(whatNeedsIt: string): Promise<S3Server | null> {
  const binary = findMinio();
  if (binary !== null) return launch(binary);
  const text = `no MinIO binary found, so ${whatNeedsIt} cannot run; install it or set STAGEWIRE_TEST_MINIO`;
  if (process.env['STAGEWIRE_TEST_REQUIRE_ALL'] === '1') throw new Error(text);
  process.stderr.write(`\n*** SKIPPED: ${text}\n\n`);
  return null;
}

function findMinio(): string | null {
  const given = process.env['STAGEWIRE_TEST_MINIO'];
  const directories = [...(process.env['PATH'] ?? '').split(delimiter), process.env['GOBIN'] ?? '', join(homedir(), 'go', 'bin')];
  const candidates = given ? [given] : directories.filter((directory) => directory !== '').map((directory) => join(directory, 'minio'));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function launch(binary: string): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'stagewire-minio-'));
  const port = await freePort();
  const keys = { accessKeyId: 'stagewire-test', secretAccessKey: 'stagewire-test-secret' };
  const child = spawn(binary, ['server', '--quiet', '--address', `127.0.0.1:${port}`, '--console-address', `127.0.0.1:${await freePort()}`, directory], {
    stdio: 'ignore',
    env: { ...process.env, MINIO_ROOT_USER: keys.accessKeyId, MINIO_ROOT_PASSWORD: keys.secretAccessKey, MINIO_BROWSER: 'off', MINIO_UPDATE: 'off' },
  });
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await waitUntilHealthy(child, port);
  } catch (error) {
    await stop();
    throw error;
  }
  const client = new Client({ endPoint: '127.0.0.1', port, useSSL: false, accessKey: keys.accessKeyId, secretKey: keys.secretAccessKey });
  return {
    endpointUrl: `http://127.0.0.1:${port}`,
    ...keys,
    createBucket: (name) => client.makeBucket(name),
    unfinishedUploads: async (bucket, key) => (await client.listIncompleteUploadsQuery(bucket, key, '', '', '')).uploads.map((upload) => upload.uploadId),
    stop,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function waitUntilHealthy(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + STARTUP_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`MinIO ended with ${child.exitCode} before it was ready`);
    const healthy = await fetch(`http://127.0.0.1:${port}/minio/health/ready`).then((response) => response.ok, () => false);
    if (healthy) return;
    await sleep(50);
  }
  throw new Error('MinIO was not ready in time');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(timer);
}
