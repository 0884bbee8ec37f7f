import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { QueryPeer } from './query-peer.js';

/** Reads queries, one a line, and prints how many rows each gave, or why there are none. */
const PROGRAM = `
import sys
from databend import SessionContext
context = SessionContext()
print("ready", flush=True)
for line in sys.stdin:
    try:
        print(context.sql(line.strip()).collect().num_rows(), flush=True)
    except BaseException as error:
        print("error " + " ".join(str(error).split())[:300], flush=True)
`;

/** Databend itself, embedded in Python (PyPI: databend): `STAGEWIRE_BENCH_PYTHON`, or `python3` on the PATH. Its data go to `directory`. */
export async function startDatabend(directory: string): Promise<QueryPeer | null> {
  const child = spawn(process.env['STAGEWIRE_BENCH_PYTHON'] ?? 'python3', ['-c', PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'], cwd: directory });
  // One that can't be started ends as well.
  const ended = once(child, 'close').catch(() => undefined);
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string | null> => {
    const answer: IteratorResult<string, undefined> = await answers.next();
    return answer.value ?? null;
  };
  if ((await next()) !== 'ready') {
    console.error('*** SKIPPED: there is no Databend to compare queries with; install the package databend of PyPI or set STAGEWIRE_BENCH_PYTHON');
    return null;
  }
  return {
    name: 'Databend',
    pid: child.pid ?? null,
    async ask(sql) {
      child.stdin.write(`${sql.replaceAll('\n', ' ')}\n`);
      const answer = await next();
      if (answer === null || answer.startsWith('error')) throw new Error(`Databend: ${answer ?? 'has ended'}`);
      return Number(answer);
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
