import type { Value } from './relation.js';

/** Which rows hold a value: bit r % 8 of byte ⌊r / 8⌋, lowest bit first. Null where every row does. */
export type Validity = Uint8Array | null;

export type NumberArray = Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** Values of JavaScript: what the catalog and SHOW give. */
export interface ValueVector {
  readonly layout: 'values';
  readonly values: readonly Value[];
}

/** Numbers of at most 32 bits and floating point numbers. A date is its days since 1970, an enum the index of its label. */
export interface NumberVector {
  readonly layout: 'numbers';
  readonly data: NumberArray;
  readonly validity: Validity;
}

/**
 * Integers of 64 or 128 bits, 2 or 4 words each, lowest word first. A time is microseconds of the day, a
 * timestamp microseconds since 1970 UTC; one with its offset has 4 words, the third of which is the seconds east of UTC; a UUID its 128 bits with the highest flipped; an interval is a
 * word of months, one of days and two of microseconds.
 */
export interface WordVector {
  readonly layout: 'words';
  readonly words: Uint32Array;
  readonly wordsPerRow: 2 | 4;
  readonly validity: Validity;
}

/** Texts (UTF-8) and bytes: row r is `bytes[starts[r] … starts[r] + lengths[r])`. */
export interface ByteVector {
  readonly layout: 'bytes';
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
  readonly validity: Validity;
}

/** Lists, and maps as lists of entries: row r is `elements[starts[r] … starts[r] + lengths[r])`. */
export interface ListVector {
  readonly layout: 'lists';
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
  readonly elements: Vector;
  readonly validity: Validity;
}

/** Tuples: one vector per field. An entry of a map has the fields key and value; a union has the index of its member, then all members. */
export interface FieldVector {
  readonly layout: 'fields';
  readonly fields: readonly Vector[];
  readonly validity: Validity;
}

/** The cells of one column of a batch. What they mean follows from the type of the column. */
export type Vector = ValueVector | NumberVector | WordVector | ByteVector | ListVector | FieldVector;

export function valueVector(values: readonly Value[]): ValueVector {
  return { layout: 'values', values };
}

export function isNull(vector: Vector, row: number): boolean {
  if (vector.layout === 'values') return (vector.values[row] ?? null) === null;
  return !isValid(vector.validity, row);
}

export function isValid(validity: Validity, row: number): boolean {
  return validity === null || ((validity[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}

/** The validity of JavaScript's values. */
export function validityOf(values: readonly Value[]): Validity {
  if (!values.includes(null)) return null;
  const validity = new Uint8Array(Math.ceil(values.length / 8));
  for (const [row, value] of values.entries()) {
    if (value !== null) validity[row >> 3] = (validity[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return validity;
}

/** A signed 64-bit integer of two words as a number; exact up to 2^53. */
export function signedNumber(low: number, high: number): number {
  return (high | 0) * 0x1_0000_0000 + low;
}

/** Whether a 64-bit integer with this high word fits a number exactly (all within ±2^53 but −2^53 do). */
export function fitsNumber(high: number): boolean {
  const signed = high | 0;
  return signed >= -0x20_0000 && signed < 0x20_0000;
}

/** The integer of a row of words. */
export function wordsToBigInt({ words, wordsPerRow }: WordVector, row: number, signed: boolean): bigint {
  let value = 0n;
  for (let word = wordsPerRow - 1; word >= 0; word--) value = (value << 32n) | BigInt(words[row * wordsPerRow + word] ?? 0);
  return signed ? BigInt.asIntN(32 * wordsPerRow, value) : value;
}
