import { BYTE_ORDER_MARK, hasByteOrderMark } from '../byte-order-mark.js';

const LF = 10;
const CR = 13;
const LF_END = Buffer.from('\n');
const CRLF_END = Buffer.from('\r\n');

/** When the lines of one file may stand behind those of another. */
export interface LineRules {
  /** Stands for everything that the rules depend on. */
  readonly variant: string;
  /** The byte around fields that may hold ends of lines; null where there is none. */
  readonly quote: number | null;
  /** Where the first line behind the header begins, in bytes; null where the header is not made of lines. */
  readonly headerEnd: (text: Buffer) => number | null;
}

/** A text whose last line has an end, in parts, and that end. */
export interface WholeLines {
  readonly parts: readonly Buffer[];
  readonly lineEnd: Buffer;
}

/**
 * The lines of a file without its header and byte order mark. A last line without an end gets that of the first one, or `usualEnd` where it is the
 * only one. Null for a file whose end would mean something else if more came behind it.
 */
export function wholeLines(content: Buffer, { quote, headerEnd }: LineRules, usualEnd: Buffer = LF_END): WholeLines | null {
  const text = hasByteOrderMark(content) ? content.subarray(BYTE_ORDER_MARK.length) : content;
  const start = headerEnd(text);
  if (start === null || text.at(-1) === CR) return null;
  const records = text.subarray(start);
  if (quote !== null && !isEven(records, quote)) return null;
  const firstEnd = text.indexOf(LF);
  const lineEnd = firstEnd === -1 ? usualEnd : text[firstEnd - 1] === CR ? CRLF_END : LF_END;
  return { parts: records.length === 0 || records.at(-1) === LF ? [records] : [records, lineEnd], lineEnd };
}

/** Whether the byte occurs an even number of times. */
function isEven(text: Buffer, byte: number): boolean {
  let isOpen = false;
  for (let at = text.indexOf(byte); at !== -1; at = text.indexOf(byte, at + 1)) isOpen = !isOpen;
  return !isOpen;
}
