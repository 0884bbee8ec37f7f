export type Work = () => Promise<void>;

/** Milliseconds that something takes. */
export async function timed(work: Work): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
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
