import type { ByteWriter } from '../../../protocol/byte-writer.js';
import { DASH, DOT, LONGEST_INTEGER, writeDigits, writeInteger, ZERO } from '../../../protocol/digits.js';
import { doubleText, floatText } from '../../../sql/display/number-text.js';
import { shortestOfDouble, shortestOfFloat, type ShortestDecimal } from '../../../sql/display/shortest-decimal.js';

/** Length byte, sign, `0.0000` and 17 digits. */
const LONGEST_SHORTEST = 25;

const shortest: ShortestDecimal = { high: 0, low: 0, exponent: 0 };

/** A DOUBLE as string<lenenc>, the text that `doubleText` has for it. */
export function writeDoubleText(bytes: ByteWriter, value: number): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) writeIntegral(bytes, value);
  else if (shortestOfDouble(Math.abs(value), shortest)) writeShortest(bytes, value < 0);
  else bytes.lenencText(doubleText(value));
}

/** A FLOAT as string<lenenc>, the text that `floatText` has for it. */
export function writeFloatText(bytes: ByteWriter, value: number): void {
  if (shortestOfFloat(Math.abs(value), shortest)) writeShortest(bytes, value < 0);
  else bytes.lenencText(floatText(value));
}

/** A DECIMAL as string<lenenc>, from its digits as one safe integer. */
export function writeScaledText(bytes: ByteWriter, unscaled: number, scale: number): void {
  if (scale === 0) {
    bytes.lenencDigits(unscaled);
    return;
  }
  const out = bytes.claim(LONGEST_INTEGER + scale + 3);
  const start = bytes.end + 1;
  const end = writeInteger(out, start, unscaled, scale + 1);
  const point = end - scale;
  for (let at = end; at > point; at--) out[at] = out[at - 1] ?? 0;
  out[point] = DOT;
  finish(bytes, out, end + 1);
}

function writeIntegral(bytes: ByteWriter, value: number): void {
  const out = bytes.claim(LONGEST_INTEGER + 3);
  const end = writeInteger(out, bytes.end + 1, value);
  out[end] = DOT;
  out[end + 1] = ZERO;
  finish(bytes, out, end + 2);
}

function writeShortest(bytes: ByteWriter, isNegative: boolean): void {
  const out = bytes.claim(LONGEST_SHORTEST);
  let start = bytes.end + 1;
  if (isNegative) out[start++] = DASH;
  finish(bytes, out, shortest.exponent < 0 ? writeFraction(out, start) : writeMixed(out, start));
}

/** `0.`, zeros and the digits. */
function writeFraction(out: Uint8Array, start: number): number {
  out[start] = ZERO;
  out[start + 1] = DOT;
  let at = start + 2;
  for (let zeros = -1 - shortest.exponent; zeros > 0; zeros--) out[at++] = ZERO;
  return withoutZeros(out, writeFoundDigits(out, at, 0), at);
}

/** Digits on both sides of the point, at least one behind it. */
function writeMixed(out: Uint8Array, start: number): number {
  const whole = shortest.exponent + 1;
  const end = writeFoundDigits(out, start + 1, whole);
  for (let at = start; at < start + whole; at++) out[at] = out[at + 1] ?? 0;
  out[start + whole] = DOT;
  return withoutZeros(out, end, start + whole + 2);
}

/** All digits, or the first 9 if no more than `needed` and zeros would follow. */
function writeFoundDigits(out: Uint8Array, at: number, needed: number): number {
  writeDigits(out, at + 9, 9, shortest.high);
  if (shortest.low === 0 && needed < 9) return at + 9;
  writeDigits(out, at + 17, 8, shortest.low);
  return at + 17;
}

function withoutZeros(out: Uint8Array, end: number, least: number): number {
  let last = end;
  while (last > least && out[last - 1] === ZERO) last -= 1;
  return last;
}

/** The length in front, which is less than 251. */
function finish(bytes: ByteWriter, out: Uint8Array, end: number): void {
  out[bytes.end] = end - bytes.end - 1;
  bytes.end = end;
}
