import { hasByteOrderMark } from './byte-order-mark.js';
import type { BeginLook, Look } from './shape/look.js';
import { wholeBlocks, type ShapeScanner } from './shape/shape-scanner.js';

const LF = 10;
const CR = 13;
/** What is looked at in front of a byte. */
const CONTEXT_BYTES = 4;

/** What can be said of lines without parsing them. */
export interface LineProfile {
  /** Bytes of the longest line, or an upper bound where all are short. */
  readonly longest: number;
  readonly hasCarriageReturn: boolean;
  readonly hasByteOrderMark: boolean;
  /** Whether a line may hold what is no JSON although DuckDB takes it for that. */
  readonly mayBeLooseJson: boolean;
}

export const beginProfileLook: BeginLook<null, LineProfile> = (scanner, _marks, isStart) => new ProfileLook(scanner, isStart);

/** Looks for line ends only at the edges of chunks, where long lines cross. */
class ProfileLook implements Look<LineProfile> {
  readonly #scanner: ShapeScanner;
  #longest = 0;
  #open = 0;
  #hasCarriageReturn = false;
  #hasByteOrderMark = false;
  #isStart: boolean;
  #mayBeLooseJson = false;
  #before = Buffer.alloc(CONTEXT_BYTES, LF);

  constructor(scanner: ShapeScanner, isStart: boolean) {
    this.#scanner = scanner;
    this.#isStart = isStart;
  }

  push(slot: number, length: number): boolean {
    const blocks = wholeBlocks(this.#scanner, slot, length, LF);
    const text = this.#scanner.inContext(slot, length, this.#before);
    this.#mayBeLooseJson ||= this.#scanner.mayBeLooseJson(slot, blocks);
    const chunk = text.subarray(CONTEXT_BYTES);
    this.#hasCarriageReturn ||= chunk.includes(CR);
    this.#hasByteOrderMark ||= this.#isStart && hasByteOrderMark(chunk);
    this.#isStart = false;
    const first = chunk.indexOf(LF);
    if (first === -1) this.#open += length;
    else {
      this.#longest = Math.max(this.#longest, this.#open + first, length);
      this.#open = length - chunk.lastIndexOf(LF);
    }
    this.#before = Buffer.from(text.subarray(-CONTEXT_BYTES));
    return true;
  }

  end(): LineProfile {
    return { longest: Math.max(this.#longest, this.#open), hasCarriageReturn: this.#hasCarriageReturn, hasByteOrderMark: this.#hasByteOrderMark, mayBeLooseJson: this.#mayBeLooseJson };
  }
}
