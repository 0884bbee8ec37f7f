import type { EngineSql } from '../sql/query/compiled-query.js';

/** DuckDB's words for operands whose types it does not know yet, does not mix, or can't hold. */
const NEEDS_CARE = /has multiple overloads that match|explicit cast (is )?required|explicit type casts|Cannot (compare|mix|combine) |Cannot deduce|Needed scale \d+/;

export type Attempt = Pick<EngineSql, 'sql' | 'parameters'> & Partial<Pick<EngineSql, 'otherwise'>>;

/** The translations of a query, the one that serves for most first. What the engine could bind once is kept for the next time. */
export class Attempts {
  #chosen: Attempt;

  constructor(first: Attempt) {
    this.#chosen = first;
  }

  /** The one that the engine could bind last; at first the first. */
  get chosen(): Attempt {
    return this.#chosen;
  }

  /** Does `work` with the first translation that the engine can bind. Rejects with the reason against the first one when it can bind none. */
  async first<T>(work: (attempt: Attempt) => Promise<T>): Promise<T> {
    let refused: unknown = null;
    for (let attempt = this.#chosen; ; ) {
      try {
        const done = await work(attempt);
        this.#chosen = attempt;
        return done;
      } catch (error) {
        if (!(error instanceof Error) || !NEEDS_CARE.test(error.message)) throw error;
        refused ??= error;
        if (!attempt.otherwise) throw refused;
        attempt = attempt.otherwise();
      }
    }
  }
}
