import { lookThrough, lookThroughWhole, type Looking } from './look-through.js';
import type { PartShape } from './shape-look.js';
import type { MeaningBytes } from './shape-scanner.js';

/** What can be said of a text file without taking its fields apart. An end of a line within quotes is none of a record. */
export interface TextShape {
  readonly isUtf8: boolean;
  readonly hasQuotes: boolean;
  /** Quotes that are neither around a whole field nor doubled within one, or one that is not closed. */
  readonly hasOddQuotes: boolean;
  readonly hasQuotedLineEnds: boolean;
  readonly hasBlankLines: boolean;
  /** The first byte of what stands for NULL, anywhere. */
  readonly hasNullBytes: boolean;
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

/** Looks through a local file once. A byte order mark is no part of the text. */
export async function textShape(path: string, marks: MeaningBytes, looking: Looking): Promise<TextShape> {
  const parts = await lookThrough('shape', path, marks, looking);
  // A part that begins amid a quoted field was taken for what it is not; whether one does, the part before it tells.
  return shapeOf(parts.slice(0, -1).some(({ isOpen }) => isOpen) ? [await lookThroughWhole('shape', path, marks, looking)] : parts);
}

function shapeOf(parts: readonly PartShape[]): TextShape {
  const any = (is: (part: PartShape) => boolean): boolean => parts.some(is);
  const sum = (count: (part: PartShape) => number): number => parts.reduce((total, part) => total + count(part), 0);
  const most = (count: (part: PartShape) => number): number => Math.max(...parts.map(count));
  return {
    isUtf8: parts.every(({ isUtf8 }) => isUtf8),
    hasQuotes: any(({ hasQuotes }) => hasQuotes),
    hasOddQuotes: any(({ hasOddQuotes, isOpen }) => hasOddQuotes || isOpen),
    hasQuotedLineEnds: any(({ hasQuotedLineEnds }) => hasQuotedLineEnds),
    hasBlankLines: any(({ hasBlankLines }) => hasBlankLines),
    hasNullBytes: any(({ hasNullBytes }) => hasNullBytes),
    recordEnds: !any(({ hasReturns }) => hasReturns) ? 'LF' : any(({ hasLoneReturns, hasOtherEnds }) => hasLoneReturns || hasOtherEnds) ? 'mixed' : 'CRLF',
    records: sum(({ records }) => records),
    lines: sum(({ lines }) => lines),
    mostFields: most(({ mostFields }) => mostFields),
    longest: most(({ longest }) => longest),
  };
}
