import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * The living processes whose command line names a directory or that work in it or below: a server, its
 * PostgreSQL (which works in its cluster), and the children of that.
 */
export function processesOn(directory: string): { readonly pid: number; readonly command: string }[] {
  if (process.platform !== 'linux') return processesNaming(directory);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), command: attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()) }))
    // A zombie has no command line.
    .filter(({ pid, command }) => command !== '' && (command.includes(directory) || isBelow(attempt(() => readlinkSync(`/proc/${pid}/cwd`)), directory)));
}

function processesNaming(directory: string): { readonly pid: number; readonly command: string }[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(directory))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().replace(/^\d+\s+/, '') }));
}

function isBelow(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

/** Processes end while one looks at them. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
