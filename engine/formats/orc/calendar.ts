/** The first day of the Gregorian calendar, 1582-10-15, in days since 1970. */
const FIRST_GREGORIAN_DAY = -141_427;
/** Day number of 1970-01-01 among the Julian days. */
const EPOCH_JULIAN_DAY = 2_440_588;

/**
 * A day of the calendar that was in use at its time, as days since 1970 of the day that is written the same in the
 * Gregorian calendar carried back, as the engine has it.
 */
export function prolepticDay(day: number): number {
  if (day >= FIRST_GREGORIAN_DAY) return day;
  // Julian day number to a date of the Julian calendar, with years that begin in March.
  const shifted = day + EPOCH_JULIAN_DAY + 32_082;
  const yearOfMarch = Math.floor((4 * shifted + 3) / 1461);
  const dayOfYear = shifted - Math.floor((1461 * yearOfMarch) / 4);
  // Leap years of the Gregorian calendar: all of the Julian ones but three in four centuries.
  const year = yearOfMarch - 4800;
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear - DAYS_TO_MARCH_1970;
}

/** Days from March 1 of the year 0 to 1970-01-01. */
const DAYS_TO_MARCH_1970 = 719_468;
