import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Benchmarks are compiled to dist/benchmarks/bench/support. */
const MAIN = join(import.meta.dirname, '..', '..', '..', 'server', 'main.js');

/** The compiled server in a process of its own, as `npm start` runs it. */
export interface BenchServer {
  readonly pid: number;
  readonly mysqlPort: number;
  readonly httpUrl: string;
  stop(): Promise<void>;
}

export async function startServer(dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<BenchServer> {
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    env: { UV_THREADPOOL_SIZE: '16', PATH: process.env['PATH'] ?? '', STAGEWIRE_DATA_DIR: dataDir, STAGEWIRE_MYSQL_PORT: '0', STAGEWIRE_HTTP_PORT: '0', STAGEWIRE_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const [, mysqlPort, httpPort] = /mysql=\S+:(\d+) http=\S+:(\d+)$/.exec(line) ?? [];
    if (child.pid === undefined || mysqlPort === undefined || httpPort === undefined) throw new Error(`unexpected line: ${line}`);
    return {
      pid: child.pid,
      mysqlPort: Number(mysqlPort),
      httpUrl: `http://127.0.0.1:${httpPort}`,
      async stop() {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }
  throw new Error('the server ended before it was ready');
}
