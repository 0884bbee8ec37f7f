import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program to its end, and throws what it said if it fails. */
export async function run(program: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [output, errors] = await Promise.all([child.stdout.setEncoding('utf8').toArray(), child.stderr.setEncoding('utf8').toArray()]);
  const [code] = await ended;
  if (code !== 0) throw new Error(`${program} ended with ${code ?? 'a signal'}: ${errors.join('')}`);
  return output.join('');
}

/** curl for transfers; an HTTP status that is no success is a failure. */
export async function curl(...args: readonly string[]): Promise<void> {
  await run('curl', '-sS', '--fail-with-body', ...args);
}
