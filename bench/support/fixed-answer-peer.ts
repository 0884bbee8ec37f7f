import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A server in a process of its own that gives one answer to everything. */
export interface FixedAnswerServer {
  readonly port: number;
  stop(): void;
}

export async function startFixedAnswerServer(): Promise<FixedAnswerServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fixed-answer-server.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { port: Number(line.toString()), stop: () => child.kill() };
}
