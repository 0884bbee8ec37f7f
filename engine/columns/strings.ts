import type { Strings, Values } from './column.js';

/** Bytes of all of some strings. */
export function totalLength(lengths: Int32Array): number {
  let total = 0;
  for (const length of lengths) total += length;
  return total;
}

/**
 * Values that are entries of a dictionary. A dictionary is written anew with every row group: if it takes more than the
 * values themselves, it is these. Asks `check` before it makes room for so many bytes.
 */
export function dictionaryValues(indices: Int32Array, entries: Strings, check: (bytes: number) => void): Values {
  let bytes = 0;
  for (const index of indices) bytes += 4 + (entries.lengths[index] as number);
  if (entries.lengths.length * 4 + entries.data.length < bytes) return { kind: 'dictionary', indices, entries };
  check(bytes);
  return { kind: 'strings', ...expanded(indices, entries) };
}

function expanded(indices: Int32Array, entries: Strings): Strings {
  const starts = new Int32Array(entries.lengths.length);
  let start = 0;
  for (let index = 0; index < starts.length; index += 1) {
    starts[index] = start;
    start += entries.lengths[index] as number;
  }
  const lengths = indices.map((index) => entries.lengths[index] as number);
  const data = new Uint8Array(totalLength(lengths));
  let at = 0;
  for (const index of indices) {
    const from = starts[index] as number;
    const length = entries.lengths[index] as number;
    data.set(entries.data.subarray(from, from + length), at);
    at += length;
  }
  return { lengths, data };
}
