import duckdb from '@duckdb/node-bindings';
import { isValid, type Validity } from '../sql/vector.js';
import type { VectorSource } from './vector-source.js';

/**
 * Which rows of a vector hold a value. Where a parent reaches only some of the rows (`reached`), the
 * others count as NULL: the engine leaves whatever it likes there, wild pointers among it.
 */
export function readValidity({ raw, count, memory }: VectorSource, reached: Validity): Validity {
  // The engine keeps validity in words of 64 bits; no buffer at all means that every row is valid.
  const bytes = duckdb.vector_get_validity(raw, Math.ceil(count / 64) * 8) as Uint8Array | null;
  if (!bytes) return reached;
  return reached ? Uint8Array.from(bytes, (byte, index) => byte & (reached[index] ?? 0)) : memory.copy(bytes);
}

/** The elements that rows of lists refer to. */
export function reachedByLists(starts: Uint32Array, lengths: Uint32Array, size: number): Validity {
  const reached = new Uint8Array(Math.ceil(size / 8));
  for (let row = 0; row < starts.length; row++) {
    const start = starts[row] ?? 0;
    setRange(reached, start, start + (lengths[row] ?? 0));
  }
  return reached;
}

/** The elements of arrays of a fixed length whose row is not NULL. */
export function reachedByArrays(validity: Validity, count: number, length: number): Validity {
  if (validity === null) return null;
  const reached = new Uint8Array(Math.ceil((count * length) / 8));
  for (let row = 0; row < count; row++) if (isValid(validity, row)) setRange(reached, row * length, (row + 1) * length);
  return reached;
}

function setRange(bits: Uint8Array, from: number, to: number): void {
  for (let row = from; row < to; row++) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
}
