import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something is so; throws with `what` when that takes too long. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, patienceMs = 15_000): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`not within ${patienceMs} ms: ${what}`);
    await sleep(10);
  }
}
