import { bytesOf } from '../../../columns/bytes.js';
import { widthOf } from '../../../columns/column-type.js';
import type { ByteSource } from '../byte-source.js';
import { damaged } from '../damaged.js';
import { Integers } from '../runs/integers.js';
import type { Stripe } from '../stripe.js';
import { type ValueDecoder } from './decoder.js';

interface DecimalColumn {
  readonly column: number;
  readonly precision: number;
  readonly scale: number;
}

/** The widest that is held in 64 bits. */
const SHORT_PRECISION = 18;

/** Decimals: whole numbers of any length, and for each how many of its digits stand behind the point. */
export function decimalDecoder(stripe: Stripe, { column, precision, scale }: DecimalColumn): ValueDecoder {
  const { version } = stripe.encoding(column);
  const limit = 10n ** BigInt(precision);
  const data = stripe.stream(column, 'data');
  if (stripe.file.decimalsInRuns && precision <= SHORT_PRECISION) {
    const integers = new Integers(data, { version: 2, signed: true });
    return {
      values(count) {
        const target = decimalBuffer(precision, count);
        const unscaled = new BigInt64Array(integers.longs(count).buffer);
        for (let index = 0; index < count; index += 1) target.set(index, withinLimit(unscaled[index] as bigint, limit));
        return { kind: 'fixed', bytes: target.bytes };
      },
    };
  }
  const scales = new Integers(stripe.stream(column, 'secondary'), { version, signed: true });
  const number = new UnboundedNumber(data);
  const numberLimit = Number(limit);
  return {
    values(count) {
      const target = decimalBuffer(precision, count);
      const found = scales.ints(count);
      for (let index = 0; index < count; index += 1) {
        const more = scale - (found[index] as number);
        number.read();
        if (more === 0 && number.wide === null && Math.abs(number.small) < numberLimit) target.setSmall(index, number.small);
        else target.set(index, withinLimit(rescaled(number.wide ?? BigInt(number.small), more), limit));
      }
      return { kind: 'fixed', bytes: target.bytes };
    },
  };
}

const MOST_DIGITS = 128;

/** The number with so many digits more behind its point, rounded half away from zero where they are fewer. */
function rescaled(value: bigint, digits: number): bigint {
  if (Math.abs(digits) > MOST_DIGITS) throw damaged('a decimal has too many digits');
  if (digits >= 0) return value * 10n ** BigInt(digits);
  const divisor = 10n ** BigInt(-digits);
  const half = value < 0n ? -divisor / 2n : divisor / 2n;
  return (value + half) / divisor;
}

function withinLimit(value: bigint, limit: bigint): bigint {
  if (value >= limit || value <= -limit) throw damaged('a decimal has more digits than its column');
  return value;
}

interface DecimalBuffer {
  readonly bytes: Uint8Array;
  set(index: number, value: bigint): void;
  /** A number below 2^53. */
  setSmall(index: number, value: number): void;
}

/** Room for unscaled decimals, as a column holds them. */
function decimalBuffer(precision: number, count: number): DecimalBuffer {
  switch (widthOf({ kind: 'decimal', precision, scale: 0 })) {
    case 4: {
      const values = new Int32Array(count);
      return { bytes: bytesOf(values), set: (index, value) => { values[index] = Number(value); }, setSmall: (index, value) => { values[index] = value; } };
    }
    case 8: {
      const values = new BigInt64Array(count);
      const halves = new Int32Array(values.buffer);
      return {
        bytes: bytesOf(values),
        set: (index, value) => { values[index] = value; },
        setSmall: (index, value) => {
          halves[index * 2] = value;
          halves[index * 2 + 1] = Math.floor(value / 0x1_0000_0000);
        },
      };
    }
    default: {
      const view = new DataView(new ArrayBuffer(count * 16));
      const set = (index: number, value: bigint): void => {
        view.setBigInt64(index * 16, value >> 64n);
        view.setBigUint64(index * 16 + 8, BigInt.asUintN(64, value));
      };
      return { bytes: bytesOf(view), set, setSmall: (index, value) => { set(index, BigInt(value)); } };
    }
  }
}

/** More than any decimal of 38 digits takes. */
const LONGEST_NUMBER_BITS = 280;

/** A whole number with its sign in its lowest bit, 7 bits in a byte, the least significant first. */
class UnboundedNumber {
  readonly #source: ByteSource;
  /** The number, if it is below 2^48 or so. */
  small = 0;
  /** The number, if it is not. */
  wide: bigint | null = null;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  read(): void {
    this.wide = null;
    let value = 0;
    let factor = 1;
    for (let bits = 0; bits < 49; bits += 7) {
      const byte = this.#source.byte();
      value += (byte & 0x7f) * factor;
      factor *= 128;
      if (byte < 128) {
        this.small = value % 2 === 0 ? value / 2 : -(value + 1) / 2;
        return;
      }
    }
    this.wide = this.#readWide(BigInt(value));
  }

  #readWide(start: bigint): bigint {
    let value = start;
    for (let bits = 49n; bits < LONGEST_NUMBER_BITS; bits += 7n) {
      const byte = this.#source.byte();
      value |= BigInt(byte & 0x7f) << bits;
      if (byte < 128) return (value & 1n) === 0n ? value >> 1n : -((value + 1n) >> 1n);
    }
    throw damaged('a decimal has too many digits');
  }
}
