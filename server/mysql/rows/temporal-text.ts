import type { ByteWriter } from '../../../protocol/byte-writer.js';
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
  if (isOrdinaryDay(days)) {
    bytes.uint8(DATE_LENGTH);
    writeDateDigits(bytes, days);
  } else {
    bytes.lenencText(dateText(days));
  }
}

/** `YYYY-MM-DD HH:MM:SS.ffffff` as string<lenenc>, from the two words of the microseconds since 1970. */
export function writeTimestampText(bytes: ByteWriter, low: number, high: number): void {
  const micros = signedNumber(low, high);
  const days = Math.floor(micros / MICROS_PER_DAY);
  if (!fitsNumber(high) || !isOrdinaryDay(days)) {
    bytes.lenencText(timestampText(BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low))));
    return;
  }
  const ofDay = micros - days * MICROS_PER_DAY;
  const seconds = Math.floor(ofDay / 1_000_000);
  bytes.uint8(DATETIME_LENGTH);
  writeDateDigits(bytes, days);
  bytes.uint8(SPACE);
  bytes.clockText(seconds, ofDay - seconds * 1_000_000);
}

function writeDateDigits(bytes: ByteWriter, days: number): void {
  const { year, month, day } = civilDate(days);
  bytes.dateText(year, month, day);
}
