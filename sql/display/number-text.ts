/** From here on a DOUBLE is shown with an exponent. */
const LARGE = 1e16;
/** Below this too. */
const SMALL = 1e-5;
/** Floats below this have fewer significant bits, down to a single one. */
const SMALLEST_NORMAL_FLOAT = 2 ** -126;

/**
 * Text of a DOUBLE: the shortest digits that read back to the same value, `.0` behind integral values,
 * plain digits from 0.00001 up to below 1e16 and an exponent elsewhere (`1e16`, `2.5e-7`).
 */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= LARGE || (size < SMALL && size > 0)) return value.toExponential().replace('e+', 'e');
  if (!Number.isInteger(value)) return String(value);
  return Object.is(value, -0) ? '-0.0' : `${value}.0`;
}

/** Text of a FLOAT: as {@link doubleText}, with the shortest digits that read back to the same 32-bit value. */
export function floatText(value: number): string {
  // Six digits always survive the way through a float of full precision, so that nothing shorter needs a
  // try; nine always suffice.
  for (let digits = Math.abs(value) < SMALLEST_NORMAL_FLOAT ? 1 : 6; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return doubleText(candidate);
  }
  return doubleText(Number.isFinite(value) ? Number(value.toPrecision(9)) : value);
}

/** Text of a DECIMAL with exactly `scale` digits after the point, from a value that came as a number. */
export function decimalText(value: number | bigint, scale: number): string {
  if (typeof value === 'number') return value.toFixed(scale);
  return scale === 0 ? String(value) : `${value}.${'0'.repeat(scale)}`;
}

/** Text of a DECIMAL with `scale` digits after the point, from its digits as one integer. */
export function scaledText(unscaled: number | bigint, scale: number): string {
  const text = String(unscaled);
  if (scale === 0) return text;
  const sign = text.startsWith('-') ? '-' : '';
  const digits = text.slice(sign.length).padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
