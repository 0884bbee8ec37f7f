import { abortError } from './errors.js';

/**
 * Bounds how many calls into the engine run at once; the others wait in the order in which they came. A
 * call lasts until the engine has the next rows, so that a query with many rows comes again and again and
 * lets others pass, while a client that reads slowly holds nobody up.
 *
 * Each call occupies a thread of libuv's pool, and files, DNS and password hashes need threads as well.
 */
export class Turns {
  readonly #most: number;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Runs a call when it is its turn. Rejects with the error of the signal when that is aborted before. */
  async take<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (signal.aborted) throw abortError(signal);
    if (this.#running < this.#most) this.#running += 1;
    else await this.#wait(signal);
    try {
      return await call();
    } finally {
      this.#handOn();
    }
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.delete(wake);
        reject(abortError(signal));
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(wake);
    });
  }

  /** Whoever waits longest has the turn at once, so that nobody who comes meanwhile takes it too. */
  #handOn(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#running -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
