import { behindByteOrderMark } from '../byte-order-mark.js';
import type { BeginLook, Look } from '../shape/look.js';
import { wholeBlocks, type MeaningBytes, type ShapeScanner } from '../shape/shape-scanner.js';
import { Utf8Check } from '../utf8-check.js';

/** The bytes that mean something; `isText`: so do escapes, as in TEXT, where the first byte of a NULL is one. */
export interface PlainMarks extends MeaningBytes {
  readonly isText: boolean;
  /** Of the header. */
  readonly headerRecords: number;
}

/** Lines in which nothing but delimiters means anything. */
export interface PlainLines {
  /** Bytes, where it matters: lines that are much shorter than what DuckDB takes anyway are not measured. */
  readonly longest: number;
  readonly hasBlankLines: boolean;
  /** The first byte of what stands for NULL, anywhere. */
  readonly hasNullBytes: boolean;
  /** Whether more lines than the header has records are seen to end close to the beginning. */
  readonly hasLinesBehindHeader: boolean;
}

const LF = 10;
const BACKSLASH = 92;
const LETTER_N = 78;
/** What is looked at around an escape: the byte before it and two behind. */
const CONTEXT_BYTES = 3;

/**
 * The lines of a text; null for one that is no UTF-8, or with a quote (CSV), a carriage return, or an escape (TEXT) other than `\N` as a whole
 * field, which is NULL and nothing to decode.
 */
export const beginPlainLook: BeginLook<PlainMarks, PlainLines | null> = (scanner, marks, isStart) => new PlainLook(scanner, marks, isStart);

class PlainLook implements Look<PlainLines | null> {
  readonly #scanner: ShapeScanner;
  readonly #marks: PlainMarks;
  readonly #utf8 = new Utf8Check();
  #before = Buffer.from([LF]);
  #isPlain = true;
  #hasBlankLines = false;
  #hasNullBytes = false;
  #hasLinesBehindHeader = false;
  /** Whether nothing was seen yet of a file, rather than of a later part of it. */
  #isStart: boolean;
  #longest = 0;
  #sinceLine = 0;

  constructor(scanner: ShapeScanner, marks: PlainMarks, isStart: boolean) {
    this.#scanner = scanner;
    this.#marks = marks;
    this.#isStart = isStart;
  }

  push(slot: number, length: number): boolean {
    const { delimiter, isText } = this.#marks;
    const before = this.#before.length;
    const blocks = wholeBlocks(this.#scanner, slot, length, delimiter);
    const text = this.#scanner.inContext(slot, length, this.#before);
    const found = this.#scanner.glance(slot, blocks, this.#marks);
    this.#hasNullBytes ||= found.hasNullBytes;
    this.#isPlain = !found.hasMarks && !(isText && this.#hasNullBytes && hasOtherEscape(text, delimiter, false));
    if (!this.#isPlain) return false;
    this.#utf8.push(text.subarray(before));
    this.#hasBlankLines ||= found.hasBlankLines || (this.#isStart && behindByteOrderMark(text.subarray(before))[0] === LF);
    if (this.#isStart) this.#hasLinesBehindHeader = endsLines(text.subarray(before), this.#marks.headerRecords + 1);
    this.#isStart = false;
    const first = text.indexOf(LF, before);
    this.#longest = Math.max(this.#longest, this.#sinceLine + (first === -1 ? text.length : first) - before);
    this.#sinceLine = first === -1 ? this.#sinceLine + length : text.length - text.lastIndexOf(LF);
    this.#before = Buffer.from(text.subarray(-CONTEXT_BYTES));
    return true;
  }

  end(): PlainLines | null {
    const { delimiter, isText } = this.#marks;
    if (!this.#isPlain || !this.#utf8.isSound || (isText && hasOtherEscape(this.#before, delimiter, true))) return null;
    return { longest: Math.max(this.#longest, this.#sinceLine), hasBlankLines: this.#hasBlankLines, hasNullBytes: this.#hasNullBytes, hasLinesBehindHeader: this.#hasLinesBehindHeader };
  }
}

/** Whether so many lines end in a text. */
function endsLines(text: Buffer, count: number): boolean {
  let left = count;
  for (let at = text.indexOf(LF); at !== -1 && left > 0; at = text.indexOf(LF, at + 1)) left -= 1;
  return left === 0;
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
