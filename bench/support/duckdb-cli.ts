import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { QueryPeer } from './query-peer.js';

const DONE = 'stagewire-bench-done';

/** `STAGEWIRE_BENCH_DUCKDB`, or `duckdb` on the PATH (PyPI: duckdb-cli). */
const startCli = () => spawn(process.env['STAGEWIRE_BENCH_DUCKDB'] ?? 'duckdb', ['-batch', '-csv', '-noheader', ':memory:'], { stdio: ['pipe', 'pipe', 'pipe'] });

/** A query by a command line client that is started for it and ends with it, as one who types it has it; to be had where {@link startDuckdbCli} is. */
export async function askNewDuckdbCli(sql: string): Promise<void> {
  const child = startCli();
  const ended = once(child, 'close');
  child.stdout.resume();
  child.stderr.resume();
  child.stdin.end(`${sql};\n`);
  await ended;
  if (child.exitCode !== 0) throw new Error(`DuckDB ended with ${child.exitCode}`);
}

/** DuckDB's own command line client, in one process. */
export async function startDuckdbCli(): Promise<QueryPeer | null> {
  const child = startCli();
  try {
    await once(child, 'spawn');
  } catch {
    console.error('*** SKIPPED: there is no DuckDB to compare queries with; install the package duckdb-cli of PyPI or set STAGEWIRE_BENCH_DUCKDB');
    return null;
  }
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => { errors.push(text); });
  const lines = createInterface(child.stdout);
  return {
    name: 'DuckDB',
    pid: child.pid ?? null,
    ask: (sql) => answer(child, lines, sql, errors),
    async stop() {
      const ended = once(child, 'close');
      child.stdin.end();
      await ended;
    },
  };
}

/** Counts the lines of the answer, up to the one that is printed behind it. */
async function answer(child: ChildProcess, lines: Interface, sql: string, errors: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    const line = (text: string): void => {
      if (text !== DONE) {
        rows += 1;
        return;
      }
      lines.off('line', line);
      if (errors.length > 0) reject(new Error(errors.join('')));
      else resolve(rows);
    };
    lines.on('line', line);
    child.stdin?.write(`${sql};\n.print ${DONE}\n`);
  });
}
