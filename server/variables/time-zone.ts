import { StagewireError } from '../../errors/index.js';
import type { Scalar } from '../../sql/query/quoting.js';

/** A zone by name or as an offset from UTC, -13:59 to +14:00. Throws 1298. */
export function acceptTimeZone(value: Scalar): string {
  const text = String(value);
  if (/^system$/i.test(text)) return 'SYSTEM';
  if (/^([+-](0?\d|1[0-3]):[0-5]\d|\+14:00)$/.test(text)) return text;
  try {
    if (value === null) throw new RangeError('no zone');
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch (error) {
    throw new StagewireError('WrongValueForVariable', `Unknown or incorrect time zone: '${text}'`, { cause: error, mysql: { errno: 1298, sqlState: 'HY000' } });
  }
}
