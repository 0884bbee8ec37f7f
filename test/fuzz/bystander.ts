import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Asks `SELECT 1` every few milliseconds until its input ends, and says how long the longest answer took. */
const PROGRAM = `
const mysql = require('mysql2/promise');
(async () => {
  const connection = await mysql.createConnection({ host: '127.0.0.1', port: Number(process.argv[1]), user: 'root' });
  let [longest, done] = [0, false];
  process.stdin.on('end', () => { done = true; }).resume();
  process.stdout.write('ready\\n');
  while (!done) {
    const start = performance.now();
    await connection.query('SELECT 1');
    longest = Math.max(longest, performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  process.stdout.write(longest + '\\n');
  await connection.end();
})();
`;

/**
 * The longest time, in milliseconds, that another client waited for an answer while `work` went on. That client is a process of its own, so that it
 * does not count what the work costs the process of the test.
 */
export async function longestAnswer(port: number, work: () => Promise<void>): Promise<number> {
  const child = spawn(process.execPath, ['-e', PROGRAM, String(port)], { cwd: join(import.meta.dirname, '..', '..'), stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });
  await Promise.race([once(child.stdout, 'data'), ended]);
  try {
    await work();
  } finally {
    child.stdin.end();
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`the other client ended with ${code}`);
  return Number(output.split('\n')[1]);
}
