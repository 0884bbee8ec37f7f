import { doubleText } from '../../sql/display/number-text.js';

/** Pieces of JSON text, written without going through JavaScript's numbers where those can't hold a value. */

/** A DOUBLE, which keeps a point or an exponent where it is whole; null for what JSON has no number for. */
export function jsonDouble(value: number): string {
  return Number.isFinite(value) ? doubleText(value) : 'null';
}

/** The value of a whole number with so many digits behind the point: 12345 and 2 are 123.45. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale));
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const DAY_MS = 86_400_000;

/** `YYYY-MM-DD` of days since 1970. */
export function dateText(days: number): string {
  const date = new Date(days * DAY_MS);
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, -14).replace(/^\+/, '');
}

/** `YYYY-MM-DD HH:MM:SS.ffffff` of microseconds since 1970, in UTC. */
export function timestampText(micros: bigint): string {
  const seconds = micros / 1_000_000n - (micros % 1_000_000n < 0n ? 1n : 0n);
  const date = new Date(Number(seconds) * 1000);
  const fraction = String(micros - seconds * 1_000_000n).padStart(6, '0');
  return Number.isNaN(date.getTime()) ? String(micros) : `${date.toISOString().slice(0, -5).replace('T', ' ').replace(/^\+/, '')}.${fraction}`;
}

/** `HH:MM:SS.ffffff` of microseconds since midnight. */
export function timeText(micros: bigint): string {
  const two = (value: bigint): string => String(value).padStart(2, '0');
  return `${two(micros / 3_600_000_000n)}:${two((micros / 60_000_000n) % 60n)}:${two((micros / 1_000_000n) % 60n)}.${String(micros % 1_000_000n).padStart(6, '0')}`;
}

/** A whole number of two's complement, most significant byte first. */
export function bigEndianInteger(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return BigInt.asIntN(bytes.length * 8, value);
}
