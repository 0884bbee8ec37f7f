import { isUtf8 } from 'node:buffer';
import { BadData } from './bad-data.js';
import type { FieldBuffer } from './field-buffer.js';
import { firstRowNumber, type DelimitedOptions } from './options.js';
import type { RecordHandler } from './record-handler.js';

const COMMA = 44;
const QUOTE = 34;
const LF = 10;
const DIGIT_0 = 48;
const FLUSH_BYTES = 256 * 1024;
const TRIMMED = new Set([32, 9, 10, 13, 12]);

/**
 * Writes records in the one form that DuckDB reads exactly: the number of the row, then every column in
 * double quotes, NULL as nothing; LF behind each record. All records have `width` columns.
 */
export class CanonicalWriter implements RecordHandler {
  readonly #options: DelimitedOptions;
  readonly #width: number;
  readonly #nullDisplay: Buffer;
  readonly #chunks: Buffer[] = [];
  #out = Buffer.allocUnsafe(2 * FLUSH_BYTES);
  #length = 0;
  #recordStart = 0;
  #column = 0;
  /** Lines of the records in the buffer. */
  #lines: number[] = [];

  constructor(options: DelimitedOptions, width: number) {
    this.#options = options;
    this.#width = width;
    this.#nullDisplay = Buffer.from(options.nullDisplay);
  }

  /** What is there to be written since the last call. */
  take(): readonly Buffer[] {
    return this.#chunks.splice(0);
  }

  field(field: FieldBuffer, quoted: boolean): void {
    this.#column += 1;
    if (this.#column > this.#width) return;
    const { bytes } = field;
    let start = 0;
    let end = field.length;
    if (this.#options.trimSpace) {
      while (start < end && TRIMMED.has(bytes[start] ?? 0)) start += 1;
      while (end > start && TRIMMED.has(bytes[end - 1] ?? 0)) end -= 1;
    }
    this.#reserve(2 * (end - start) + 3);
    this.#out[this.#length++] = COMMA;
    if (!this.#isNull(bytes, start, end, quoted)) this.#write(bytes, start, end);
  }

  record(index: number, line: number): void {
    const { skipHeader } = this.#options;
    // In TEXT a blank line is one of the header's.
    if (index < skipHeader) {
      this.#length = this.#recordStart;
      this.#column = 0;
      return;
    }
    this.#finish(index - skipHeader + firstRowNumber(this.#options), line);
  }

  end(): void {
    this.#flush();
  }

  #isNull(bytes: Uint8Array, start: number, end: number, quoted: boolean): boolean {
    const { quotedEmptyIsText, emptyIsText, allowQuotedNulls } = this.#options;
    if (start === end) return quoted ? !quotedEmptyIsText : !emptyIsText;
    return (!quoted || allowQuotedNulls) && end - start === this.#nullDisplay.length && this.#nullDisplay.compare(bytes, start, end) === 0;
  }

  #write(bytes: Uint8Array, start: number, end: number): void {
    const out = this.#out;
    let at = this.#length;
    out[at++] = QUOTE;
    for (let index = start; index < end; index += 1) {
      const byte = bytes[index] ?? 0;
      if (byte === QUOTE) out[at++] = QUOTE;
      out[at++] = byte;
    }
    out[at++] = QUOTE;
    this.#length = at;
  }

  /** The fields stand behind the place where the number goes: each begins with a comma. */
  #finish(rowNumber: number, line: number): void {
    const missing = Math.max(0, this.#width - this.#column);
    this.#reserve(missing + 32);
    this.#out.fill(COMMA, this.#length, this.#length + missing);
    this.#length += missing;
    const digits = digitsIn(rowNumber);
    this.#out.copyWithin(this.#recordStart + digits, this.#recordStart, this.#length);
    writeDigits(rowNumber, this.#out, this.#recordStart + digits);
    this.#length += digits;
    this.#out[this.#length++] = LF;
    this.#column = 0;
    this.#recordStart = this.#length;
    this.#lines.push(line);
    if (this.#length >= FLUSH_BYTES) this.#flush();
  }

  #flush(): void {
    const chunk = Buffer.from(this.#out.subarray(0, this.#recordStart));
    if (!isUtf8(chunk)) throw badUtf8(chunk, this.#lines);
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.#out.copyWithin(0, this.#recordStart, this.#length);
    this.#length -= this.#recordStart;
    this.#recordStart = 0;
    this.#lines = [];
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#out.length * 2, this.#length + count));
    this.#out.copy(larger, 0, 0, this.#length);
    this.#out = larger;
  }
}

function digitsIn(number: number): number {
  let digits = 1;
  for (let limit = 10; number >= limit; limit *= 10) digits += 1;
  return digits;
}

/** Writes a number so that its last digit stands in front of `end`. */
function writeDigits(number: number, out: Uint8Array, end: number): void {
  let rest = number;
  let at = end;
  do {
    const shorter = Math.floor(rest / 10);
    at -= 1;
    out[at] = DIGIT_0 + rest - shorter * 10;
    rest = shorter;
  } while (rest > 0);
}

/** Finds the record and the column that is no UTF-8. A LF inside quotes is no end of a record. */
function badUtf8(chunk: Buffer, lines: readonly number[]): BadData {
  let record = 0;
  let column = -1;
  let start = 0;
  let inQuotes = false;
  for (let at = 0; at < chunk.length; at += 1) {
    const byte = chunk[at];
    if (byte === QUOTE) inQuotes = !inQuotes;
    if (inQuotes || (byte !== COMMA && byte !== LF)) continue;
    if (!isUtf8(chunk.subarray(start, at))) break;
    start = at + 1;
    column = byte === LF ? -1 : column + 1;
    if (byte === LF) record += 1;
  }
  return new BadData(`invalid utf-8 sequence in column $${column + 1}`, lines[record] ?? 0);
}
