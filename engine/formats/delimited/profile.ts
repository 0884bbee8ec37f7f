import { open } from 'node:fs/promises';
import { isLineMode, isPlainUtf8, type DelimitedOptions } from './options.js';

/** What was found out of a local file by looking for single bytes, which takes a fraction of the time of parsing it. */
export interface Profile {
  /** Whether DuckDB's reader takes the file as our rules do. */
  readonly isDirect: boolean;
  /** Bytes of the longest line, at least; exact enough to size buffers by. */
  readonly longestLine: number;
}

const CHUNK_BYTES = 256 * 1024;
const CR = 13;
const LF = 10;
const BACKSLASH = 92;
const LETTER_N = 78;

/** Whether the options alone allow DuckDB's reader, if the file then has none of the bytes that it takes otherwise. */
export function optionsAreDirect(options: DelimitedOptions): boolean {
  const { fieldDelimiter, recordDelimiter, trimSpace, nullDisplay, emptyIsText } = options;
  return isPlainUtf8(options) && !trimSpace && (recordDelimiter === '\n' || recordDelimiter === '\r\n') && !isLineMode(options)
    && Buffer.byteLength(fieldDelimiter) === 1 && !/[\r\n"\\]/.test(fieldDelimiter) && fieldDelimiter !== options.quote && fieldDelimiter !== '\0'
    && !(emptyIsText && nullDisplay === '') && !/[\r\n"]/.test(nullDisplay) && (options.type === 'CSV' || nullDisplay === '\\N');
}

/**
 * Looks for what needs our own parser: a quote (CSV), a carriage return, an escape (TEXT) other than `\N` as a
 * whole field, which is NULL and nothing to decode.
 */
export async function profileOf(path: string, options: DelimitedOptions, signal: AbortSignal): Promise<Profile> {
  const quote = options.quote === '' ? -1 : options.quote.charCodeAt(0);
  const delimiter = options.fieldDelimiter.charCodeAt(0);
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let longestLine = 0;
    let sinceLine = 0;
    // The last bytes of the chunk before stand in front of each chunk, so that `,\N,` is seen whole.
    let kept = 0;
    for (let position = 0; ; ) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, kept, buffer.length - kept, position);
      position += bytesRead;
      const chunk = buffer.subarray(0, kept + bytesRead);
      if (bytesRead === 0) return { isDirect: !(options.type === 'TEXT' && hasOtherEscape(chunk, delimiter, true)), longestLine: Math.max(longestLine, sinceLine) };
      if (position === bytesRead && !headerIsWhole(chunk, options.skipHeader)) return { isDirect: false, longestLine };
      if (chunk.includes(CR) || (quote !== -1 && chunk.includes(quote))) return { isDirect: false, longestLine };
      if (options.type === 'TEXT' && hasOtherEscape(chunk, delimiter, false)) return { isDirect: false, longestLine };
      const first = chunk.indexOf(LF, kept);
      if (first === -1) {
        sinceLine += bytesRead;
      } else {
        longestLine = Math.max(longestLine, sinceLine + first - kept);
        sinceLine = chunk.length - chunk.lastIndexOf(LF);
      }
      const tail = Buffer.from(chunk.subarray(Math.max(0, chunk.length - 3)));
      tail.copy(buffer);
      kept = tail.length;
    }
  } finally {
    await file.close();
  }
}

/** Whether the header, which DuckDB counts in lines and we in records, has no blank line in or before it. */
function headerIsWhole(chunk: Buffer, skipHeader: number): boolean {
  let start = 0;
  for (let line = 0; line < skipHeader; line += 1) {
    const end = chunk.indexOf(LF, start);
    if (end === start) return false;
    if (end === -1) return chunk.length < CHUNK_BYTES;
    start = end + 1;
  }
  return true;
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
