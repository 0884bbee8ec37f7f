import { StoreResponseError, type StoreErrors } from './store-errors.js';

/** Stores tell a missing object and a missing container alike, by status 404; so the container is asked for, once. */
export class SeenContainer {
  readonly #errors: StoreErrors;
  readonly #ask: (signal: AbortSignal | undefined) => Promise<unknown>;
  #isSeen = false;

  /** @param ask asks for the container itself, and rejects as `StoreApi` does */
  constructor(errors: StoreErrors, ask: (signal: AbortSignal | undefined) => Promise<unknown>) {
    this.#errors = errors;
    this.#ask = ask;
  }

  /** An object in it was found. */
  noteSeen(): void {
    this.#isSeen = true;
  }

  /** 3001 if there is none. */
  async mustExist(signal: AbortSignal | undefined): Promise<void> {
    if (this.#isSeen) return;
    try {
      await this.#ask(signal);
    } catch (error) {
      if (isMissing(error)) throw this.#errors.containerMissing();
      // Who may read objects but not ask for the container: it is there at least.
      if (!(error instanceof StoreResponseError)) throw error;
    }
    this.#isSeen = true;
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof StoreResponseError && error.status === 404;
}
