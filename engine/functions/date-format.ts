const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAY_MS = 86_400_000;

/** A point in time, or a time of day or duration whose hours may be beyond a day. */
interface Moment {
  readonly date: Date;
  readonly hours: number;
  /** Microseconds of the second. */
  readonly fraction: number;
}

type Specifier = (moment: Moment) => string;

const two = (value: number): string => String(value).padStart(2, '0');
const twelve = (hours: number): number => ((hours + 11) % 12) + 1;
const half = (hours: number): string => (hours % 24 < 12 ? 'AM' : 'PM');
const dayOfYear = (date: Date): number => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;
const clock = ({ date, hours }: Moment): string => `${two(hours)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;

function ordinal(day: number): string {
  const suffix = day % 100 >= 11 && day % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${suffix}`;
}

/**
 * The year and the number of a week (MySQL manual, WEEK): bit 0 of the mode begins weeks on Monday, bit 1 counts from 1, bit 2 turns round
 * whether week 1 is the first with four days in the year or the first that begins in it.
 */
function week(date: Date, mode: number): { readonly year: number; readonly week: number } {
  const isMonday = (mode & 1) === 1;
  const startOf = (year: number): number => {
    const first = new Date(Date.UTC(year, 0, 1));
    const weekday = (first.getUTCDay() + (isMonday ? 6 : 0)) % 7;
    const hasFourDays = isMonday !== ((mode & 4) === 4);
    const offset = hasFourDays ? (weekday <= 3 ? -weekday : 7 - weekday) : (7 - weekday) % 7;
    return first.getTime() + offset * DAY_MS;
  };
  const day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  let year = date.getUTCFullYear();
  if ((mode & 2) === 2 && day >= startOf(year + 1)) year += 1;
  if (day < startOf(year)) {
    if ((mode & 2) === 0) return { year, week: 0 };
    year -= 1;
  }
  return { year, week: Math.floor((day - startOf(year)) / (7 * DAY_MS)) + 1 };
}

/** Specifiers of DATE_FORMAT and TIME_FORMAT (MySQL manual). */
const SPECIFIERS: Readonly<Record<string, Specifier>> = {
  a: ({ date }) => (DAYS[date.getUTCDay()] ?? '').slice(0, 3), b: ({ date }) => (MONTHS[date.getUTCMonth()] ?? '').slice(0, 3), c: ({ date }) => String(date.getUTCMonth() + 1), D: ({ date }) => ordinal(date.getUTCDate()),
  d: ({ date }) => two(date.getUTCDate()), e: ({ date }) => String(date.getUTCDate()), f: ({ fraction }) => String(fraction).padStart(6, '0'), H: ({ hours }) => two(hours), h: ({ hours }) => two(twelve(hours)), I: ({ hours }) => two(twelve(hours)),
  i: ({ date }) => two(date.getUTCMinutes()), j: ({ date }) => String(dayOfYear(date)).padStart(3, '0'), k: ({ hours }) => String(hours), l: ({ hours }) => String(twelve(hours)), M: ({ date }) => MONTHS[date.getUTCMonth()] ?? '', m: ({ date }) => two(date.getUTCMonth() + 1),
  p: ({ hours }) => half(hours), r: (moment) => `${two(twelve(moment.hours))}${clock(moment).slice(-6)} ${half(moment.hours)}`, S: ({ date }) => two(date.getUTCSeconds()), s: ({ date }) => two(date.getUTCSeconds()), T: clock,
  U: ({ date }) => two(week(date, 0).week), u: ({ date }) => two(week(date, 1).week), V: ({ date }) => two(week(date, 2).week), v: ({ date }) => two(week(date, 3).week),
  W: ({ date }) => DAYS[date.getUTCDay()] ?? '', w: ({ date }) => String(date.getUTCDay()), X: ({ date }) => String(week(date, 2).year).padStart(4, '0'), x: ({ date }) => String(week(date, 3).year).padStart(4, '0'),
  Y: ({ date }) => String(date.getUTCFullYear()).padStart(4, '0'), y: ({ date }) => two(date.getUTCFullYear() % 100), F: ({ date }) => date.toISOString().slice(0, 10),
};

function format(moment: Moment, text: string): string {
  return text.replaceAll(/%(.)/gs, (_, letter: string) => SPECIFIERS[letter]?.(moment) ?? letter);
}

/** DATE_FORMAT of a point in time. @param micros since 1970 */
export function formatTime(micros: bigint, text: string): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const date = new Date(Number((micros - fraction) / 1000n));
  return format({ date, hours: date.getUTCHours(), fraction: Number(fraction) }, text);
}

/** TIME_FORMAT of a time, which may be longer than a day. @param micros of the time */
export function formatClock(micros: bigint, text: string): string {
  const size = micros < 0n ? -micros : micros;
  return format({ date: new Date(Number(size / 1000n)), hours: Number(size / 3_600_000_000n), fraction: Number(size % 1_000_000n) }, text);
}
