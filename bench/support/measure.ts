import { cpuMicrosOf } from './cpu-time.js';

export type Work = () => Promise<void>;

/** Milliseconds that something takes. */
export async function timed(work: Work): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What something takes: time, and processor time of a process with those that it has started, if that is known. */
export interface Cost {
  readonly ms: number;
  readonly cpuMicros: number | null;
}

export async function costOf(pid: number | null, work: Work): Promise<Cost> {
  let ms = 0;
  const measured = async (): Promise<void> => { ms = await timed(work); };
  if (pid !== null) return { cpuMicros: await cpuMicrosOf(pid, measured), ms };
  await measured();
  return { cpuMicros: null, ms };
}

/** The least of either: others on the machine can only add to it. */
export function least(one: Cost | null, other: Cost): Cost {
  if (one === null) return other;
  return { ms: Math.min(one.ms, other.ms), cpuMicros: one.cpuMicros === null || other.cpuMicros === null ? one.cpuMicros ?? other.cpuMicros : Math.min(one.cpuMicros, other.cpuMicros) };
}

/**
 * The best times of two things that are measured in turns, so that a machine that is busy for a while
 * is so for both.
 */
export async function compare(rounds: number, ours: Work, peer: Work): Promise<{ readonly ours: number; readonly peer: number }> {
  let best = { ours: Number.POSITIVE_INFINITY, peer: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round += 1) {
    const peerMs = await timed(peer);
    const oursMs = await timed(ours);
    best = { ours: Math.min(best.ours, oursMs), peer: Math.min(best.peer, peerMs) };
  }
  return best;
}

/** How often per second something can be done by so many who do it one time after the other. */
export async function rate(windowMs: number, workers: number, work: (worker: number) => Promise<void>): Promise<number> {
  const start = performance.now();
  let done = 0;
  const worker = async (index: number): Promise<void> => {
    while (performance.now() - start < windowMs) {
      await work(index);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, index) => worker(index)));
  return (done / (performance.now() - start)) * 1000;
}
