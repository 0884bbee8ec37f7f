import type { Scale } from './benchmark.js';
import { cpuMicros } from './cpu-time.js';
import { rate } from './measure.js';

/** Something that is done again and again, by so many workers, each one time after the other. */
export interface Side {
  /** The process that is measured: the server, not who asks it. */
  readonly pid: number;
  readonly work: (worker: number) => Promise<void>;
}

export interface RateOf {
  /** The median of all windows. */
  readonly perSecond: number;
  /**
   * Processor time of the process for doing it once, the least of all windows, since others on the same machine can only
   * add to it; null where the system does not tell.
   */
  readonly cpuMicros: number | null;
}

export interface RateComparison {
  readonly ours: RateOf;
  readonly peers: readonly { readonly rate: RateOf; readonly ratio: number }[];
}

/**
 * Rates of several things that are measured in short windows, in turns: a ratio is the median of the ratios within each
 * turn, so that a machine that is busy for a while says little. The first turn only warms up.
 */
export async function compareRates({ windows, windowMs }: Scale, workers: number, ours: Side, peers: readonly Side[]): Promise<RateComparison> {
  const turns: RateOf[][] = [];
  for (let turn = 0; turn <= windows; turn += 1) {
    const measured: RateOf[] = [];
    for (const side of [ours, ...peers]) measured.push(await measure(side, windowMs, workers));
    if (turn > 0) turns.push(measured);
  }
  const summed = (index: number): RateOf => ({
    perSecond: median(turns.map((turn) => turn[index]?.perSecond ?? 0)),
    cpuMicros: leastOrNull(turns.map((turn) => turn[index]?.cpuMicros ?? null)),
  });
  return {
    ours: summed(0),
    peers: peers.map((_, index) => ({
      rate: summed(index + 1),
      ratio: median(turns.map((turn) => (turn[0]?.perSecond ?? 0) / (turn[index + 1]?.perSecond ?? 0))),
    })),
  };
}

async function measure({ pid, work }: Side, windowMs: number, workers: number): Promise<RateOf> {
  const before = await cpuMicros(pid);
  const start = performance.now();
  const perSecond = await rate(windowMs, workers, work);
  const done = (perSecond * (performance.now() - start)) / 1000;
  const after = await cpuMicros(pid);
  return { perSecond, cpuMicros: before === null || after === null ? null : (after - before) / done };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function leastOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : Math.min(...known);
}
