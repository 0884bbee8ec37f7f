export interface IdleTimerOptions {
  /** How long a client may be silent, in milliseconds a timer can wait; asked again at each {@link IdleTimer.adjust}. */
  readonly limitMs: () => number;
  /** Since when it is waited for, in milliseconds of `performance.now()`; null while it waits for us. */
  readonly idleSince: () => number | null;
  readonly expired: () => void;
}

/**
 * Tells when a client has been silent for too long. The timer is left alone while commands come and go, and looks at the
 * clock when it rings.
 */
export class IdleTimer {
  readonly #options: IdleTimerOptions;
  #limit: number;
  #timer: NodeJS.Timeout;

  constructor(options: IdleTimerOptions) {
    this.#options = options;
    this.#limit = options.limitMs();
    this.#timer = this.#ringAfter(this.#limit);
  }

  /** The limit may have changed. */
  adjust(): void {
    const limit = this.#options.limitMs();
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
    const since = this.#options.idleSince();
    const silent = since === null ? 0 : performance.now() - since;
    // A timer may ring a little early.
    const left = Math.ceil(this.#limit - silent);
    if (left > 0) this.#timer = this.#ringAfter(left);
    else this.#options.expired();
  }
}
