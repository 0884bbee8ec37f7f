import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startServer, temporaryDirectory } from '../../support/stagewire.js';
import { curl } from './listener-fixture.js';

const MIB = 1024 * 1024;
const SIZE = 384 * MIB;

/** A line of /proc/<pid>/status in bytes: VmRSS is what is resident now, VmHWM the most that ever was. */
async function memory(pid: number, line: 'VmRSS' | 'VmHWM'): Promise<number> {
  const [, kib] = new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) * 1024;
}

test.runIf(process.platform === 'linux')('a large upload does not make the server process large', async () => {
  const directory = await temporaryDirectory();
  const file = join(directory.path, 'large.bin');
  const handle = await open(file, 'wx');
  // Holes read as zeros and cost no disk.
  await handle.truncate(SIZE);
  await handle.close();
  const server = await startServer(join(directory.path, 'data'));
  try {
    const connection = await server.connect();
    await connection.query('CREATE STAGE large');
    await connection.end();
    const { pid } = server.process;
    if (pid === undefined) throw new Error('the server has no process id');
    const before = await memory(pid, 'VmRSS');
    const answer = await curl('-u', 'root:', '-X', 'PUT', '-H', 'x-databend-stage-name: large', '-F', `upload=@${file}`, `${server.httpUrl}/v1/upload_to_stage`);
    expect(answer.status).toBe(200);
    expect((await memory(pid, 'VmHWM')) - before).toBeLessThan(150 * MIB);
  } finally {
    await server.stop();
    await directory.remove();
  }
});
