import { timeText, zonedText } from '../../sql/display/calendar.js';
import { ofShape, wideText, type WideDecimal } from '../../sql/display/wide-decimal.js';
import { withWholeMoments } from './moments-json.js';

/**
 * The tuples that stand for TIME, TIMESTAMP_TZ and wide DECIMALs (macros fn.clock, fn.zoned, fn.wide), as DuckDB writes them in JSON; an
 * offset of 0 has no days.
 */
const TUPLES = /\{"mysql_time_micros":(-?\d+)\}|\{"zoned_micros":(-?\d+),"zoned_offset":"(?:(-?\d+) days? )?[^"]*"\}|\{"wide_units":"?(-?\d+)"?,"wide_shape":"(\d+) days [^"]*"\}/g;

/** JSON that the engine made of a value of a type, in which values of those types are texts and TIMESTAMPs are whole. @param type as the engine writes it */
export function plainJson(json: string, type: string): string {
  const plain = json.replaceAll(TUPLES, (_, clock?: string, moment?: string, offset?: string, units?: string, shape?: string) => {
    if (clock !== undefined) return `"${timeText(Number(clock))}"`;
    return `"${units === undefined ? zonedText(BigInt(moment ?? 0), Number(offset ?? 0)) : wideText(ofShape(BigInt(units), Number(shape)))}"`;
  });
  return withWholeMoments(plain, type);
}

/** A wide DECIMAL whose tuple is written as JSON; null for any other text. */
export function readTuple(text: string): WideDecimal | null {
  const [, units, shape] = /^\{"wide_units":"?(-?\d+)"?,"wide_shape":"(\d+) days /.exec(text) ?? [];
  return units === undefined ? null : ofShape(BigInt(units), Number(shape));
}
