import { BYTE_ORDER_MARK, hasByteOrderMark } from '../byte-order-mark.js';
import { Utf8Check } from '../utf8-check.js';
import type { BeginLook, Look } from './look.js';
import { BLOCK_BYTES, SLOT_BYTES, wholeBlocks, type Found, type MeaningBytes, type ShapeScanner } from './shape-scanner.js';

/** What the scanner found of a part of a file, with what stands behind its last line. */
export interface PartShape extends Omit<Found, 'delimiters' | 'mostDelimiters' | 'begin'> {
  readonly isUtf8: boolean;
  readonly mostFields: number;
}

const LF = 10;
const CR = 13;

const isEnd = (byte: number | undefined): boolean => byte === LF || byte === CR;

export const beginShapeLook: BeginLook<MeaningBytes, PartShape> = (scanner, marks, isStart) => new ShapeLook(scanner, marks, isStart);

class ShapeLook implements Look<PartShape> {
  readonly #scanner: ShapeScanner;
  readonly #marks: MeaningBytes;
  readonly #isStart: boolean;
  readonly #utf8 = new Utf8Check();
  #size = 0;
  #last = LF;
  /** Whether nothing but a byte order mark is on the first line. */
  #beginsBlank = false;

  constructor(scanner: ShapeScanner, marks: MeaningBytes, isStart: boolean) {
    this.#scanner = scanner;
    this.#marks = marks;
    this.#isStart = isStart;
  }

  push(slot: number, length: number): boolean {
    const bytes = this.#scanner.slots[slot] ?? Buffer.alloc(0);
    // A byte order mark is no part of the text. As if it were a field in front: a quote may open behind it.
    if (this.#isStart && this.#size === 0 && hasByteOrderMark(bytes.subarray(0, length))) {
      bytes.fill(this.#marks.delimiter, 0, BYTE_ORDER_MARK.length);
      this.#beginsBlank = length === BYTE_ORDER_MARK.length || isEnd(bytes[BYTE_ORDER_MARK.length]);
    }
    this.#utf8.push(bytes.subarray(0, length));
    this.#size += length;
    this.#last = bytes[length - 1] ?? LF;
    this.#scan(slot, length);
    return true;
  }

  end(): PartShape {
    if (this.#size % SLOT_BYTES === 0) this.#scan(0, 0);
    const { delimiters, mostDelimiters, begin, ...found } = this.#scanner.found();
    const hasRest = !isEnd(this.#last);
    const isNothing = this.#beginsBlank && this.#size === BYTE_ORDER_MARK.length;
    const padding = BLOCK_BYTES - (this.#size % BLOCK_BYTES);
    return {
      ...found,
      isUtf8: this.#utf8.isSound,
      hasBlankLines: found.hasBlankLines || this.#beginsBlank,
      records: found.records + (hasRest ? 1 : 0) - (this.#beginsBlank ? 1 : 0),
      lines: found.lines + (this.#last === LF || isNothing ? 0 : 1),
      mostFields: Math.max(mostDelimiters, hasRest ? delimiters - padding : 0) + 1,
      longest: Math.max(found.longest, this.#size - begin),
    };
  }

  #scan(slot: number, length: number): void {
    this.#scanner.scan(slot, wholeBlocks(this.#scanner, slot, length, this.#marks.delimiter), this.#marks);
  }
}
