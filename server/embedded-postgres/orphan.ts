import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isRunning } from '../data-directory/process-identity.js';

/** Signals of postgres(1) for ever harder stops, and how long each is given, in ms. */
export const STOP_SIGNALS: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/**
 * Ends a PostgreSQL that a killed server left running on the cluster. Only for the owner of the data
 * directory: it trusts that nobody else may have started it.
 */
export async function stopOrphan(clusterDirectory: string, log: Logger): Promise<void> {
  const pidFile = join(clusterDirectory, 'postmaster.pid');
  const content = await readFile(pidFile, 'utf8').catch(() => '');
  const pid = Number.parseInt(content, 10);
  if (!(pid > 0)) return;
  const command = commandOf(pid);
  if (command === null) return;
  if (!isPostmasterOf(command, clusterDirectory)) {
    await adopt(pidFile, content);
    return;
  }
  log.warn({ pid }, 'stopping the embedded PostgreSQL that an earlier server left behind');
  for (const [signal, patience] of STOP_SIGNALS) {
    if (await endsAfter(pid, signal, patience)) break;
  }
  // The hardest end leaves the file behind, and perhaps a zombie.
  const left = await readFile(pidFile, 'utf8').catch(() => null);
  if (left !== null) await adopt(pidFile, left);
}

/**
 * PostgreSQL would take whoever has the pid now for its predecessor and refuse. It ignores the pid of its
 * own parent, and still checks the rest of the file (shared memory in use).
 */
async function adopt(pidFile: string, content: string): Promise<void> {
  await writeFile(pidFile, content.replace(/^\d+/, String(process.pid)));
}

/** Null when no process has the pid. */
function commandOf(pid: number): string[] | null {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim().split(' ');
  } catch {
    return null;
  }
}

function isPostmasterOf([program = '', ...args]: readonly string[], clusterDirectory: string): boolean {
  const directory = args[args.indexOf('-D') + 1];
  return /^postgres(\.exe)?$/.test(basename(program)) && directory !== undefined && samePath(directory, clusterDirectory);
}

function samePath(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}

async function endsAfter(pid: number, signal: NodeJS.Signals, patienceMs: number): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  try {
    process.kill(pid, signal);
  } catch {
    return true;
  }
  while (isRunning(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
