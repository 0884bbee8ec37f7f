import type { Strings } from '../../../columns/column.js';
import { damaged } from '../damaged.js';
import { MOST_BYTES, MOST_VALUES } from '../limits.js';
import { Integers } from '../runs/integers.js';
import type { Stripe } from '../stripe.js';
import type { ValueDecoder } from './decoder.js';

/** Texts and bytes: in their stream one by one, or as the numbers of entries of a dictionary of the stripe. */
export function stringDecoder(stripe: Stripe, column: number): ValueDecoder {
  const { version, dictionarySize } = stripe.encoding(column);
  if (dictionarySize === null) {
    const lengths = new Integers(stripe.stream(column, 'length'), { version, signed: false });
    const data = stripe.stream(column, 'data');
    return { values: (count) => ({ kind: 'strings', ...readStrings(lengths, data, count) }) };
  }
  const indices = new Integers(stripe.stream(column, 'data'), { version, signed: false });
  const entries = dictionary(stripe, column, version, dictionarySize);
  return {
    values(count) {
      const found = indices.lengths(count);
      for (const index of found) if (index >= dictionarySize) throw damaged('a text is not in its dictionary');
      return worthwhile(found, entries) ? { kind: 'dictionary', indices: found, entries } : { kind: 'strings', ...expanded(found, entries) };
    },
  };
}

function readStrings(lengths: Integers, data: { fill(target: Uint8Array): void }, count: number): Strings {
  const found = lengths.lengths(count);
  const bytes = new Uint8Array(totalOf(found));
  data.fill(bytes);
  return { lengths: found, data: bytes };
}

function totalOf(lengths: Int32Array): number {
  let total = 0;
  for (const length of lengths) total += length;
  if (total > MOST_BYTES) throw damaged('texts of a column are too long');
  return total;
}

function dictionary(stripe: Stripe, column: number, version: 1 | 2, size: number): Strings {
  if (size > MOST_VALUES) throw damaged('a dictionary is too large');
  return readStrings(new Integers(stripe.stream(column, 'length'), { version, signed: false }), stripe.stream(column, 'dictionary'), size);
}

/** A dictionary is written again with every row group: not if it takes more than the texts of the rows. */
function worthwhile(indices: Int32Array, { lengths, data }: Strings): boolean {
  let total = 0;
  for (const index of indices) total += 4 + (lengths[index] as number);
  return lengths.length * 4 + data.length < total;
}

function expanded(indices: Int32Array, entries: Strings): Strings {
  const starts = new Int32Array(entries.lengths.length);
  let start = 0;
  for (let index = 0; index < starts.length; index += 1) {
    starts[index] = start;
    start += entries.lengths[index] as number;
  }
  const lengths = indices.map((index) => entries.lengths[index] as number);
  const data = new Uint8Array(totalOf(lengths));
  let at = 0;
  for (const index of indices) {
    const from = starts[index] as number;
    const length = entries.lengths[index] as number;
    data.set(entries.data.subarray(from, from + length), at);
    at += length;
  }
  return { lengths, data };
}
