import { readdir, readFile } from 'node:fs/promises';

/** Processor time that all threads of a process that run now have taken so far, in microseconds; null where the system does not tell. proc(5), schedstat. */
export async function cpuMicros(pid: number): Promise<number | null> {
  const directory = `/proc/${pid}/task`;
  const threads = await readdir(directory).catch(() => []);
  const texts = await Promise.all(threads.map((thread) => readFile(`${directory}/${thread}/schedstat`, 'utf8').catch(() => '')));
  const nanoseconds = texts.map((text) => Number.parseInt(text, 10));
  if (threads.length === 0 || nanoseconds.some(Number.isNaN)) return null;
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1000;
}
