import type { DuckDBResult, DuckDBType } from '@duckdb/node-api';
import type { Batch } from '../sql/relation.js';
import type { RunningQuery } from './running-query.js';
import { readChunk } from './vectors.js';

/**
 * The rows of a streamed result. While one chunk is being used the engine makes the next and no more: a
 * reader that stops reading stops the query. Closes the query at the end, however it comes.
 */
export async function* readBatches(query: RunningQuery, result: DuckDBResult, types: readonly DuckDBType[]): AsyncGenerator<Batch> {
  let next = fetchAhead(query, result);
  let finished = false;
  try {
    for (;;) {
      const chunk = await next;
      if (!chunk || chunk.rowCount === 0) break;
      const batch = readChunk(chunk.chunk, types);
      next = fetchAhead(query, result);
      yield batch;
    }
    finished = true;
  } finally {
    if (!finished) {
      query.interrupt();
      await next.catch(() => undefined);
    }
    query.close();
  }
}

/** Lets the engine make all rows, for what it does on the way. */
export async function discard(query: RunningQuery, result: DuckDBResult): Promise<void> {
  for (;;) {
    const chunk = await query.call(() => result.fetchChunk());
    if (!chunk || chunk.rowCount === 0) return;
  }
}

type Chunk = Awaited<ReturnType<DuckDBResult['fetchChunk']>>;

/** A failure waits until the chunk is asked for. */
function fetchAhead(query: RunningQuery, result: DuckDBResult): Promise<Chunk> {
  const chunk = query.call(() => result.fetchChunk());
  chunk.catch(() => undefined);
  return chunk;
}
