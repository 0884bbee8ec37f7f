import { StagewireError } from '../../errors/index.js';
import type { Batch } from '../../sql/relation.js';
import type { Result } from '../result.js';

/**
 * Carries a statement out that must have sent its last row within `milliseconds` (`max_execution_time`); 0 is no limit.
 * One that takes longer is aborted and ends with ER_QUERY_TIMEOUT (3024).
 */
export async function withinTime(milliseconds: number, signal: AbortSignal, carryOut: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  if (milliseconds === 0) return carryOut(signal);
  const late = new AbortController();
  const timer = setTimeout(() => { late.abort(timedOut()); }, Math.min(milliseconds, LONGEST_TIMER_MS));
  const limit = AbortSignal.any([signal, late.signal]);
  try {
    const result = await carryOut(limit);
    if (result.kind === 'rows') return { ...result, batches: watched(result.batches, limit, () => { clearTimeout(timer); }) };
    clearTimeout(timer);
    return result;
  } catch (error) {
    clearTimeout(timer);
    throw error;
  }
}

/** What a timer of Node can wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

async function* watched(batches: AsyncIterable<Batch>, signal: AbortSignal, end: () => void): AsyncGenerator<Batch> {
  try {
    for await (const batch of batches) {
      if (signal.aborted && signal.reason instanceof StagewireError) throw signal.reason;
      yield batch;
    }
  } finally {
    end();
  }
}

function timedOut(): StagewireError {
  const text = 'Query execution was interrupted, maximum statement execution time exceeded';
  return new StagewireError('AbortedQuery', text, { mysql: { errno: 3024, sqlState: 'HY000' } });
}
