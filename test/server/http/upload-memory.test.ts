import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { residentMemory } from '../../support/resident-memory.js';
import { startServer, temporaryDirectory } from '../../support/stagewire.js';
import { curl } from './listener-fixture.js';

const MIB = 1024 * 1024;
const SIZE = 384 * MIB;

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
    const before = await residentMemory(pid, 'now');
    const answer = await curl('-u', 'root:', '-X', 'PUT', '-H', 'x-databend-stage-name: large', '-F', `upload=@${file}`, `${server.httpUrl}/v1/upload_to_stage`);
    expect(answer.status).toBe(200);
    expect((await residentMemory(pid, 'most')) - before).toBeLessThan(150 * MIB);
  } finally {
    await server.stop();
    await directory.remove();
  }
});
