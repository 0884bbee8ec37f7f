import { readAhead } from './read-ahead.js';
import { wholeBlocks, withScanner } from './shape/shape-scanner.js';

const LF = 10;
const CR = 13;
/** What is looked at in front of a byte. */
const CONTEXT_BYTES = 4;
/** DuckDB's own limit is 2 MB. */
export const USUAL_LONGEST_LINE = 1024 * 1024;

/** What can be said of lines without parsing them. */
export interface LineProfile {
  /** Bytes of the longest line, or an upper bound where all are short. */
  readonly longest: number;
  readonly hasCarriageReturn: boolean;
  /** Whether a line may hold what is no JSON although DuckDB takes it for that. */
  readonly mayBeLooseJson: boolean;
}

/** Looks for line ends only at the edges of chunks, where long lines cross. */
export function lineProfile(path: string, signal: AbortSignal): Promise<LineProfile> {
  return withScanner(async (scanner) => {
    let longest = 0;
    let open = 0;
    let hasCarriageReturn = false;
    let mayBeLooseJson = false;
    let before = Buffer.alloc(CONTEXT_BYTES, LF);
    for await (const { slot, length } of readAhead(path, scanner.slots, signal)) {
      const blocks = wholeBlocks(scanner, slot, length, LF);
      const text = scanner.inContext(slot, length, before);
      mayBeLooseJson ||= scanner.mayBeLooseJson(slot, blocks);
      const chunk = text.subarray(CONTEXT_BYTES);
      hasCarriageReturn ||= chunk.includes(CR);
      const first = chunk.indexOf(LF);
      if (first === -1) open += length;
      else {
        longest = Math.max(longest, open + first, length);
        open = length - chunk.lastIndexOf(LF);
      }
      before = Buffer.from(text.subarray(-CONTEXT_BYTES));
    }
    return { longest: Math.max(longest, open), hasCarriageReturn, mayBeLooseJson };
  });
}

/** The option of DuckDB's CSV reader for lines beyond its own limit. */
export function lineLimit(longest: number): string[] {
  return longest > USUAL_LONGEST_LINE ? [`max_line_size = ${2 * longest}`] : [];
}
