import { readFile, writeFile } from 'node:fs/promises';

/** Watches how far the resident memory of a process rises. */
export interface MemoryWatch {
  /** Bytes between the memory at the beginning and its highest since then. */
  growth(): Promise<number | null>;
}

export async function watchMemory(pid: number): Promise<MemoryWatch> {
  const before = await restartPeak(pid);
  return {
    async growth() {
      const peak = await readPeak(pid);
      return before === null || peak === null ? null : Math.max(0, peak - before);
    },
  };
}

/** Sets the peak back to what is resident now, for starting takes more than running. proc(5), clear_refs. */
async function restartPeak(pid: number): Promise<number | null> {
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined);
  return readPeak(pid);
}

async function readPeak(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return kib === undefined ? null : Number(kib) * 1024;
}
