import { readFile } from 'node:fs/promises';

/** Bytes of a process that are resident now, or the most that ever were (Linux). */
export async function residentMemory(pid: number | undefined, when: 'now' | 'most'): Promise<number> {
  if (pid === undefined) throw new Error('the process has no id');
  const line = when === 'now' ? 'VmRSS' : 'VmHWM';
  const [, kib] = new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) * 1024;
}
