import { readLocal } from '../plain-text.js';

const QUOTE = 34;
const LF = 10;

/** Bytes of the longest record of a file in canonical form; DuckDB's buffers must hold it. */
export async function longestRecord(path: string): Promise<number> {
  let longest = 0;
  let length = 0;
  let inQuotes = false;
  for await (const chunk of readLocal(path)) {
    for (const byte of chunk) {
      length += 1;
      if (byte === QUOTE) {
        inQuotes = !inQuotes;
      } else if (byte === LF && !inQuotes) {
        if (length > longest) longest = length;
        length = 0;
      }
    }
  }
  return Math.max(longest, length);
}
