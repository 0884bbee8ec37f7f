import duckdb, { type Vector as RawVector } from '@duckdb/node-bindings';
import type { ChunkMemory } from './chunk-memory.js';

/** A vector of the engine, how many rows of it there are, and where they go. */
export interface VectorSource {
  readonly raw: RawVector;
  readonly count: number;
  readonly memory: ChunkMemory;
}

/** The bytes of all rows of a type that takes so many bytes a row. */
export function copyData({ raw, count, memory }: VectorSource, bytesPerRow: number): Uint8Array<ArrayBuffer> {
  return count === 0 ? memory.take(0) : memory.copy(duckdb.vector_get_data(raw, count * bytesPerRow));
}

export function copyWords(source: VectorSource, wordsPerRow: number): Uint32Array {
  const { buffer, byteOffset } = copyData(source, wordsPerRow * 4);
  return new Uint32Array(buffer, byteOffset, source.count * wordsPerRow);
}
