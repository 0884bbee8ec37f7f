import { readAhead } from '../read-ahead.js';
import { Utf8Check } from '../utf8-check.js';
import { BLOCK_BYTES, SLOT_BYTES, wholeBlocks, withScanner, type ShapeScanner } from './shape-scanner.js';

/** The bytes that mean something; no quote: null. */
export interface Marks {
  readonly quote: number | null;
  readonly delimiter: number;
}

/** What can be said of a text file without taking its fields apart. An end of a line within quotes is none of a record. */
export interface TextShape {
  readonly isUtf8: boolean;
  readonly hasQuotes: boolean;
  /** Quotes that are neither around a whole field nor doubled within one, or one that is not closed. */
  readonly hasOddQuotes: boolean;
  readonly hasQuotedLineEnds: boolean;
  readonly hasBlankLines: boolean;
  /** How all records end. */
  readonly recordEnds: 'LF' | 'CRLF' | 'mixed';
  /** Blank lines are none. */
  readonly records: number;
  /** Wherever LF is, and what is left behind the last one. */
  readonly lines: number;
  /** Or a few more than there are. */
  readonly mostFields: number;
  /** Bytes of the longest record. */
  readonly longest: number;
}

const LF = 10;
const CR = 13;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Looks through a local file once. A byte order mark is no part of the text. */
export function textShape(path: string, marks: Marks, signal: AbortSignal): Promise<TextShape> {
  return withScanner(async (scanner) => {
    const utf8 = new Utf8Check();
    let size = 0;
    let last = LF;
    for await (const { slot, length } of readAhead(path, scanner.slots, signal)) {
      const bytes = scanner.slots[slot] ?? Buffer.alloc(0);
      // As if it were a field in front of the text: a quote may open behind it.
      if (size === 0 && BYTE_ORDER_MARK.compare(bytes, 0, 3) === 0) bytes.fill(marks.delimiter, 0, 3);
      utf8.push(bytes.subarray(0, length));
      size += length;
      last = bytes[length - 1] ?? LF;
      scanSlot(scanner, slot, length, marks);
    }
    if (size % SLOT_BYTES === 0) scanSlot(scanner, 0, 0, marks);
    return { isUtf8: utf8.isSound, ...shapeOf(scanner, size, last) };
  });
}

function scanSlot(scanner: ShapeScanner, slot: number, length: number, { quote, delimiter }: Marks): void {
  scanner.scan(slot, wholeBlocks(scanner, slot, length, delimiter), quote, delimiter);
}

function shapeOf(scanner: ShapeScanner, size: number, last: number): Omit<TextShape, 'isUtf8'> {
  const found = scanner.found();
  const hasRest = last !== LF && last !== CR;
  const padding = BLOCK_BYTES - (size % BLOCK_BYTES);
  return {
    hasQuotes: found.hasQuotes,
    hasOddQuotes: found.hasOddQuotes || found.isOpen,
    hasQuotedLineEnds: found.hasQuotedLineEnds,
    hasBlankLines: found.hasBlankLines,
    recordEnds: !found.hasReturns ? 'LF' : found.hasLoneReturns || found.hasOtherEnds ? 'mixed' : 'CRLF',
    records: found.records + (hasRest ? 1 : 0),
    lines: found.lines + (last === LF ? 0 : 1),
    mostFields: Math.max(found.mostDelimiters, hasRest ? found.delimiters - padding : 0) + 1,
    longest: Math.max(found.longest, size - found.begin),
  };
}
