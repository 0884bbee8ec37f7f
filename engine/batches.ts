import { DuckDBMaterializedResult, ResultReturnType, type DuckDBResult, type DuckDBType } from '@duckdb/node-api';
import { StagewireError } from '../errors/index.js';
import type { Batch } from '../sql/relation.js';
import type { RunningQuery } from './running-query.js';
import type { ResultCopy } from './results/result-copy.js';
import { ChunkMemory } from './chunk-memory.js';
import { readChunk } from './vectors.js';

/**
 * The rows of a result. While one chunk of a streamed one is being used the engine makes the next and no more: a
 * reader that stops reading stops the query. Closes the query at the end, however it comes.
 *
 * The binding shows a failure amid the rows as their end, and does not tell why. `repeat` runs the query
 * once more without giving rows: it rejects with the reason. `copy` is given the rows as well.
 */
export async function* readBatches(query: RunningQuery, { result, fetch, first }: Started, types: readonly DuckDBType[], repeat: () => Promise<void>, copy: ResultCopy | null): AsyncGenerator<Batch> {
  let next = first ?? fetch();
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
      next = fetch();
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
  /** The next chunk; without rows or null behind the last. A failure waits until somebody awaits it. */
  readonly fetch: () => Promise<Chunk>;
  readonly first: Promise<Chunk> | null;
}

export const started = (query: RunningQuery, result: DuckDBResult): Started => ({ result, fetch: result instanceof DuckDBMaterializedResult ? chunksOf(result) : streamedChunks(query, result), first: null });

/** The result when its first chunk is here. Rejects with the reason if there is none because the query failed. */
export async function withFirst(query: RunningQuery, { result, fetch }: Started, repeat: () => Promise<void>): Promise<Started> {
  const first = fetch();
  const chunk = await first;
  if ((!chunk || chunk.rowCount === 0) && hasFailed(result)) await failAs(query, repeat);
  return { result, fetch, first };
}

const hasFailed = (result: DuckDBResult): boolean => result.returnType === ResultReturnType.INVALID;

/** Lets the engine make all rows, for what it does on the way. */
export async function discard({ fetch, first }: Started): Promise<void> {
  for (let chunk = await (first ?? fetch()); chunk && chunk.rowCount > 0;) chunk = await fetch();
}

async function failAs(query: RunningQuery, repeat: () => Promise<void>): Promise<never> {
  query.refuseAborted();
  await repeat();
  throw new StagewireError('Internal', 'the query failed before its last row');
}

type Chunk = Awaited<ReturnType<DuckDBResult['fetchChunk']>>;

function streamedChunks(query: RunningQuery, result: DuckDBResult): () => Promise<Chunk> {
  return () => {
    const chunk = query.call(() => result.fetchChunk());
    chunk.catch(() => undefined);
    return chunk;
  };
}

/** Those that are there already, without a call into the engine for each. */
function chunksOf(result: DuckDBMaterializedResult): () => Promise<Chunk> {
  const { chunkCount } = result;
  let read = 0;
  return () => Promise.resolve(read < chunkCount ? result.getChunk(read++) : null);
}
