import type { Looking } from '../shape/look-through.js';
import { textShape, type TextShape } from '../shape/text-shape.js';
import { headerIsLines } from './header-lines.js';
import { isLineMode, isPlainUtf8, meaningBytes, type DelimitedOptions } from './options.js';
import { plainLines } from './plain-lines.js';

/** How DuckDB's reader takes a local file as our rules do. */
export interface Reading {
  readonly hasQuotes: boolean;
  readonly isCrlf: boolean;
  /** Whether a field may be what stands for NULL; DuckDB compares each with it. */
  readonly hasNullDisplay: boolean;
  readonly hasBlankLines: boolean;
  readonly hasQuotedLineEnds: boolean;
  /**
   * Amid a file DuckDB tells where a record begins if each is a line of its own. Otherwise, and with quotes in lines that end in CRLF,
   * its parallel reader may find that it can't read the file after all, or read a record wrongly.
   */
  readonly inParallel: boolean;
  /** So many columns must be told at least: DuckDB's reader breaks on quoted fields in columns that it was not told of. */
  readonly mostFields: number;
  /** Bytes of the longest record, or more; to size buffers by. */
  readonly longest: number;
  /** Without the header; null where they were not counted. */
  readonly rows: number | null;
}

/** DuckDB is told every one. */
const MOST_COLUMNS = 4096;
const CANONICAL_BYTES = { quote: '"'.charCodeAt(0), delimiter: ','.charCodeAt(0), nullByte: null };

/** Whether the options alone allow DuckDB's reader, if the file then has none of the bytes that it takes otherwise. */
export function optionsAreDirect(options: DelimitedOptions): boolean {
  const { fieldDelimiter, recordDelimiter, trimSpace, nullDisplay, emptyIsText } = options;
  return isPlainUtf8(options) && !trimSpace && (recordDelimiter === '\n' || recordDelimiter === '\r\n') && !isLineMode(options)
    && Buffer.byteLength(fieldDelimiter) === 1 && !/[\r\n"\\]/.test(fieldDelimiter) && fieldDelimiter !== options.quote && fieldDelimiter !== '\0'
    && !(emptyIsText && nullDisplay === '') && !/[\r\n"]/.test(nullDisplay) && (options.type === 'CSV' || nullDisplay === '\\N');
}

/** Whether quoted fields mean the same to DuckDB. */
function quotesAreDirect({ escape, allowQuotedNulls, quotedEmptyIsText, nullDisplay, quote }: DelimitedOptions): boolean {
  return escape === '' && !allowQuotedNulls && quotedEmptyIsText && !nullDisplay.includes(quote);
}

/**
 * How DuckDB may read a local file, or null where only our own parser can. Files of plain lines are told by a search for a few
 * bytes; with quotes and carriage returns, or where rows must be counted, the whole shape of the file decides.
 */
export async function directReading(path: string, options: DelimitedOptions, countsRows: boolean, looking: Looking): Promise<Reading | null> {
  if (!optionsAreDirect(options)) return null;
  const isText = options.type === 'TEXT';
  const plain = isText || !countsRows ? await plainLines(path, options, looking) : null;
  if (isText && plain === null) return null;
  // Without blank lines every line of a plain file is a record.
  const isHeaderKnown = plain !== null && !plain.hasBlankLines && plain.hasLinesBehindHeader;
  if (!isHeaderKnown && !(await headerIsLines(path, options, looking.signal))) return null;
  if (plain !== null && !countsRows) {
    return completed({ hasQuotes: false, isCrlf: false, hasNullDisplay: plain.hasNullBytes, hasBlankLines: plain.hasBlankLines, hasQuotedLineEnds: false, mostFields: 0, longest: plain.longest, rows: null });
  }
  const shape = await textShape(path, meaningBytes(options), looking);
  return readingOf(shape, options);
}

function readingOf({ isUtf8, hasQuotes, hasOddQuotes, hasQuotedLineEnds, hasBlankLines, hasNullBytes, recordEnds, records, lines, mostFields, longest }: TextShape, options: DelimitedOptions): Reading | null {
  // Bytes that are no UTF-8, read in some columns only, end DuckDB's instance.
  if (!isUtf8 || recordEnds === 'mixed' || (hasQuotes && (hasOddQuotes || mostFields > MOST_COLUMNS || !quotesAreDirect(options)))) return null;
  // In TEXT blank lines count, and DuckDB does not count them.
  if (options.type === 'TEXT' && records !== lines) return null;
  const isCrlf = recordEnds === 'CRLF';
  return completed({ hasQuotes, isCrlf, hasNullDisplay: hasNullBytes, hasBlankLines, hasQuotedLineEnds, mostFields: hasQuotes ? mostFields : 0, longest, rows: Math.max(0, records - options.skipHeader) });
}

/** DuckDB takes the LF of a CRLF for a field where that is the end of a blank line and a part that it reads at once ends amid it. */
export const mayMisreadEdges = ({ isCrlf, hasBlankLines }: Reading): boolean => isCrlf && hasBlankLines;

/** The same of a file whose records end in LF instead. */
export function withLf(reading: Reading): Reading {
  return completed({ ...reading, isCrlf: false });
}

function completed(reading: Omit<Reading, 'inParallel'>): Reading {
  const { hasBlankLines, hasQuotedLineEnds, hasQuotes, isCrlf } = reading;
  return { ...reading, inParallel: !hasBlankLines && !hasQuotedLineEnds && !(hasQuotes && isCrlf) };
}

/** The same for a file in the form that we write ourselves. */
export async function canonicalReading(path: string, looking: Looking): Promise<Reading> {
  const { hasQuotedLineEnds, mostFields, longest } = await textShape(path, CANONICAL_BYTES, looking);
  return completed({ hasQuotes: true, isCrlf: false, hasNullDisplay: false, hasBlankLines: false, hasQuotedLineEnds, mostFields, longest, rows: null });
}
