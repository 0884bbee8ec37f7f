import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Environment } from './stagewire.js';

export const CHECKOUT = join(import.meta.dirname, '..', '..');
export const MAIN = join(CHECKOUT, 'dist', 'server', 'main.js');
const LONGEST_MS = 60_000;

/** A process that is or becomes a server, with all that it says. */
export interface ServerProcess {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves with the ports when it says that it is ready; rejects when it ends before. */
  readonly ready: Promise<{ readonly mysqlPort: number; readonly httpPort: number }>;
  /** Resolves with the exit code, or the signal that ended it, when its output is read to the end too. */
  readonly ended: Promise<number | string>;
}

/** Runs the server, or a command that does, on free ports. It is killed after a minute. */
export function runServer(env: Environment, command: readonly string[] = [process.execPath, MAIN], options: SpawnOptions = {}): ServerProcess {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    ...options,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', STAGEWIRE_MYSQL_PORT: '0', STAGEWIRE_HTTP_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => (code ?? signal) as number | string);
  const ready = new Promise<{ mysqlPort: number; httpPort: number }>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text;
      const [, mysqlPort, httpPort] = /^stagewire ready mysql=\S+:(\d+) http=\S+:(\d+)$/m.exec(said.stdout) ?? [];
      if (mysqlPort !== undefined && httpPort !== undefined) resolve({ mysqlPort: Number(mysqlPort), httpPort: Number(httpPort) });
    });
    void ended.then((how) => { reject(new Error(`ended (${how}) before it was ready: ${said.stderr}`)); });
  });
  ready.catch(() => undefined);
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said.stderr += text; });
  const late = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  void ended.then(() => { clearTimeout(late); });
  return { child, stdout: () => said.stdout, stderr: () => said.stderr, ready, ended };
}

/** What the server said when it refused to start; the log beside it is left out. */
export async function refusal(env: Environment): Promise<{ readonly how: number | string; readonly lines: readonly string[]; readonly stdout: string }> {
  const server = runServer(env);
  const how = await server.ended;
  const lines = server.stderr().split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  return { how, lines, stdout: server.stdout() };
}
