import { FieldBuffer } from './field-buffer.js';
import { isLineMode, type DelimitedOptions } from './options.js';
import type { RecordHandler, Tokenizer } from './record-handler.js';

const CR = 13;
const LF = 10;
const BACKSLASH = 92;
const ESCAPES: ReadonlyMap<number, number> = new Map(
  Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9, a: 7, v: 11, e: 27, 0: 0, "'": 39, '"': 34, '\\': 92, '/': 47, '`': 96 }).map(([char, byte]) => [char.charCodeAt(0), byte]),
);
const LETTER_X = 120;

type State = 'plain' | 'escape' | 'escaped-cr' | 'hex-1' | 'hex-2';

/**
 * TEXT (TSV) as Databend reads it: no quotes, escapes with a backslash; an escape that means nothing keeps
 * its backslash. Lines end at LF, unless it is escaped; a CR before it is dropped only when the record delimiter is CRLF, even if a backslash stands
 * before the CR. Blank lines are no records but count as lines. In line mode a line is one field.
 */
export class TextTokenizer implements Tokenizer {
  readonly #handler: RecordHandler;
  readonly #delimiter: number;
  readonly #end: number;
  readonly #dropsCr: boolean;
  readonly #field = new FieldBuffer();
  #state: State = 'plain';
  #hex = 0;
  #isBlank = true;
  #pendingCr = false;
  /** The bytes that may mean something: 1, and 0 for all others. */
  readonly #stops = new Uint8Array(256);
  #lines = 0;
  #physicalLine = 0;
  #recordLine = 0;

  constructor(options: DelimitedOptions, handler: RecordHandler) {
    this.#handler = handler;
    this.#delimiter = isLineMode(options) ? -1 : options.fieldDelimiter.charCodeAt(0);
    this.#dropsCr = options.recordDelimiter === '\r\n';
    this.#end = this.#dropsCr ? LF : options.recordDelimiter.charCodeAt(0);
    for (const byte of [CR, LF, BACKSLASH, this.#end, this.#delimiter]) if (byte >= 0) this.#stops[byte] = 1;
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte === LF) this.#physicalLine += 1;
      if (this.#state !== 'plain') {
        this.#escaped(byte);
        continue;
      }
      this.#plain(byte);
      if (this.#stops[byte] === 1) continue;
      at = this.#field.appendRun(chunk, at + 1, this.#stops) - 1;
    }
  }

  end(): void {
    this.#flushEscape();
    if (this.#pendingCr) this.#take(CR);
    if (!this.#isBlank) this.#endRecord();
  }

  #plain(byte: number): void {
    if (this.#pendingCr) {
      this.#pendingCr = false;
      if (byte !== this.#end) this.#take(CR);
    }
    if (byte === this.#end) this.#endLine();
    else if (byte === this.#delimiter) this.#endField();
    else if (byte === BACKSLASH) this.#state = 'escape';
    else if (byte === CR && this.#dropsCr) this.#pendingCr = true;
    else this.#take(byte);
  }

  #escaped(byte: number): void {
    if (this.#state === 'escape') {
      this.#behindBackslash(byte);
      return;
    }
    if (this.#state === 'escaped-cr' && byte === LF) {
      this.#state = 'plain';
      this.#take(BACKSLASH);
      this.#endLine();
      return;
    }
    const digit = this.#state === 'escaped-cr' ? -1 : hexDigit(byte);
    if (digit === -1) {
      this.#flushEscape();
      this.#plain(byte);
    } else if (this.#state === 'hex-1') {
      this.#hex = digit;
      this.#state = 'hex-2';
    } else {
      this.#state = 'plain';
      this.#take(this.#hex * 16 + digit);
    }
  }

  #behindBackslash(byte: number): void {
    if (byte === LETTER_X) {
      this.#state = 'hex-1';
      return;
    }
    if (byte === CR && this.#dropsCr) {
      this.#state = 'escaped-cr';
      return;
    }
    this.#state = 'plain';
    const decoded = ESCAPES.get(byte);
    // An escaped control character, a line end among them, is that character.
    if (decoded !== undefined || byte < 32) this.#take(decoded ?? byte);
    else this.#takeUndecoded(byte);
  }

  /** `\c` where c means nothing: both, and c may still end the field. */
  #takeUndecoded(byte: number): void {
    this.#take(BACKSLASH);
    this.#take(byte);
  }

  /** What was read of an escape that does not go on. */
  #flushEscape(): void {
    const state = this.#state;
    this.#state = 'plain';
    if (state === 'plain') return;
    if (state === 'escaped-cr') {
      this.#take(CR);
      return;
    }
    this.#take(BACKSLASH);
    if (state !== 'escape') this.#take(LETTER_X);
    if (state === 'hex-2') this.#take(this.#hex.toString(16).charCodeAt(0));
  }

  #take(byte: number): void {
    this.#isBlank = false;
    this.#field.push(byte);
  }

  #endField(): void {
    this.#isBlank = false;
    this.#handler.field(this.#field, false);
    this.#field.length = 0;
  }

  #endLine(): void {
    if (this.#isBlank) {
      this.#lines += 1;
      this.#recordLine = this.#physicalLine;
      return;
    }
    this.#endRecord();
  }

  #endRecord(): void {
    this.#endField();
    this.#handler.record(this.#lines, this.#recordLine);
    this.#lines += 1;
    this.#isBlank = true;
    this.#recordLine = this.#physicalLine;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
