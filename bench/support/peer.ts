import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A bare server to compare with, in a process of its own. */
export interface Peer {
  readonly pid: number;
  readonly port: number;
  stop(): void;
}

/** Starts a script beside this file that prints its port. */
export async function startPeer(script: 'echo-server' | 'fixed-answer-server'): Promise<Peer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, `${script}.js`)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  if (child.pid === undefined) throw new Error(`${script} did not start`);
  return { pid: child.pid, port: Number(line.toString()), stop: () => child.kill() };
}
