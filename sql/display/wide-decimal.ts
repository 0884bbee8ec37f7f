import { scaledText } from './number-text.js';

/** Digits of the widest DECIMAL. */
export const MOST_DIGITS = 76;
/** All of them are kept as whole numbers of this many digits behind the point, so that they compare whatever their scales are. */
const KEPT_SCALE = MOST_DIGITS;

/** A DECIMAL of more digits than the engine's own: the number times 10^76, and its type. */
export interface WideDecimal {
  readonly units: bigint;
  readonly precision: number;
  readonly scale: number;
}

/** Both sizes of its type in one number. */
export const shapeOf = ({ precision, scale }: Pick<WideDecimal, 'precision' | 'scale'>): number => precision * 100 + scale;
export const ofShape = (units: bigint, shape: number): WideDecimal => ({ units, precision: Math.floor(shape / 100), scale: shape % 100 });

/** With exactly its scale's digits behind the point. */
export const wideText = ({ units, scale }: WideDecimal): string => scaledText(units / 10n ** BigInt(KEPT_SCALE - scale), scale);

const NUMBER = /^\s*([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,4}))?\s*$/;

/** A number is `sign * digits * 10^exponent`. Throws for what is none. */
function decimalParts(text: string): { readonly sign: 1n | -1n; readonly digits: bigint; readonly exponent: number } {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  if (whole + fraction === '') throw new Error(`Could not convert '${text}' to DECIMAL`);
  return { sign: sign === '-' ? -1n : 1n, digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}

/** A number that is written with as many digits as it needs. Throws for what is no number, or has more than 76 digits. */
export function readWide(text: string): WideDecimal {
  const { sign, digits, exponent } = decimalParts(text);
  const scale = Math.max(0, -exponent);
  const scaled = digits * 10n ** BigInt(Math.max(0, exponent));
  const precision = Math.max(String(scaled).length, scale);
  if (precision > MOST_DIGITS) throw new Error(`${text.trim()} has more than the ${MOST_DIGITS} digits of a DECIMAL`);
  return { units: sign * scaled * 10n ** BigInt(KEPT_SCALE - scale), precision, scale };
}

/** What any number compares as; digits beyond the 76th behind the point do not count. Throws for what is no number. */
export function unitsOf(text: string): bigint {
  const { sign, digits, exponent } = decimalParts(text);
  const shift = exponent + KEPT_SCALE;
  return sign * (shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift));
}

/** A number from its digits as an integer in two's complement, the highest byte first. */
export function wideOfBytes(bytes: Uint8Array, precision: number, scale: number): WideDecimal {
  const digits = BigInt.asIntN(8 * bytes.length, BigInt(`0x0${Buffer.from(bytes).toString('hex')}`));
  return fitted(digits * 10n ** BigInt(KEPT_SCALE - scale), precision, scale);
}

/** As a DECIMAL of these sizes, halves rounded away from zero. Throws for one that is too large. */
export function castWide(text: string, precision: number, scale: number): WideDecimal {
  const { sign, digits, exponent } = decimalParts(text);
  const shift = exponent + scale;
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : roundedQuotient(digits, 10n ** BigInt(-shift));
  return fitted(sign * scaled * 10n ** BigInt(KEPT_SCALE - scale), precision, scale);
}

/** Of two numbers without sign. */
const roundedQuotient = (dividend: bigint, divisor: bigint): bigint => (2n * dividend + divisor) / (2n * divisor);

function fitted(units: bigint, precision: number, scale: number): WideDecimal {
  const size = units < 0n ? -units : units;
  if (size >= 10n ** BigInt(precision - scale + KEPT_SCALE)) throw new Error(`Out of range: ${scaledText(units / 10n ** BigInt(KEPT_SCALE - scale), scale)} does not fit DECIMAL(${precision}, ${scale})`);
  return { units, precision, scale };
}

const wholeDigits = ({ precision, scale }: WideDecimal): number => precision - scale;

/** `+` and `-`: the larger scale, and one digit more in front of the point. */
export function sumOf(a: WideDecimal, b: WideDecimal, sign: 1n | -1n): WideDecimal {
  const scale = Math.max(a.scale, b.scale);
  return fitted(a.units + sign * b.units, Math.min(MOST_DIGITS, Math.max(wholeDigits(a), wholeDigits(b)) + scale + 1), scale);
}

/** `*`: both scales together. Throws where those are more than there may be digits. */
export function productOf(a: WideDecimal, b: WideDecimal): WideDecimal {
  const scale = a.scale + b.scale;
  if (scale > MOST_DIGITS) throw new Error(`the product of DECIMAL(${a.precision}, ${a.scale}) and DECIMAL(${b.precision}, ${b.scale}) has ${scale} digits behind the point, a DECIMAL at most ${MOST_DIGITS}`);
  return fitted((a.units * b.units) / 10n ** BigInt(KEPT_SCALE), Math.min(MOST_DIGITS, wholeDigits(a) + wholeDigits(b) + scale), scale);
}

/** A quotient of whole numbers, halves rounded away from zero. */
function roundedAway(dividend: bigint, divisor: bigint): bigint {
  const quotient = roundedQuotient(sizeOf(dividend), sizeOf(divisor));
  return dividend < 0n === divisor < 0n ? quotient : -quotient;
}

const sizeOf = (units: bigint): bigint => (units < 0n ? -units : units);

/** `/`: max(s, min(s + 6, 12)) digits behind the point, s being those of the dividend. Throws for a divisor of 0. */
export function quotientOf(a: WideDecimal, b: WideDecimal): WideDecimal {
  const scale = Math.max(a.scale, Math.min(a.scale + 6, 12));
  return fitted(roundedAway(a.units * 10n ** BigInt(scale), divisorOf(b)) * 10n ** BigInt(KEPT_SCALE - scale), Math.min(MOST_DIGITS, wholeDigits(a) + b.scale + scale), scale);
}

/** DIV: the quotient without its fraction. Throws for a divisor of 0. */
export function wholeQuotientOf(a: WideDecimal, b: WideDecimal): WideDecimal {
  return fitted((a.units / divisorOf(b)) * 10n ** BigInt(KEPT_SCALE), Math.max(1, Math.min(MOST_DIGITS, wholeDigits(a) + b.scale)), 0);
}

/** `%`: what DIV leaves, with the sign of the dividend. Throws for a divisor of 0. */
export function remainderOf(a: WideDecimal, b: WideDecimal): WideDecimal {
  const scale = Math.max(a.scale, b.scale);
  return fitted(a.units % divisorOf(b), Math.min(MOST_DIGITS, Math.max(wholeDigits(a), wholeDigits(b)) + scale), scale);
}

function divisorOf({ units }: WideDecimal): bigint {
  if (units === 0n) throw new Error('divided by zero');
  return units;
}

export type Rounding = 'round' | 'truncate' | 'ceil' | 'floor';

/** With so many digits behind the point, or zeros in front of it, and never with more than there are. */
export function roundedTo(number: WideDecimal, digits: number, how: Rounding): WideDecimal {
  const kept = Math.max(digits, -MOST_DIGITS);
  if (kept >= number.scale) return number;
  const unit = 10n ** BigInt(KEPT_SCALE - kept);
  const scale = Math.max(kept, 0);
  return fitted(inUnits(number.units, unit, how) * unit, Math.min(MOST_DIGITS, Math.max(wholeDigits(number), 0) + scale + 1), scale);
}

function inUnits(units: bigint, unit: bigint, how: Rounding): bigint {
  const towardsZero = units / unit;
  switch (how) {
    case 'round': return roundedAway(units, unit);
    case 'truncate': return towardsZero;
    case 'ceil': return units % unit > 0n ? towardsZero + 1n : towardsZero;
    case 'floor': return units % unit < 0n ? towardsZero - 1n : towardsZero;
  }
}

/** An AVG from the sum and the number of summands: the digits behind the point of these, but at least four. */
export function meanOf(units: bigint, shape: number, count: bigint): WideDecimal {
  const scale = Math.max(4, ofShape(units, shape).scale);
  const unit = 10n ** BigInt(KEPT_SCALE - scale);
  return fitted(roundedAway(units, count * unit) * unit, MOST_DIGITS, scale);
}

/** A SUM as the widest DECIMAL of the scale of its summands, or of more digits if one of them has more. */
export function totalOf(units: bigint, shape: number): WideDecimal {
  let { scale } = ofShape(units, shape);
  while (units % 10n ** BigInt(KEPT_SCALE - scale) !== 0n) scale += 1;
  return fitted(units, MOST_DIGITS, scale);
}
