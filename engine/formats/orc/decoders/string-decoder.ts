import type { Strings } from '../../../columns/column.js';
import { dictionaryValues, totalLength } from '../../../columns/strings.js';
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
      return dictionaryValues(found, entries, checkBytes);
    },
  };
}

function readStrings(lengths: Integers, data: { fill(target: Uint8Array): void }, count: number): Strings {
  const found = lengths.lengths(count);
  const total = totalLength(found);
  checkBytes(total);
  const bytes = new Uint8Array(total);
  data.fill(bytes);
  return { lengths: found, data: bytes };
}

function checkBytes(bytes: number): void {
  if (bytes > MOST_BYTES) throw damaged('texts of a column are too long');
}

function dictionary(stripe: Stripe, column: number, version: 1 | 2, size: number): Strings {
  if (size > MOST_VALUES) throw damaged('a dictionary is too large');
  return readStrings(new Integers(stripe.stream(column, 'length'), { version, signed: false }), stripe.stream(column, 'dictionary'), size);
}
