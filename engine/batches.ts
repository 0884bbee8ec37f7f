import { ResultReturnType, type DuckDBResult, type DuckDBType } from '@duckdb/node-api';
import { StagewireError } from '../errors/index.js';
import type { Batch } from '../sql/relation.js';
import type { RunningQuery } from './running-query.js';
import type { ResultCopy } from './results/result-copy.js';
import { ChunkMemory } from './chunk-memory.js';
import { readChunk } from './vectors.js';

/**
 * The rows of a streamed result. While one chunk is being used the engine makes the next and no more: a
 * reader that stops reading stops the query. Closes the query at the end, however it comes.
 *
 * The binding shows a failure amid the rows as their end, and does not tell why. `repeat` runs the query
 * once more without giving rows: it rejects with the reason. `copy` is given the rows as well.
 */
export async function* readBatches(query: RunningQuery, { result, first }: Started, types: readonly DuckDBType[], repeat: () => Promise<void>, copy: ResultCopy | null): AsyncGenerator<Batch> {
  let next = first ?? fetchAhead(query, result);
  const memory = new ChunkMemory();
  let finished = false;
  try {
    for (;;) {
      const chunk = await next;
      if (!chunk || chunk.rowCount === 0) {
        if (hasFailed(result)) await failAs(query, repeat);
        break;
      }
      const batch = readChunk(chunk.chunk, types, memory);
      next = fetchAhead(query, result);
      if (copy) await copy.append(chunk, batch);
      yield batch;
    }
    finished = true;
  } finally {
    if (!finished) {
      query.interrupt();
      await next.catch(() => undefined);
    }
    await query.close();
  }
}

/** A result that nobody has read of but its first chunk, if that is given. */
export interface Started {
  readonly result: DuckDBResult;
  readonly first: Promise<Chunk> | null;
}

/** The result when its first chunk is here. Rejects with the reason if there is none because the query failed. */
export async function withFirst(query: RunningQuery, { result }: Started, repeat: () => Promise<void>): Promise<Started> {
  const first = fetchAhead(query, result);
  const chunk = await first;
  if ((!chunk || chunk.rowCount === 0) && hasFailed(result)) await failAs(query, repeat);
  return { result, first };
}

const hasFailed = (result: DuckDBResult): boolean => result.returnType === ResultReturnType.INVALID;

/** Lets the engine make all rows, for what it does on the way. */
export async function discard(query: RunningQuery, { result, first }: Started): Promise<void> {
  for (let chunk = await (first ?? fetchAhead(query, result)); chunk && chunk.rowCount > 0;) chunk = await fetchAhead(query, result);
}

async function failAs(query: RunningQuery, repeat: () => Promise<void>): Promise<never> {
  query.refuseAborted();
  await repeat();
  throw new StagewireError('Internal', 'the query failed before its last row');
}

type Chunk = Awaited<ReturnType<DuckDBResult['fetchChunk']>>;

/** A failure waits until the chunk is asked for. */
function fetchAhead(query: RunningQuery, result: DuckDBResult): Promise<Chunk> {
  const chunk = query.call(() => result.fetchChunk());
  chunk.catch(() => undefined);
  return chunk;
}
