import { execFile, type SpawnOptions } from 'node:child_process';
import { parse } from 'node:path';
import { promisify } from 'node:util';
import { StagewireError } from '../../errors/index.js';
import type { Account } from './account.js';
import type { PostgresBinaries } from './binaries.js';

/** How to run a program of PostgreSQL so that it has an account it accepts and reaches its files. */
export interface Launcher {
  readonly prefix: readonly string[];
  readonly options: Pick<SpawnOptions, 'uid' | 'gid' | 'cwd' | 'env'>;
}

/** `setpriv` can leave the account just enough to walk through directories closed to it, or to execute files closed to it. */
const CAPABILITIES = ['dac_read_search', 'dac_override'];

/**
 * Finds out by trying how the account can reach the programs and `directory` (its own, perhaps below a
 * closed one such as a checkout under `/root`): by a plain change of user, else with the least
 * capability that helps.
 *
 * @throws StagewireError (InvalidConfig) when there is no way
 */
export async function chooseLauncher(account: Account | null, binaries: PostgresBinaries, directory: string): Promise<Launcher> {
  const options = { cwd: parse(directory).root, env: childEnvironment() };
  const candidates: Launcher[] =
    account === null
      ? [{ prefix: [], options }]
      : [
          { prefix: [], options: { ...options, ...account } },
          ...CAPABILITIES.map((capability) => ({ prefix: setprivCommand(account, capability), options })),
        ];
  let reason: unknown;
  for (const launcher of candidates) {
    try {
      await probe(launcher, binaries, directory);
      return launcher;
    } catch (error) {
      reason ??= error;
    }
  }
  throw unreachable(account, binaries, directory, reason);
}

/** The command line that runs `program` through the launcher. */
export function commandLine(launcher: Launcher, program: string, args: readonly string[]): { file: string; args: string[] } {
  const [file = program, ...rest] = [...launcher.prefix, program, ...args];
  return { file, args: rest };
}

function setprivCommand({ uid, gid }: Account, capability: string): string[] {
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
    // Without this access(2), with which PostgreSQL checks its programs, would not count the capability.
    '--securebits=+no_setuid_fixup',
  ];
}

/** Nothing of ours, which may contain secrets or PG* settings meant for others; the time zone spares initdb a search. */
function childEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LD_LIBRARY_PATH, SystemRoot } = process.env;
  return { PATH, LD_LIBRARY_PATH, SystemRoot, LC_ALL: 'C', TZ: 'UTC' };
}

async function probe(launcher: Launcher, binaries: PostgresBinaries, directory: string): Promise<void> {
  const run = promisify(execFile);
  const { file, args } = commandLine(launcher, binaries.postgres, ['--version']);
  await run(file, args, launcher.options);
  if (process.platform === 'win32') return;
  const shell = commandLine(launcher, '/bin/sh', ['-c', 'cd "$1" && test -w . && test -r "$2" && test -x "$3"', 'sh', directory, binaries.bootstrapScript, binaries.initdb]);
  await run(shell.file, shell.args, launcher.options);
}

function unreachable(account: Account | null, binaries: PostgresBinaries, directory: string, cause: unknown): StagewireError {
  const detail = cause instanceof Error ? cause.message.split('\n').slice(0, 2).join(': ').trim() : String(cause);
  const text =
    account === null
      ? `the embedded PostgreSQL (${binaries.postgres}) cannot be run: ${detail}; run "npm rebuild" as the owner of its directory, or set STAGEWIRE_CATALOG_URL`
      : `the embedded PostgreSQL does not run as root, and uid ${account.uid} cannot reach ${binaries.postgres} or ${directory} (${detail}); ` +
        'move both to where every user may enter, install setpriv (util-linux), or set STAGEWIRE_CATALOG_URL';
  return new StagewireError('InvalidConfig', text, { cause });
}
