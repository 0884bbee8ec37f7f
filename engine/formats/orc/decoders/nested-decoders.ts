import { bytesOf } from '../../../columns/bytes.js';
import type { Column } from '../../../columns/column.js';
import { damaged } from '../damaged.js';
import { MOST_VALUES } from '../limits.js';
import { ByteRuns } from '../runs/byte-runs.js';
import { Integers } from '../runs/integers.js';
import type { Stripe } from '../stripe.js';
import { type ColumnDecoder, type ValueDecoder } from './decoder.js';

export function structDecoder(fields: readonly ColumnDecoder[]): ValueDecoder {
  return { values: (count) => ({ kind: 'struct', fields: fields.map((field) => field.read(count)) }) };
}

export function listDecoder(stripe: Stripe, column: number, item: ColumnDecoder): ValueDecoder {
  const lengths = lengthsOf(stripe, column);
  return {
    values(count) {
      const found = lengths.lengths(count);
      return { kind: 'list', lengths: found, item: item.read(totalOf(found)) };
    },
  };
}

export function mapDecoder(stripe: Stripe, column: number, key: ColumnDecoder, value: ColumnDecoder): ValueDecoder {
  const lengths = lengthsOf(stripe, column);
  return {
    values(count) {
      const found = lengths.lengths(count);
      const total = totalOf(found);
      return { kind: 'map', lengths: found, key: key.read(total), value: value.read(total) };
    },
  };
}

const lengthsOf = (stripe: Stripe, column: number): Integers => new Integers(stripe.stream(column, 'length'), { version: stripe.encoding(column).version, signed: false });

function totalOf(lengths: Int32Array): number {
  let total = 0;
  for (const length of lengths) total += length;
  if (total > MOST_VALUES) throw damaged('lists of a column are too long');
  return total;
}

/** A struct of the number of the variant that is there and of a field for each, of which the others are NULL. */
export function unionDecoder(stripe: Stripe, column: number, variants: readonly ColumnDecoder[]): ValueDecoder {
  const allTags = new ByteRuns(stripe.stream(column, 'data'));
  return {
    values(count) {
      const tags = allTags.read(count);
      const counts = variants.map(() => 0);
      for (const tag of tags) {
        if (tag >= counts.length) throw damaged('a union has a variant that its type lacks');
        counts[tag] = (counts[tag] as number) + 1;
      }
      const fields = variants.map((variant, index) => spread(variant.read(counts[index] as number), tags, index));
      return { kind: 'struct', fields: [{ validity: null, values: { kind: 'fixed', bytes: bytesOf(Int32Array.from(tags)) } }, ...fields] };
    },
  };
}

/** The values of a variant over the rows of the union. */
function spread({ validity, values }: Column, tags: Uint8Array, variant: number): Column {
  const all = new Uint8Array(tags.length);
  let at = 0;
  for (let row = 0; row < tags.length; row += 1) {
    if (tags[row] !== variant) continue;
    all[row] = validity === null ? 1 : (validity[at] as number);
    at += 1;
  }
  return { validity: all, values };
}
