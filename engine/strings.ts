import duckdb from '@duckdb/node-bindings';
import { isValid, type ByteVector, type Validity } from '../sql/vector.js';
import type { VectorSource } from './vector-source.js';

/** Bytes of a string in its vector: 4 of length, then either up to 12 of text or 4 of prefix and a pointer. */
const STRING_SIZE = 16;
const LONGEST_INLINE = 12;
/**
 * Texts no further apart than this are fetched together. Between two readable bytes less than a page apart
 * there is no page that could be unreadable.
 */
const SMALLEST_PAGE = 4096;

/** Texts that lie behind each other in the engine's memory. */
interface Run {
  /** Address, exact as a number: addresses have 47 bits. */
  readonly address: number;
  length: number;
  /** Index of the string that the run begins with. */
  readonly first: number;
}

/**
 * Copies the texts of a vector: the 16 bytes of every string, which hold the short ones, then the long
 * ones. Long texts are fetched by runs, because a call into the engine for each takes longer than
 * everything else that happens to a row.
 */
export function readStrings({ raw, count, memory }: VectorSource, validity: Validity): Pick<ByteVector, 'bytes' | 'starts' | 'lengths'> {
  const table = count === 0 ? new Uint8Array(0) : duckdb.vector_get_data(raw, count * STRING_SIZE);
  const words = new Uint32Array(table.buffer, table.byteOffset, count * (STRING_SIZE / 4));
  const starts = memory.words(count);
  const lengths = memory.words(count);
  const runs: Run[] = [];
  let end = count * STRING_SIZE;
  let run: Run | null = null;
  for (let row = 0; row < count; row++) {
    const length = isValid(validity, row) ? (words[row * 4] ?? 0) : 0;
    lengths[row] = length;
    if (length <= LONGEST_INLINE) {
      starts[row] = row * STRING_SIZE + 4;
      continue;
    }
    const address = (words[row * 4 + 2] ?? 0) + (words[row * 4 + 3] ?? 0) * 0x1_0000_0000;
    const offset: number = run === null ? 0 : address - run.address;
    if (run !== null && offset >= 0 && offset - run.length < SMALLEST_PAGE) {
      starts[row] = end - run.length + offset;
      end += Math.max(0, offset + length - run.length);
      run.length = Math.max(run.length, offset + length);
    } else {
      run = { address, length, first: row };
      runs.push(run);
      starts[row] = end;
      end += length;
    }
  }
  return { bytes: concatenate(table, runs, memory.take(end)), starts, lengths };
}

function concatenate(table: Uint8Array, runs: readonly Run[], bytes: Uint8Array): Uint8Array {
  bytes.set(table);
  let end = table.length;
  for (const { first, length } of runs) {
    bytes.set(duckdb.get_data_from_pointer(table.buffer as ArrayBuffer, table.byteOffset + first * STRING_SIZE + 8, length), end);
    end += length;
  }
  return bytes;
}
