/**
 * Tells when a client has been silent for too long. The timer is left alone while commands come and go, and looks at the
 * clock when it rings.
 */
export class IdleTimer {
  readonly #limitMs: () => number;
  readonly #expired: () => void;
  #limit: number;
  #timer: NodeJS.Timeout;
  /** Since when the client is waited for, in milliseconds of `performance.now()`; null while it waits for us. */
  #idleSince: number | null = null;

  /** @param limitMs how long it may be silent, in milliseconds a timer can wait; asked again at each {@link adjust} */
  constructor(limitMs: () => number, expired: () => void) {
    this.#limitMs = limitMs;
    this.#expired = expired;
    this.#limit = limitMs();
    this.#timer = this.#ringAfter(this.#limit);
  }

  /** The client is waited for from this moment on. */
  idle(now: number): void {
    this.#idleSince = now;
  }

  busy(): void {
    this.#idleSince = null;
  }

  /** The limit may have changed. */
  adjust(): void {
    const limit = this.#limitMs();
    if (limit === this.#limit) return;
    this.#limit = limit;
    this.stop();
    this.#timer = this.#ringAfter(limit);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #ringAfter(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => { this.#ring(); }, milliseconds);
  }

  #ring(): void {
    const silent = this.#idleSince === null ? 0 : performance.now() - this.#idleSince;
    // A timer may ring a little early.
    const left = Math.ceil(this.#limit - silent);
    if (left > 0) this.#timer = this.#ringAfter(left);
    else this.#expired();
  }
}
