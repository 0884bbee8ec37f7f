import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chown, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StagewireError } from '../../errors/index.js';
import { readOrGenerate, syncDirectory } from '../data-directory/generated-file.js';
import { chooseAccount } from './account.js';
import type { PostgresBinaries } from './binaries.js';
import { chooseLauncher, commandLine, type Launcher } from './launcher.js';

export const SUPERUSER = 'stagewire';
const UNFINISHED = 'postgres.init-';

/** A PostgreSQL cluster that is ready to be started. */
export interface Cluster {
  /** PGDATA, absolute. */
  readonly directory: string;
  readonly launcher: Launcher;
  /** Password of the superuser. */
  readonly password: string;
}

/**
 * The cluster below `<dataDir>/postgres`, created by initdb at the first start. It is created beside
 * and renamed when complete, so one that was interrupted is never taken for a cluster.
 *
 * @throws StagewireError (InvalidConfig)
 */
export async function prepareCluster(dataDir: string, binaries: PostgresBinaries): Promise<Cluster> {
  const directory = join(dataDir, 'postgres');
  await removeUnfinished(dataDir);
  const passwordFile = join(dataDir, 'postgres.password');
  if (await exists(join(directory, 'PG_VERSION'))) {
    const launcher = await chooseLauncher(await chooseAccount(directory), binaries, directory);
    return { directory, launcher, password: await readPassword(passwordFile) };
  }
  if ((await readdir(directory).catch(() => [])).length > 0) {
    throw new StagewireError('InvalidConfig', `${directory} is neither empty nor a PostgreSQL cluster; move it away`);
  }
  const password = await readOrGenerate(passwordFile, () => Buffer.from(randomBytes(24).toString('hex')));
  return { directory, launcher: await createCluster(dataDir, directory, password, binaries), password: password.toString('utf8') };
}

async function createCluster(dataDir: string, directory: string, password: Buffer, binaries: PostgresBinaries): Promise<Launcher> {
  const account = await chooseAccount(directory);
  const workshop = await mkdtemp(join(dataDir, UNFINISHED));
  const passwordCopy = join(workshop, 'password');
  await writeFile(passwordCopy, password, { mode: 0o600 });
  if (account) for (const path of [workshop, passwordCopy]) await chown(path, account.uid, account.gid);
  const launcher = await chooseLauncher(account, binaries, workshop);
  await runInitdb(launcher, binaries.initdb, join(workshop, 'cluster'), passwordCopy);
  await rename(join(workshop, 'cluster'), directory);
  await syncDirectory(dataDir);
  await rm(workshop, { recursive: true, force: true });
  return launcher;
}

async function runInitdb(launcher: Launcher, initdb: string, directory: string, passwordFile: string): Promise<void> {
  const { file, args } = commandLine(launcher, initdb, [
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    // Upper and lower case of all letters, the same on every system.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    // A catalog is small: 4 MB of log at the start instead of 16.
    '--wal-segsize=4',
    '--no-instructions',
  ]);
  try {
    await promisify(execFile)(file, args, launcher.options);
  } catch (error) {
    const output = (error as { stderr?: string }).stderr?.trim().split('\n').slice(-5).join(' | ') ?? String(error);
    throw new StagewireError('InvalidConfig', `the embedded PostgreSQL cannot be initialised in ${directory}: ${output}`, { cause: error });
  }
}

/** What a start that was killed left behind; an initdb that still runs in it fails by that. */
async function removeUnfinished(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(UNFINISHED)) await rm(join(dataDir, name), { recursive: true, force: true, maxRetries: 10 });
  }
}

async function readPassword(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new StagewireError('InvalidConfig', `the password of the embedded PostgreSQL cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
