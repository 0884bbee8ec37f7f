import { setImmediate } from 'node:timers/promises';
import { abortError } from './errors.js';

const TURN_MS = 10;

/** Runs work that stops now and then, and lets others have their turn meanwhile. Aborting ends it at its next stop. */
export async function inTurns(steps: Generator<void, void, undefined>, signal: AbortSignal): Promise<void> {
  try {
    let began = performance.now();
    while (!steps.next().done) {
      if (signal.aborted) throw abortError(signal);
      if (performance.now() - began < TURN_MS) continue;
      await setImmediate();
      began = performance.now();
    }
  } finally {
    // What it holds open is closed by its own end.
    steps.return();
  }
}
