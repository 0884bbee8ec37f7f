import { setTimeout as sleep } from 'node:timers/promises';
import { isConnectionLoss, isTransient } from './errors.js';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/** A COMMIT whose answer was lost: it may have happened, so it is not repeated. The cause is the loss. */
export class UncertainCommit extends Error {}

/**
 * Repeats an attempt that failed because PostgreSQL is away (it restarts, or another takes over), until
 * `patienceMs` after the first failure; `onWait` hears of that failure. The attempt must be such that a
 * failed one has no effect.
 */
export async function retryWhileAway<T>(attempt: () => Promise<T>, patienceMs: number, onWait: (error: unknown) => void): Promise<T> {
  let deadline: number | undefined;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isConnectionLoss(error) && !isTransient(error)) throw error;
      if (deadline === undefined) onWait(error);
      deadline ??= performance.now() + patienceMs;
      if (performance.now() + pause > deadline) throw error;
      await sleep(pause);
    }
  }
}
