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

/** The same with the processes that it has started, such as what a wrapper runs. */
export async function cpuMicrosWithChildren(pid: number): Promise<number | null> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')).split(' ').filter(Boolean).map(Number);
  const all = await Promise.all([cpuMicros(pid), ...children.map(cpuMicrosWithChildren)]);
  return all.reduce<number | null>((sum, micros) => (sum === null || micros === null ? null : sum + micros), 0);
}
