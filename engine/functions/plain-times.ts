import { timeText, zonedText } from '../../sql/display/calendar.js';

/** The tuples that stand for TIME and TIMESTAMP_TZ (macros fn.clock and fn.zoned), as DuckDB writes them in JSON; an offset of 0 has no days. */
const TUPLES = /\{"mysql_time_micros":(-?\d+)\}|\{"zoned_micros":(-?\d+),"zoned_offset":"(?:(-?\d+) days? )?[^"]*"\}/g;

/** JSON in which values of those types are texts. */
export function plainTimes(json: string): string {
  return json.replaceAll(TUPLES, (_, clock: string | undefined, moment: string | undefined, offset: string | undefined) =>
    `"${clock === undefined ? zonedText(BigInt(moment ?? 0), Number(offset ?? 0)) : timeText(Number(clock))}"`);
}
