import { setTimeout as sleep } from 'node:timers/promises';
import { isOverload } from './http-status-error.js';

const RETRY_DELAY_MS = 200;

/** What `send` gives, tried once more after a little while if the server is overloaded. `repeatable` is false for what must not happen twice. */
export async function sendAgainIfOverloaded<T>(send: () => Promise<T>, signal: AbortSignal | undefined, repeatable = true): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!repeatable || signal?.aborted || !isOverload(error)) throw error;
    await sleep(RETRY_DELAY_MS * (1 + Math.random()), undefined, signal ? { signal } : {});
    return send();
  }
}
