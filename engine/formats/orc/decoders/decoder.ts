import type { Column, Values } from '../../../columns/column.js';
import type { ByteSource } from '../byte-source.js';
import { BitRuns } from '../runs/byte-runs.js';
import type { Stripe } from '../stripe.js';

/** Reads the values of a column of a stripe one after the other. */
export interface ValueDecoder {
  /** The next values that are not NULL. */
  values(count: number): Values;
}

/** Reads a column of a stripe from its first row to its last. */
export interface ColumnDecoder {
  /** The next rows, or entries of a nested column. */
  read(count: number): Column;
}

/** A column whose NULLs are told by a stream of their own, if it has any. */
export function nullableDecoder(stripe: Stripe, column: number, decoder: ValueDecoder): ColumnDecoder {
  if (!stripe.has(column, 'present')) return { read: (count) => ({ validity: null, values: decoder.values(count) }) };
  const present = new BitRuns(stripe.stream(column, 'present'));
  return {
    read(count) {
      const validity = present.read(count);
      let values = 0;
      for (const bit of validity) values += bit;
      return { validity: values === count ? null : validity, values: decoder.values(values) };
    },
  };
}

/** Values of a fixed width that stand in their stream as they are in memory. */
export function fixedDecoder(source: ByteSource, width: number): ValueDecoder {
  return {
    values(count) {
      const bytes = new Uint8Array(count * width);
      source.fill(bytes);
      return { kind: 'fixed', bytes };
    },
  };
}
