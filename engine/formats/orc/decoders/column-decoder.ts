import { bytesOf } from '../../../columns/bytes.js';
import { ByteRuns, BitRuns } from '../runs/byte-runs.js';
import { Integers } from '../runs/integers.js';
import type { OrcType } from '../schema.js';
import type { Stripe } from '../stripe.js';
import { decimalDecoder } from './decimal-decoder.js';
import { fixedDecoder, nullableDecoder, type ColumnDecoder, type ValueDecoder } from './decoder.js';
import { listDecoder, mapDecoder, structDecoder, unionDecoder } from './nested-decoders.js';
import { stringDecoder } from './string-decoder.js';
import { dateDecoder, timestampDecoder } from './time-decoders.js';

/** The decoder of a column of a stripe, with those of its parts. */
export function columnDecoder(stripe: Stripe, type: OrcType): ColumnDecoder {
  return nullableDecoder(stripe, type.column, valueDecoder(stripe, type));
}

function valueDecoder(stripe: Stripe, type: OrcType): ValueDecoder {
  const { column } = type;
  switch (type.kind) {
    case 'boolean':
      return booleanDecoder(stripe, column);
    case 'byte':
      return byteDecoder(stripe, column);
    case 'short':
    case 'int':
    case 'long':
      return integerDecoder(stripe, column, type.kind);
    case 'float':
      return fixedDecoder(stripe.stream(column, 'data'), 4);
    case 'double':
      return fixedDecoder(stripe.stream(column, 'data'), 8);
    case 'string':
    case 'varchar':
    case 'char':
    case 'binary':
      return stringDecoder(stripe, column);
    case 'date':
      return dateDecoder(stripe, column);
    case 'timestamp':
    case 'timestamp with local time zone':
      return timestampDecoder(stripe, column, type.kind !== 'timestamp');
    case 'decimal':
      return decimalDecoder(stripe, type);
    case 'struct':
      return structDecoder(type.fields.map((field) => columnDecoder(stripe, field.type)));
    case 'list':
      return listDecoder(stripe, column, columnDecoder(stripe, type.item));
    case 'map':
      return mapDecoder(stripe, column, columnDecoder(stripe, type.key), columnDecoder(stripe, type.value));
    case 'union':
      return unionDecoder(stripe, column, type.variants.map((variant) => columnDecoder(stripe, variant)));
  }
}

function booleanDecoder(stripe: Stripe, column: number): ValueDecoder {
  const bits = new BitRuns(stripe.stream(column, 'data'));
  return { values: (count) => ({ kind: 'fixed', bytes: bits.read(count) }) };
}

function byteDecoder(stripe: Stripe, column: number): ValueDecoder {
  const bytes = new ByteRuns(stripe.stream(column, 'data'));
  return { values: (count) => ({ kind: 'fixed', bytes: bytesOf(Int32Array.from(bytes.read(count), (byte) => (byte << 24) >> 24)) }) };
}

function integerDecoder(stripe: Stripe, column: number, kind: 'short' | 'int' | 'long'): ValueDecoder {
  const integers = new Integers(stripe.stream(column, 'data'), { version: stripe.encoding(column).version, signed: true });
  return { values: (count) => ({ kind: 'fixed', bytes: bytesOf(kind === 'long' ? integers.longs(count) : integers.ints(count)) }) };
}
