/** What one order to a thread holds, so that listings and other statements get their turn between. */
const MOST_IN_ROW = 1000;
/** Fewer are done in the time that a thread takes to start. */
const LEAST_IN_ROW = 100;

interface Waiting<Wanted, Outcome> {
  readonly wanted: Wanted;
  readonly settle: (outcome: Outcome | null) => void;
}

/** Has done together, in a thread, what many ask for in the same turn of the event loop. */
export class InRow<Wanted, Outcome> {
  readonly #ask: (some: readonly Wanted[]) => Promise<readonly (Outcome | null)[] | null>;
  #waiting: Waiting<Wanted, Outcome>[] = [];

  /** `ask` gives the outcomes in the order of what was wanted, null for those to which the thread did not come; it may give none at all. */
  constructor(ask: (some: readonly Wanted[]) => Promise<readonly (Outcome | null)[] | null>) {
    this.#ask = ask;
  }

  /** Null where it is to be done without the thread: too few were asked for, or the thread could not. */
  want(wanted: Wanted): Promise<Outcome | null> {
    return new Promise((settle) => {
      this.#waiting.push({ wanted, settle });
      if (this.#waiting.length === 1) setImmediate(() => { void this.#run(); });
    });
  }

  async #run(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < waiting.length; start += MOST_IN_ROW) {
      const some = waiting.slice(start, start + MOST_IN_ROW);
      const outcomes = some.length < LEAST_IN_ROW ? null : await this.#ask(some.map(({ wanted }) => wanted)).catch(() => null);
      for (const [index, { settle }] of some.entries()) settle(outcomes?.[index] ?? null);
    }
  }
}
