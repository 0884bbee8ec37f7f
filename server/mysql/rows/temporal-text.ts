import type { ByteWriter } from '../../../protocol/byte-writer.js';
import { COLON, DASH, DOT, writeDigits, writePair } from '../../../protocol/digits.js';
import { civilFromDays, dateText, timestampText, type CivilDate } from '../../../sql/display/calendar.js';
import { fitsNumber, signedNumber } from '../../../sql/vector.js';

export const MICROS_PER_DAY = 86_400_000_000;
/** Days since 1970 of 0000-01-01 and 9999-12-31: dates of four digits. */
const FIRST_DAY = -719_528;
const LAST_DAY = 2_932_896;

const DATE_LENGTH = 10;
const DATETIME_LENGTH = 26;
const SPACE = 0x20;

/** The date that was asked for last; most rows have the date of the row before. */
const civil: CivilDate = { year: 0, month: 0, day: 0 };
let civilDays = Number.NaN;

/** The parts of a date; good until the next call. */
export function civilDate(days: number): Readonly<CivilDate> {
  if (days !== civilDays) {
    civilFromDays(days, civil);
    civilDays = days;
  }
  return civil;
}

/** Whether a date has a year of four digits. */
export function isOrdinaryDay(days: number): boolean {
  return days >= FIRST_DAY && days <= LAST_DAY;
}

/** `YYYY-MM-DD` as string<lenenc>, from days since 1970. */
export function writeDateText(bytes: ByteWriter, days: number): void {
  if (!isOrdinaryDay(days)) {
    bytes.lenencText(dateText(days));
    return;
  }
  const out = bytes.claim(1 + DATE_LENGTH);
  out[bytes.end] = DATE_LENGTH;
  writeDateDigits(out, bytes.end + 1, days);
  bytes.end += 1 + DATE_LENGTH;
}

/** The day of the timestamp that was written last: its first microsecond since 1970, and `YYYY-MM-DD `. */
const lastDay = { start: Number.NaN, text: new Uint8Array(DATE_LENGTH + 1).fill(SPACE) };

/** `YYYY-MM-DD HH:MM:SS.ffffff` as string<lenenc>, from the two words of the microseconds since 1970. */
export function writeTimestampText(bytes: ByteWriter, low: number, high: number): void {
  const micros = signedNumber(low, high);
  if (!fitsNumber(high) || !findDay(micros)) {
    bytes.lenencText(timestampText(BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low))));
    return;
  }
  const { start, text } = lastDay;
  const out = bytes.claim(1 + DATETIME_LENGTH);
  const at = bytes.end;
  out[at] = DATETIME_LENGTH;
  for (let i = 0; i <= DATE_LENGTH; i++) out[at + 1 + i] = text[i] ?? SPACE;
  writeClockDigits(out, at + 2 + DATE_LENGTH, micros - start);
  bytes.end = at + 1 + DATETIME_LENGTH;
}

/** Makes the day of a timestamp the last one; false for one that has no ordinary date. */
function findDay(micros: number): boolean {
  const ofDay = micros - lastDay.start;
  if (ofDay >= 0 && ofDay < MICROS_PER_DAY) return true;
  const days = Math.floor(micros / MICROS_PER_DAY);
  if (!isOrdinaryDay(days)) return false;
  writeDateDigits(lastDay.text, 0, days);
  lastDay.start = days * MICROS_PER_DAY;
  return true;
}

function writeDateDigits(out: Uint8Array, at: number, days: number): void {
  const { year, month, day } = civilDate(days);
  writeDigits(out, at + 4, 4, year);
  out[at + 4] = DASH;
  writePair(out, at + 5, month);
  out[at + 7] = DASH;
  writePair(out, at + 8, day);
}

function writeClockDigits(out: Uint8Array, at: number, microsOfDay: number): void {
  const seconds = Math.floor(microsOfDay / 1_000_000) | 0;
  const minutes = (seconds / 60) | 0;
  const hours = (minutes / 60) | 0;
  writePair(out, at, hours);
  out[at + 2] = COLON;
  writePair(out, at + 3, minutes - hours * 60);
  out[at + 5] = COLON;
  writePair(out, at + 6, seconds - minutes * 60);
  out[at + 8] = DOT;
  writeDigits(out, at + 15, 6, microsOfDay - seconds * 1_000_000);
}
