import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stopOrphan } from '../../../server/embedded-postgres/orphan.js';
import { silentLog } from '../../support/logger.js';

test.runIf(process.platform === 'linux')('an orphan that ended counts as gone though nobody reaps it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'stagewire-orphan-'));
  const cluster = join(directory, 'cluster');
  await mkdir(cluster);
  await symlink(process.execPath, join(directory, 'postgres'));
  // What stands in for the init process becomes `sleep`, which waits for no child.
  const script = `"$0/postgres" -e 'setInterval(() => {}, 1000); process.on("SIGINT", () => process.exit()); console.log("up")' -- -D "$0/cluster" & echo $! > "$0/pid"; exec sleep 60`;
  const init = spawn('sh', ['-c', script, directory], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    await once(init.stdout, 'data');
    const pid = (await readFile(join(directory, 'pid'), 'utf8')).trim();
    await writeFile(join(cluster, 'postmaster.pid'), `${pid}\n`);
    const began = performance.now();
    await stopOrphan(cluster, silentLog);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
  } finally {
    init.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  }
});
