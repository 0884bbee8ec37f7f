import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'server', 'main.js');
const START_MS = 60_000;

export type Environment = Readonly<Record<string, string>>;

/** A real server in a process of its own, as `npm start` runs it (compiled by `npm run build`). */
export interface TestServer {
  readonly process: ChildProcess;
  readonly mysqlPort: number;
  readonly httpPort: number;
  readonly httpUrl: string;
  /** All that it wrote to standard error. */
  log(): string;
  connect(options?: mysql.ConnectionOptions): Promise<mysql.Connection>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/** Starts a server on free ports. Rejects with what it said when it ends before it is ready. */
export async function startServer(dataDir: string, env: Environment = {}): Promise<TestServer> {
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    env: { PATH: process.env['PATH'] ?? '', STAGEWIRE_DATA_DIR: dataDir, STAGEWIRE_MYSQL_PORT: '0', STAGEWIRE_HTTP_PORT: '0', STAGEWIRE_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text; });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  const ready = await readyLine(child, ended, () => errors);
  const [, mysqlPort, httpPort] = /mysql=\S+:(\d+) http=\S+:(\d+)$/.exec(ready)?.map(Number) ?? [];
  if (mysqlPort === undefined || httpPort === undefined) throw new Error(`unexpected line: ${ready}`);
  return {
    process: child,
    mysqlPort,
    httpPort,
    httpUrl: `http://127.0.0.1:${httpPort}`,
    log: () => errors,
    connect: (options) => mysql.createConnection({ host: '127.0.0.1', port: mysqlPort, user: 'root', ...options }),
    async stop() {
      child.kill('SIGTERM');
      return (await ended)[0];
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function readyLine(child: ChildProcess, ended: Promise<unknown>, errors: () => string): Promise<string> {
  let output = '';
  const line = new Promise<string>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('\n')) resolve(output.slice(0, output.indexOf('\n')));
    });
  });
  const timer = new AbortController();
  const late = new Promise<never>((_, reject) => {
    const timeout = setTimeout(() => { child.kill('SIGKILL'); reject(new Error(`not ready after ${START_MS} ms: ${errors()}`)); }, START_MS);
    timer.signal.addEventListener('abort', () => { clearTimeout(timeout); });
  });
  const early = ended.then(() => { throw new Error(errors()); });
  try {
    return await Promise.race([line, early, late]);
  } finally {
    timer.abort();
    early.catch(() => undefined);
  }
}

/** A directory that is removed at the end of a test file. */
export async function temporaryDirectory(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'stagewire-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** The rows of a statement. */
export async function rows(connection: mysql.Connection, sql: string): Promise<mysql.RowDataPacket[]> {
  const [result] = await connection.query<mysql.RowDataPacket[]>(sql);
  return result;
}

/** The error with which a statement ends. */
export async function failure(connection: mysql.Connection, sql: string): Promise<mysql.QueryError> {
  try {
    await connection.query(sql);
  } catch (error) {
    return error as mysql.QueryError;
  }
  throw new Error(`succeeded: ${sql}`);
}
