import { readLocal } from './plain-text.js';

const LF = 10;
const CR = 13;
/** DuckDB's own limit is 2 MB. */
export const USUAL_LONGEST_LINE = 1024 * 1024;

/** What can be said of lines without parsing them. */
export interface LineProfile {
  /** Bytes of the longest line, or an upper bound where all are short. */
  readonly longest: number;
  readonly hasCarriageReturn: boolean;
}

/** Looks for line ends only at the edges of chunks, where long lines cross. */
export async function lineProfile(path: string): Promise<LineProfile> {
  let longest = 0;
  let open = 0;
  let hasCarriageReturn = false;
  for await (const chunk of readLocal(path)) {
    hasCarriageReturn ||= chunk.includes(CR);
    const first = chunk.indexOf(LF);
    if (first === -1) {
      open += chunk.length;
      continue;
    }
    longest = Math.max(longest, open + first, chunk.length);
    open = chunk.length - chunk.lastIndexOf(LF);
  }
  return { longest: Math.max(longest, open), hasCarriageReturn };
}

/** The option of DuckDB's CSV reader for lines beyond its own limit. */
export function lineLimit(longest: number): string[] {
  return longest > USUAL_LONGEST_LINE ? [`max_line_size = ${2 * longest}`] : [];
}
