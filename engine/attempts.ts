import type { EngineSql } from '../sql/query/compiled-query.js';

/** DuckDB's words for operands whose types it does not know yet, does not mix, or can't hold. */
const NEEDS_CARE = /has multiple overloads that match|explicit cast (is )?required|explicit type casts|Cannot (compare|mix|combine) |Cannot deduce|Needed scale \d+|(cast|types?) .*STRUCT\((zoned_micros|wide_units)/;

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

  /**
   * Does `work` with the first translation that the engine can bind. When it can bind none, it rejects with what `reason` makes of
   * the error against the first one.
   */
  async first<T>(work: (attempt: Attempt) => Promise<T>, reason: (error: Error, attempt: Attempt) => Promise<Error>): Promise<T> {
    const first = this.#chosen;
    let refused: Error | null = null;
    for (let attempt = first; ; ) {
      try {
        const done = await work(attempt);
        this.#chosen = attempt;
        return done;
      } catch (error) {
        if (!(error instanceof Error) || !NEEDS_CARE.test(error.message)) throw error;
        refused ??= error;
        if (!attempt.otherwise) throw await reason(refused, first);
        attempt = attempt.otherwise();
      }
    }
  }
}
