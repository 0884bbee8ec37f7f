import { Utf8Check } from '../utf8-check.js';
import { readAhead } from '../read-ahead.js';
import { wholeBlocks, withScanner } from '../shape/shape-scanner.js';
import type { DelimitedOptions } from './options.js';

const LF = 10;
const BACKSLASH = 92;
const LETTER_N = 78;
/** What is looked at around an escape: the byte before it and two behind. */
const CONTEXT_BYTES = 3;

/** Lines in which nothing but delimiters means anything. */
export interface PlainLines {
  /** Bytes, where it matters: lines that are much shorter than what DuckDB takes anyway are not measured. */
  readonly longest: number;
  readonly hasBlankLines: boolean;
}

/**
 * The lines of a local file; null for one that is no UTF-8, or with a quote (CSV), a carriage return, or an escape (TEXT) other than `\N` as a whole
 * field, which is NULL and nothing to decode.
 */
export function plainLines(path: string, options: DelimitedOptions, signal: AbortSignal): Promise<PlainLines | null> {
  const quote = options.quote === '' ? null : options.quote.charCodeAt(0);
  const delimiter = options.fieldDelimiter.charCodeAt(0);
  const isText = options.type === 'TEXT';
  return withScanner(async (scanner) => {
    const utf8 = new Utf8Check();
    let before = Buffer.from([LF]);
    let hasBlankLines = false;
    let longest = 0;
    let sinceLine = 0;
    for await (const { slot, length } of readAhead(path, scanner.slots, signal)) {
      const blocks = wholeBlocks(scanner, slot, length, delimiter);
      const text = scanner.inContext(slot, length, before);
      const found = scanner.glance(slot, blocks, quote);
      if (found.hasMarks || (isText && hasOtherEscape(text, delimiter, false))) return null;
      utf8.push(text.subarray(before.length));
      hasBlankLines ||= found.hasBlankLines;
      const first = text.indexOf(LF, before.length);
      longest = Math.max(longest, sinceLine + (first === -1 ? text.length : first) - before.length);
      sinceLine = first === -1 ? sinceLine + length : text.length - text.lastIndexOf(LF);
      before = Buffer.from(text.subarray(-CONTEXT_BYTES));
    }
    if (!utf8.isSound || (isText && hasOtherEscape(before, delimiter, true))) return null;
    return { longest: Math.max(longest, sinceLine), hasBlankLines };
  });
}

/** `isEnd`: nothing follows the chunk. An escape too close to the end of another chunk is seen with the next one. */
function hasOtherEscape(chunk: Buffer, delimiter: number, isEnd: boolean): boolean {
  const endsField = (byte: number | undefined): boolean => byte === delimiter || byte === LF;
  for (let at = chunk.indexOf(BACKSLASH); at !== -1; at = chunk.indexOf(BACKSLASH, at + 1)) {
    if (!isEnd && at + 2 >= chunk.length) return false;
    const follows = chunk[at + 2];
    const isNull = chunk[at + 1] === LETTER_N && (at === 0 || endsField(chunk[at - 1])) && (follows === undefined || endsField(follows));
    if (!isNull) return true;
  }
  return false;
}
