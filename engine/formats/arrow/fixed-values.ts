import { DataType, DateUnit, Precision, TimeUnit, util, type Data } from 'apache-arrow';
import { bytesOf } from '../../columns/bytes.js';
import { widthOf } from '../../columns/column-type.js';
import { StagewireError } from '../../../errors/index.js';
import { countOf, gather, placeOf, type Rows } from './rows.js';

const DAY_MS = 86_400_000n;

/** The values of a vector that have a fixed width, as columns hold them (`widthOf`). */
export function fixedBytes(data: Data, rows: Rows): Uint8Array {
  const type: DataType = data.type;
  if (DataType.isNull(type)) return new Uint8Array(0);
  if (DataType.isBool(type)) return booleans(data, rows);
  const values = data.values as ArrayBufferView;
  const bytes = bytesOf(values);
  if (DataType.isInt(type)) return type.bitWidth >= 32 ? gather(bytes, type.bitWidth / 8, rows) : bytesOf(Int32Array.from({ length: countOf(rows) }, numberAt(data, rows)));
  if (DataType.isFloat(type)) {
    if (type.precision === Precision.HALF) return bytesOf(Float32Array.from({ length: countOf(rows) }, (_, index) => util.uint16ToFloat64(numberAt(data, rows)(_, index))));
    return gather(bytes, type.precision === Precision.DOUBLE ? 8 : 4, rows);
  }
  if (DataType.isDecimal(type)) return decimals(gather(bytes, type.bitWidth / 8, rows), type);
  if (DataType.isDate(type)) return type.unit === DateUnit.DAY ? gather(bytes, 4, rows) : days(gather(bytes, 8, rows));
  if (DataType.isTimestamp(type) || DataType.isDuration(type)) return micros(longs(gather(bytes, 8, rows)), type.unit);
  if (DataType.isTime(type)) return micros(type.bitWidth === 64 ? longs(gather(bytes, 8, rows)) : BigInt64Array.from(ints(gather(bytes, 4, rows)), BigInt), type.unit);
  throw new StagewireError('BadBytes', 'a column has another type than its schema says');
}

function numberAt(data: Data, rows: Rows): (_: unknown, index: number) => number {
  const values = data.values as unknown as ArrayLike<number>;
  return (_, index) => values[placeOf(rows, index)] as number;
}

function booleans(data: Data, rows: Rows): Uint8Array {
  const bits = data.values as unknown as Uint8Array;
  return Uint8Array.from({ length: countOf(rows) }, (_, index) => {
    const bit = data.offset + placeOf(rows, index);
    return ((bits[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  });
}

/** Two's complement, least significant bytes first; columns hold those of 16 bytes the other way round. */
function decimals(bytes: Uint8Array, { bitWidth, precision }: { readonly bitWidth: number; readonly precision: number }): Uint8Array {
  const from = bitWidth / 8;
  const to = widthOf({ kind: 'decimal', precision, scale: 0 }) ?? from;
  if (from < to) throw new StagewireError('BadBytes', 'a decimal is narrower than its digits');
  const count = bytes.length / from;
  const taken = new Uint8Array(count * to);
  for (let index = 0; index < count; index += 1) {
    const value = bytes.subarray(index * from, index * from + to);
    taken.set(to === 16 ? value.toReversed() : value, index * to);
  }
  return taken;
}

function days(bytes: Uint8Array): Uint8Array {
  return bytesOf(Int32Array.from(longs(bytes), (value) => Number(floorDivide(value, DAY_MS))));
}

/** Finer digits are cut. */
function micros(values: BigInt64Array, unit: TimeUnit): Uint8Array {
  switch (unit) {
    case TimeUnit.SECOND:
      return bytesOf(values.map((value) => inRange(value * 1_000_000n)));
    case TimeUnit.MILLISECOND:
      return bytesOf(values.map((value) => inRange(value * 1000n)));
    case TimeUnit.MICROSECOND:
      return bytesOf(values);
    case TimeUnit.NANOSECOND:
      return bytesOf(values.map((value) => floorDivide(value, 1000n)));
  }
}

function inRange(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new StagewireError('BadBytes', 'a time is out of range');
  return value;
}

const floorDivide = (value: bigint, by: bigint): bigint => value / by - (value % by < 0n ? 1n : 0n);

/** Numbers must lie at a multiple of their width. */
function aligned(bytes: Uint8Array, width: number): Uint8Array {
  return bytes.byteOffset % width === 0 ? bytes : Uint8Array.from(bytes);
}

function longs(bytes: Uint8Array): BigInt64Array {
  const { buffer, byteOffset, byteLength } = aligned(bytes, 8);
  return new BigInt64Array(buffer, byteOffset, byteLength / 8);
}

function ints(bytes: Uint8Array): Int32Array {
  const { buffer, byteOffset, byteLength } = aligned(bytes, 4);
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}
