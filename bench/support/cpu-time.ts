import { readdir, readFile } from 'node:fs/promises';

/** Nanoseconds of processor time by thread. */
type ThreadTimes = ReadonlyMap<string, number>;

/** Processor time that all threads of a process that run now have taken so far, in microseconds; null where the system does not tell. */
export async function cpuMicros(pid: number): Promise<number | null> {
  const times = await threadTimes(pid);
  return times === null ? null : sumOf(times) / 1000;
}

/** Processor time that something takes of a process and those that it has started (such as what a wrapper runs), in microseconds; null where that can't be told, as when a thread ends meanwhile. */
export async function cpuMicrosOf(pid: number, work: () => Promise<void>): Promise<number | null> {
  const before = await treeTimes(pid);
  await work();
  const after = await treeTimes(pid);
  if (before === null || after === null || [...before.keys()].some((thread) => !after.has(thread))) return null;
  return (sumOf(after) - sumOf(before)) / 1000;
}

const sumOf = (times: ThreadTimes): number => [...times.values()].reduce((sum, time) => sum + time, 0);

async function treeTimes(pid: number): Promise<ThreadTimes | null> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')).split(' ').filter(Boolean).map(Number);
  const all = await Promise.all([threadTimes(pid), ...children.map(treeTimes)]);
  return all.includes(null) ? null : new Map(all.flatMap((times) => [...(times ?? [])]));
}

/** proc(5), schedstat. */
async function threadTimes(pid: number): Promise<ThreadTimes | null> {
  const directory = `/proc/${pid}/task`;
  const threads = await readdir(directory).catch(() => []);
  const times = await Promise.all(threads.map(async (thread) => [thread, Number.parseInt(await readFile(`${directory}/${thread}/schedstat`, 'utf8').catch(() => ''), 10)] as const));
  return threads.length === 0 || times.some(([, time]) => Number.isNaN(time)) ? null : new Map(times);
}
