import { chmod, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseAccount } from '../../../server/embedded-postgres/account.js';
import { findPostgresBinaries, type PostgresBinaries } from '../../../server/embedded-postgres/binaries.js';
import { prepareCluster, SUPERUSER } from '../../../server/embedded-postgres/cluster.js';
import { findFreePort } from '../../../server/embedded-postgres/free-port.js';
import { chooseLauncher } from '../../../server/embedded-postgres/launcher.js';
import { startPostmaster } from '../../../server/embedded-postgres/postmaster.js';
import { silentLog } from '../../support/logger.js';
import { query } from '../../support/postgres.js';

/** As root, with an installation below a directory that only root may enter, such as a checkout in /root. */
describe.runIf(process.getuid?.() === 0)('a closed installation', () => {
  let closed: string;
  let binaries: PostgresBinaries;
  const { PATH } = process.env;
  beforeEach(async () => {
    closed = await mkdtemp(join(tmpdir(), 'stagewire-closed-'));
    const { initdb } = await findPostgresBinaries();
    await cp(join(dirname(initdb), '..'), join(closed, 'native'), { recursive: true, verbatimSymlinks: true });
    await mkdir(join(closed, 'data'));
    const native = join(closed, 'native');
    binaries = {
      initdb: join(native, 'bin', 'initdb'),
      postgres: join(native, 'bin', 'postgres'),
      bootstrapScript: join(native, 'share', 'postgresql', 'postgres.bki'),
    };
    await chmod(closed, 0o700);
  });
  afterEach(async () => {
    process.env['PATH'] = PATH;
    await rm(closed, { recursive: true, force: true });
  });

  test.each([
    ['directories', 'dac_read_search', 'true'],
    ['directories and files', 'dac_override', 'chmod -R go-rwx "$1"'],
  ])('closed %s: it runs with %s and no more', { timeout: 30_000 }, async (_what, capability, close) => {
    execFileSync('/bin/sh', ['-c', close, 'sh', closed]);
    const cluster = await prepareCluster(join(closed, 'data'), binaries);
    expect(cluster.launcher.prefix).toContain(`--ambient-caps=+${capability}`);
    const port = await findFreePort();
    const postmaster = await startPostmaster(cluster, binaries.postgres, port, silentLog);
    const url = `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/postgres`;
    // A backend is forked later and must reach its files as well.
    for (const statement of ['CREATE TABLE t AS SELECT 1 AS n', 'CHECKPOINT']) await query(url, statement);
    const [status] = await query(url, `SELECT substring(pg_read_file('/proc/self/status') FROM 'CapEff:\\s*(\\w+)') AS capabilities`);
    // capabilities(7): bit 1 is CAP_DAC_OVERRIDE, bit 2 CAP_DAC_READ_SEARCH.
    expect(status).toEqual({ capabilities: (capability === 'dac_override' ? '2' : '4').padStart(16, '0') });
    await postmaster.stop();
  });

  test('without setpriv there is one line that says what to do', async () => {
    const account = await chooseAccount(join(closed, 'nothing'));
    process.env['PATH'] = '/nowhere';
    await expect(chooseLauncher(account, binaries, join(closed, 'data'))).rejects.toMatchObject({
      kind: 'InvalidConfig',
      text: expect.stringMatching(/^the embedded PostgreSQL does not run as root, and uid \d+ cannot reach .* set STAGEWIRE_CATALOG_URL$/) as string,
    });
  });
});
