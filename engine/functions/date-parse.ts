const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

interface Parts { year: number; month: number; day: number; hours: number; minutes: number; seconds: number; fraction: number; isAfternoon: boolean | null; dayOfYear: number | null; week: number | null; weekday: number | null; beginsMonday: boolean }

interface Rule {
  readonly pattern: string;
  readonly set: (parts: Parts, text: string) => void;
}

const digits = (most: number, set: Rule['set']): Rule => ({ pattern: `(\\d{1,${most}})`, set });
const name = (names: readonly string[], set: (parts: Parts, index: number) => void): Rule => ({
  pattern: `(${names.join('|')})`,
  set: (parts, text) => { set(parts, names.indexOf(text.toLowerCase())); },
});
const short = (names: readonly string[]): readonly string[] => names.map((one) => one.slice(0, 3));

const HOURS = digits(2, (parts, text) => { parts.hours = Number(text); });
const SECONDS = digits(2, (parts, text) => { parts.seconds = Number(text); });

const YEAR = digits(4, (parts, text) => { parts.year = Number(text); });
/** Weeks begin on Sunday, the first in the year being week 1; or on Monday, that with four days in the year being it. */
const week = (isMonday: boolean): Rule => digits(2, (parts, text) => {
  parts.week = Number(text);
  parts.beginsMonday = isMonday;
});

/** What STR_TO_DATE reads for a specifier (MySQL manual, DATE_FORMAT). */
const RULES: Readonly<Record<string, Rule>> = {
  Y: digits(4, (parts, text) => { parts.year = Number(text); }),
  y: digits(2, (parts, text) => { parts.year = Number(text) + (Number(text) < 70 ? 2000 : 1900); }),
  m: digits(2, (parts, text) => { parts.month = Number(text); }), c: digits(2, (parts, text) => { parts.month = Number(text); }),
  d: digits(2, (parts, text) => { parts.day = Number(text); }), e: digits(2, (parts, text) => { parts.day = Number(text); }),
  D: { pattern: '(\\d{1,2})(?:st|nd|rd|th)', set: (parts, text) => { parts.day = Number(text); } },
  j: digits(3, (parts, text) => { parts.dayOfYear = Number(text); }),
  H: HOURS, k: HOURS, h: HOURS, I: HOURS, l: HOURS, i: digits(2, (parts, text) => { parts.minutes = Number(text); }), s: SECONDS, S: SECONDS,
  f: digits(6, (parts, text) => { parts.fraction = Number(text.padEnd(6, '0')); }),
  p: { pattern: '([ap]m)', set: (parts, text) => { parts.isAfternoon = text.toLowerCase() === 'pm'; } },
  M: name(MONTHS, (parts, index) => { parts.month = index + 1; }), b: name(short(MONTHS), (parts, index) => { parts.month = index + 1; }),
  W: name(DAYS, (parts, index) => { parts.weekday = index; }), a: name(short(DAYS), (parts, index) => { parts.weekday = index; }), w: digits(1, (parts, text) => { parts.weekday = Number(text); }),
  X: YEAR, x: YEAR, V: week(false), v: week(true), U: week(false), u: week(true),
};
const SHORTHANDS: Readonly<Record<string, string>> = { T: '%H:%i:%s', r: '%h:%i:%s %p', F: '%Y-%m-%d' };

/** Reads texts of one format. */
export type ReadTime = (text: string) => string | null;

/** STR_TO_DATE: what reads texts of a format as `YYYY-MM-DD hh:mm:ss.ffffff`, NULL for one that does not fit. What lies behind the format is ignored. */
export function timeReader(format: string): ReadTime {
  const rules: Rule[] = [];
  const long = format.replaceAll(/%([TrF])/g, (_, letter: string) => SHORTHANDS[letter] ?? '');
  const pattern = long.replaceAll(/%(.)|\s+|([^%\s])/gs, (whole: string, letter: string | undefined, other: string | undefined) => {
    const rule = letter === undefined ? undefined : RULES[letter];
    if (rule) rules.push(rule);
    return rule ? `\\s*${rule.pattern}` : letter === undefined && other === undefined ? '\\s*' : `\\s*${(letter ?? other ?? whole).replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}`;
  });
  const expression = new RegExp(`^${pattern}`, 'i');
  return (text) => {
    const match = expression.exec(text);
    if (!match) return null;
    const parts: Parts = { year: 0, month: 0, day: 0, hours: 0, minutes: 0, seconds: 0, fraction: 0, isAfternoon: null, dayOfYear: null, week: null, weekday: null, beginsMonday: false };
    for (const [index, rule] of rules.entries()) rule.set(parts, match[index + 1] ?? '');
    return written(parts);
  };
}

/** The day of the year, from 1, of a day of a week. */
function dayOfWeek({ year, beginsMonday }: Parts, week: number, weekday: number): number {
  const first = new Date(Date.UTC(year, 0, 1)).getUTCDay();
  const start = beginsMonday ? ((first + 6) % 7 <= 3 ? -((first + 6) % 7) : 7 - ((first + 6) % 7)) : (7 - first) % 7;
  return start + 7 * (week - 1) + (beginsMonday ? (weekday + 6) % 7 : weekday) + 1;
}

/** A time without a date is one of the first day that there is; an impossible one is NULL. */
function written(parts: Parts): string | null {
  if (parts.isAfternoon !== null) {
    if (parts.hours < 1 || parts.hours > 12) return null;
    parts.hours = (parts.hours % 12) + (parts.isAfternoon ? 12 : 0);
  }
  if (parts.hours > 23 || parts.minutes > 59 || parts.seconds > 59) return null;
  if (parts.week !== null && parts.weekday !== null) parts.dayOfYear = dayOfWeek(parts, parts.week, parts.weekday);
  const date = parts.dayOfYear === null ? new Date(Date.UTC(parts.year, parts.month - 1, parts.day)) : new Date(Date.UTC(parts.year, 0, parts.dayOfYear));
  if (parts.dayOfYear === null) date.setUTCFullYear(parts.year);
  if (parts.year < 1 || (parts.dayOfYear === null && (date.getUTCMonth() !== parts.month - 1 || date.getUTCDate() !== parts.day))) return null;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getUTCFullYear()).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())} ${two(parts.hours)}:${two(parts.minutes)}:${two(parts.seconds)}.${String(parts.fraction).padStart(6, '0')}`;
}
