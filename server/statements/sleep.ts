import { setTimeout as wait } from 'node:timers/promises';
import { abortError } from '../../engine/errors.js';

/** What a timer of Node can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Waits; throws why when the statement is ended before. */
export async function sleep(seconds: number, signal: AbortSignal): Promise<void> {
  try {
    for (let left = seconds * 1000; left > 0; left -= LONGEST_TIMER_MS) await wait(Math.min(left, LONGEST_TIMER_MS), undefined, { signal });
  } catch (error) {
    if (signal.aborted) throw abortError(signal, error);
    throw error;
  }
}
