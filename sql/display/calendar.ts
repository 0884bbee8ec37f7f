const SECONDS_PER_DAY = 86_400;
const DAYS_PER_ERA = 146_097;
/** Days from 0000-03-01, where the calendar below begins, to 1970-01-01. */
const DAYS_TO_1970 = 719_468;

export interface CivilDate {
  /** 0 is the year before 1. */
  year: number;
  month: number;
  day: number;
}

/**
 * The date of a number of days since 1970-01-01 in the proleptic Gregorian calendar, written to `date` so
 * that a million dates need no million objects. (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".)
 */
export function civilFromDays(days: number, date: CivilDate): void {
  const shifted = days + DAYS_TO_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  date.day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  date.month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  date.year = yearOfEra + era * 400 + (date.month <= 2 ? 1 : 0);
}

const civil: CivilDate = { year: 0, month: 0, day: 0 };
const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** Days that stand for no day: the engine's infinite dates. */
const INFINITE_DAYS = 0x7fff_ffff;

/** `YYYY-MM-DD`; years beyond four digits as they are, years before 0 with a sign. */
export function dateText(days: number): string {
  if (days === INFINITE_DAYS) return 'infinity';
  if (days === -INFINITE_DAYS) return '-infinity';
  civilFromDays(days, civil);
  const year = civil.year < 0 ? `-${pad(-civil.year, 4)}` : pad(civil.year, 4);
  return `${year}-${pad(civil.month, 2)}-${pad(civil.day, 2)}`;
}

/** `[-]HH:MM:SS[.ffffff]` of microseconds, which may be more than a day's. */
export function timeText(micros: number): string {
  const size = Math.abs(micros);
  const seconds = Math.floor(size / 1_000_000);
  const fraction = size - seconds * 1_000_000;
  return `${micros < 0 ? '-' : ''}${clockText(seconds)}${fraction === 0 ? '' : `.${pad(fraction, 6)}`}`;
}

function clockText(seconds: number): string {
  return `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
}

const INFINITE_MICROS = 2n ** 63n - 1n;

/** `YYYY-MM-DD HH:MM:SS.ffffff` of microseconds since 1970 in any year. `shift`: seconds east of UTC. */
export function timestampText(micros: bigint, shift = 0): string {
  if (micros === INFINITE_MICROS) return 'infinity';
  if (micros === -INFINITE_MICROS) return '-infinity';
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = Number((micros - fraction) / 1_000_000n) + shift;
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  return `${dateText(days)} ${clockText(seconds - days * SECONDS_PER_DAY)}.${pad(Number(fraction), 6)}`;
}

/** `YYYY-MM-DD HH:MM:SS.ffffff +hhmm`, from microseconds since 1970 UTC and seconds east of it. */
export function zonedText(micros: bigint, offset: number): string {
  const text = timestampText(micros, offset);
  return text.endsWith('infinity') ? text : text + offsetText(offset);
}

function offsetText(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return ` ${seconds < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`;
}

const counted = (count: number, unit: string): string => `${count} ${unit}${Math.abs(count) === 1 ? '' : 's'}`;

/** `1 year 2 months`, `3 days 0:00:01`; nothing at all is `00:00:00`. */
export function intervalText(months: number, days: number, micros: bigint): string {
  const years = Math.trunc(months / 12);
  const parts = [];
  if (years !== 0) parts.push(counted(years, 'year'));
  if (months % 12 !== 0) parts.push(counted(months % 12, 'month'));
  if (days !== 0) parts.push(counted(days, 'day'));
  if (micros !== 0n) parts.push(durationText(micros));
  return parts.length === 0 ? '00:00:00' : parts.join(' ');
}

/** `[-]h:mm:ss[.ffffff]` */
function durationText(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  const fraction = Number(size % 1_000_000n);
  const seconds = Number(size / 1_000_000n);
  const clock = `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return `${micros < 0n ? '-' : ''}${clock}${fraction === 0 ? '' : `.${pad(fraction, 6)}`}`;
}
