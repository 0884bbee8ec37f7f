import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LoopDelay } from './loop-delay.js';

/** Benchmarks are compiled to dist/benchmarks/bench/support. */
const LOOP_DELAY = join(import.meta.dirname, 'loop-delay.js');
const MAIN = join(import.meta.dirname, '..', '..', '..', 'server', 'main.js');

/** The compiled server in a process of its own, as `npm start` runs it. */
export interface BenchServer {
  readonly pid: number;
  readonly mysqlPort: number;
  readonly httpUrl: string;
  /** Measures the event loop while something happens. */
  loopDelay(work: () => Promise<void>): Promise<LoopDelay>;
  stop(): Promise<void>;
}

export async function startServer(dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<BenchServer> {
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', LOOP_DELAY, MAIN], {
    env: { UV_THREADPOOL_SIZE: '16', PATH: process.env['PATH'] ?? '', STAGEWIRE_DATA_DIR: dataDir, STAGEWIRE_MYSQL_PORT: '0', STAGEWIRE_HTTP_PORT: '0', STAGEWIRE_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  if (child.stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface(child.stdout)) {
    const [, mysqlPort, httpPort] = /mysql=\S+:(\d+) http=\S+:(\d+)$/.exec(line) ?? [];
    if (child.pid === undefined || mysqlPort === undefined || httpPort === undefined) throw new Error(`unexpected line: ${line}`);
    return {
      pid: child.pid,
      mysqlPort: Number(mysqlPort),
      httpUrl: `http://127.0.0.1:${httpPort}`,
      async loopDelay(work) {
        child.send('reset');
        await work();
        child.send('read');
        const [delay] = (await once(child, 'message')) as [LoopDelay];
        return delay;
      },
      async stop() {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }
  throw new Error('the server ended before it was ready');
}
