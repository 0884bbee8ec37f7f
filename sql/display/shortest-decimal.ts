/**
 * The shortest decimal that reads back as the same number, for the numbers that are shown without an exponent.
 * It is what `String(value)` finds, and the closest of the shortest where there are several, but without a string.
 *
 * A number is scaled by a power of ten to 17 digits. Such powers (up to 10^21) are exact as doubles, and so is a product of
 * two doubles as the sum of two (T. J. Dekker, "A floating-point technique for extending the available precision").
 * The decimals that read back as the number lie closer to it than half the distance to its neighbours; the one with most zeros
 * at its end is the shortest. Where rounding could decide, nothing is decided.
 */
export interface ShortestDecimal {
  /** The first 9 of 17 digits. The first of all is not 0. */
  high: number;
  /** The other 8. */
  low: number;
  /** Digits in front of the point, less one: the first digit stands for so many tens. */
  exponent: number;
}

/** Exact up to 10^22. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Behind the point as well: `TENS[e + 6]` is 10^e. */
const TENS = Array.from({ length: 24 }, (_, index) => Number(`1e${index - 6}`));
const DIGITS = 17;
const LEAST = 1e-5;
const BEYOND = 1e16;
const HUNDRED_MILLION = 100_000_000;
/** 2^27 + 1: splits a double into two halves of 26 bits. */
const SPLITTER = 134_217_729;
/** What the arithmetic below may be wrong by is less by orders of magnitude. */
const TOLERANCE = 1e-5;
const FRACTION_BITS_OF_DOUBLE = 52;
const FRACTION_BITS_OF_FLOAT = 23;

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);

/** Of a DOUBLE above 0. False where that takes other means: then `found` holds nothing. */
export function shortestOfDouble(value: number, found: ShortestDecimal): boolean {
  if (!(value >= LEAST && value < BEYOND)) return false;
  number[0] = value;
  const top = words[1] ?? 0;
  // The neighbour below a power of two is nearer than the one above.
  if ((top & 0xf_ffff) === 0 && words[0] === 0) return false;
  const exponent = decimalExponent(value);
  const scale = POWERS[DIGITS - 1 - exponent] ?? 0;
  const product = value * scale;
  const rest = errorOfProduct(value, scale, product);
  const high = Math.floor(product / HUNDRED_MILLION);
  const low = product - high * HUNDRED_MILLION + rest;
  return store(found, exponent, high, nearestRound(low, halfStep(top, FRACTION_BITS_OF_DOUBLE) * scale, 100));
}

/** The same for a FLOAT, by its value. Its 9 digits are all in `high`. */
export function shortestOfFloat(value: number, found: ShortestDecimal): boolean {
  if (!(value >= LEAST && value < BEYOND)) return false;
  number[0] = value;
  const top = words[1] ?? 0;
  if ((top & 0xf_ffff) === 0 && words[0] === 0) return false;
  const exponent = decimalExponent(value);
  const places = DIGITS - 9 - exponent;
  const scale = places >= 0 ? (POWERS[places] ?? 0) : 1 / (POWERS[-places] ?? 1);
  return store(found, exponent, nearestRound(value * scale, halfStep(top, FRACTION_BITS_OF_FLOAT) * scale, 1000), 0);
}

/** How many digits behind the first one stand in front of the point. */
function decimalExponent(value: number): number {
  let exponent = value < 1 ? -5 : 0;
  while (value >= (TENS[exponent + 7] ?? 0)) exponent += 1;
  return exponent;
}

/** Half the distance between a number and its neighbours, by the upper word of a double. */
function halfStep(top: number, fractionBits: number): number {
  words[0] = 0;
  words[1] = ((top >>> 20) - fractionBits - 1) << 20;
  return number[0] ?? 0;
}

/** What a product of doubles lacks to the exact one. */
function errorOfProduct(a: number, b: number, product: number): number {
  const scaledA = a * SPLITTER;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = b * SPLITTER;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  return highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
}

/** The multiple of the greatest possible power of ten, at most `step`, that is nearer to `target` than `reach`; NaN where that is too close to call. */
function nearestRound(target: number, reach: number, step: number): number {
  for (let unit = step; unit >= 1; unit /= 10) {
    const nearest = Math.round(target / unit) * unit;
    const distance = Math.abs(nearest - target);
    if (distance > reach + TOLERANCE) continue;
    return distance < reach - TOLERANCE && distance < unit / 2 - TOLERANCE ? nearest : NaN;
  }
  return NaN;
}

function store(found: ShortestDecimal, exponent: number, high: number, low: number): boolean {
  const carry = low < 0 ? -1 : low >= HUNDRED_MILLION ? 1 : 0;
  found.high = high + carry;
  found.low = low - carry * HUNDRED_MILLION;
  found.exponent = exponent;
  // False for NaN, too.
  return found.low >= 0 && found.high >= HUNDRED_MILLION && found.high < 10 * HUNDRED_MILLION;
}
