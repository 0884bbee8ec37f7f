import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, told apart from any later one that happens to get the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever unit the system gives; only compared for equality. */
  readonly startedAt: string;
  /** Within one machine pids are comparable. Boot and pid namespace count: a new container is another machine. */
  readonly machine: string;
  readonly host: string;
}

/** The identity of this process. */
export function currentProcess(): ProcessIdentity {
  return { pid: process.pid, startedAt: startTimeOf(process.pid) ?? '', machine: thisMachine(), host: hostname() };
}

/** Whether the process of this machine is still the one that is alive under its pid. */
export function isAlive(identity: ProcessIdentity): boolean {
  return startTimeOf(identity.pid) === identity.startedAt;
}

/** Whether a process of this machine has the pid. A zombie counts as gone: some init processes are slow to reap, or never do. */
export function isRunning(pid: number): boolean {
  return startTimeOf(pid) !== null;
}

function thisMachine(): string {
  if (process.platform !== 'linux') return hostname();
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${hostname()} ${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Some sandboxes hide these.
    return hostname();
  }
}

/** Null when no process has the pid, or only a zombie has. */
function startTimeOf(pid: number): string | null {
  switch (process.platform) {
    case 'linux':
      return startTimeFromProc(pid);
    case 'win32':
      return isSignalable(pid) ? 'unknown' : null;
    default:
      return startTimeFromPs(pid);
  }
}

/** Field 22 of proc_pid_stat(5), in clock ticks since boot; the command in field 2 may contain blanks and parentheses. */
function startTimeFromProc(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? null : (rest[18] ?? null);
}

function startTimeFromPs(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } }).trim() || null;
  } catch {
    return null;
  }
}

function isSignalable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
