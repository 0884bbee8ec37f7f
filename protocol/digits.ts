/** Decimal digits in ASCII, written in place. */

export const DASH = 0x2d;
export const DOT = 0x2e;
export const COLON = 0x3a;
export const ZERO = 0x30;

const BILLION = 1_000_000_000;
/** The most bytes that {@link writeInteger} writes: a sign and 16 digits. */
export const LONGEST_INTEGER = 17;

/** Two digits of a number below 100 at `at`. */
export function writePair(out: Uint8Array, at: number, value: number): void {
  // A tenth of a number below 179, rounded down.
  const tens = (value * 103) >> 10;
  out[at] = ZERO + tens;
  out[at + 1] = ZERO + value - tens * 10;
}

/** The last `count` digits of an integer from 0 to 2^31 − 1, in front of `end`. */
export function writeDigits(out: Uint8Array, end: number, count: number, value: number): void {
  let rest = value | 0;
  for (let at = end - 1; at >= end - count; at--) {
    const shifted = (rest / 10) | 0;
    out[at] = ZERO + rest - shifted * 10;
    rest = shifted;
  }
}

/** How many digits an integer from 0 to 2^31 − 1 has. */
export function digitCount(value: number): number {
  if (value < 100_000) {
    if (value < 100) return value < 10 ? 1 : 2;
    if (value < 10_000) return value < 1000 ? 3 : 4;
    return 5;
  }
  if (value < 10_000_000) return value < 1_000_000 ? 6 : 7;
  if (value < BILLION) return value < 100_000_000 ? 8 : 9;
  return 10;
}

/** A safe integer, with at least `least` digits behind its sign. Returns the place behind it. */
export function writeInteger(out: Uint8Array, at: number, value: number, least = 1): number {
  let start = at;
  let size = value;
  if (value < 0) {
    out[start++] = DASH;
    size = -value;
  }
  // Arithmetic on 32-bit integers is several times faster than on doubles.
  if (size < BILLION) {
    const end = start + Math.max(least, digitCount(size));
    writeDigits(out, end, end - start, size);
    return end;
  }
  const high = Math.floor(size / BILLION);
  const end = start + Math.max(least, digitCount(high) + 9);
  writeDigits(out, end, 9, size - high * BILLION);
  writeDigits(out, end - 9, end - 9 - start, high);
  return end;
}
