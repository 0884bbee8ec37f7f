import { BadData } from './bad-data.js';
import { FieldBuffer } from './field-buffer.js';
import type { DelimitedOptions } from './options.js';
import type { RecordHandler, Tokenizer } from './record-handler.js';

const CR = 13;
const LF = 10;

type State = 'field-start' | 'plain' | 'quoted' | 'escaped' | 'quote-in-quotes';

/**
 * CSV as Databend reads it: a quote opens only as the first byte of a field, a doubled one inside is one
 * quote, what follows the closing quote is appended; blank lines are no records. With a record
 * delimiter of `\n` or `\r\n` any of CR, LF and CRLF ends a record.
 */
export class CsvTokenizer implements Tokenizer {
  readonly #handler: RecordHandler;
  readonly #delimiter: Buffer;
  readonly #quote: number;
  readonly #escape: number;
  readonly #ends: readonly [number, number];
  readonly #field = new FieldBuffer();
  #state: State = 'field-start';
  #isQuoted = false;
  #fields = 0;
  #records = 0;
  #line = 0;
  #recordLine = 0;
  #quoteLine = 0;
  #previousWasCr = false;
  /** The bytes that mean something outside and inside of quotes: 1, and 0 for all others. */
  readonly #stopsPlain = new Uint8Array(256);
  readonly #stopsQuoted = new Uint8Array(256);
  /** A delimiter of several bytes that the end of a chunk cut. */
  #rest: Buffer | null = null;

  constructor(options: DelimitedOptions, handler: RecordHandler) {
    this.#handler = handler;
    this.#delimiter = Buffer.from(options.fieldDelimiter);
    this.#quote = options.quote.charCodeAt(0);
    this.#escape = options.escape === '' ? -1 : options.escape.charCodeAt(0);
    const end = options.recordDelimiter.charCodeAt(0);
    this.#ends = options.recordDelimiter.endsWith('\n') ? [CR, LF] : [end, end];
    for (const byte of [CR, LF, end, this.#delimiter[0] ?? 0]) this.#stopsPlain[byte] = 1;
    for (const byte of [CR, LF, this.#quote, this.#escape]) if (byte >= 0) this.#stopsQuoted[byte] = 1;
  }

  push(chunk: Uint8Array): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = null;
    this.#read(bytes, false);
  }

  end(): void {
    if (this.#rest) this.#read(this.#rest, true);
    if (this.#state === 'quoted' || this.#state === 'escaped') {
      throw new BadData('unexpected eof: a quote opens and is not closed', this.#quoteLine);
    }
    if (this.#state !== 'field-start' || this.#fields > 0) this.#endRecord();
  }

  #read(bytes: Uint8Array, isLast: boolean): void {
    const delimiter = this.#delimiter;
    const first = delimiter[0] ?? 0;
    const [end1, end2] = this.#ends;
    const field = this.#field;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === LF ? !this.#previousWasCr : byte === CR) this.#line += 1;
      this.#previousWasCr = byte === CR;
      switch (this.#state) {
        case 'quoted':
          if (byte === this.#escape) this.#state = 'escaped';
          else if (byte === this.#quote) this.#state = 'quote-in-quotes';
          else {
            field.push(byte);
            at = field.appendRun(bytes, at + 1, this.#stopsQuoted) - 1;
            this.#previousWasCr &&= bytes[at] === CR;
          }
          continue;
        case 'escaped':
          field.push(byte);
          this.#state = 'quoted';
          continue;
        case 'quote-in-quotes':
          if (byte === this.#quote) {
            field.push(byte);
            this.#state = 'quoted';
            continue;
          }
          this.#state = 'plain';
          break;
        case 'field-start':
          if (byte === this.#quote) {
            this.#isQuoted = true;
            this.#quoteLine = this.#line;
            this.#state = 'quoted';
            continue;
          }
          if ((byte === end1 || byte === end2) && this.#fields === 0) {
            this.#recordLine = this.#line;
            continue;
          }
          this.#state = 'plain';
          break;
        case 'plain':
          break;
      }
      if (byte === end1 || byte === end2) {
        this.#endRecord();
      } else if (byte === first) {
        if (delimiter.length > 1) {
          if (at + delimiter.length > bytes.length && !isLast) {
            this.#rest = Buffer.from(bytes.subarray(at));
            return;
          }
          if (!isAt(delimiter, bytes, at)) {
            field.push(byte);
            continue;
          }
          at += delimiter.length - 1;
        }
        this.#endField();
      } else {
        field.push(byte);
        at = field.appendRun(bytes, at + 1, this.#stopsPlain) - 1;
        this.#previousWasCr &&= bytes[at] === CR;
      }
    }
  }

  #endField(): void {
    this.#handler.field(this.#field, this.#isQuoted);
    this.#field.length = 0;
    this.#fields += 1;
    this.#isQuoted = false;
    this.#state = 'field-start';
  }

  #endRecord(): void {
    this.#endField();
    this.#handler.record(this.#records, this.#recordLine);
    this.#records += 1;
    this.#fields = 0;
    this.#recordLine = this.#line;
  }
}

/** Whether the delimiter stands there. */
function isAt(delimiter: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < delimiter.length; index += 1) if (bytes[at + index] !== delimiter[index]) return false;
  return true;
}
