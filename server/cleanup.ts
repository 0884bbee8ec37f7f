import type { Logger } from 'pino';

/** Things to undo at the end, in the reverse order of their making. */
export class Cleanup {
  readonly #steps: (() => Promise<void> | void)[] = [];
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  add(step: () => Promise<void> | void): void {
    this.#steps.push(step);
  }

  /** Waits for all, so that what was made by any of them can be undone, then throws the first failure. */
  async all<T extends readonly unknown[]>(parts: { readonly [Key in keyof T]: Promise<T[Key]> }): Promise<T> {
    await Promise.allSettled(parts);
    return Promise.all(parts);
  }

  /** Undoes everything; a step that fails is logged and does not stop the others. */
  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step();
      } catch (error) {
        this.#log.error({ err: error }, 'cleaning up failed');
      }
    }
  }
}
