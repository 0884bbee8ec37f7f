import { StagewireError } from '../../errors/index.js';

const NEWLINE = 0x0a;

/** How the bytes of a file are cut into rows. */
export interface RowShape {
  /** Bytes of a row at most. */
  readonly size: number;
  /** Rows end at ends of lines, and the newline itself is left out. */
  readonly lines: boolean;
}

/**
 * The bytes of a file in rows, in order; an empty file is one empty row. One row is held at a time. With `lines`
 * every row holds as many whole lines as fit. 1006 for a line that is longer than a row.
 */
export async function* fileRows(bytes: AsyncIterable<Uint8Array>, shape: RowShape): AsyncGenerator<Uint8Array, void, undefined> {
  let row = new RowBuffer(shape.size);
  let isFirst = true;
  for await (const chunk of bytes) {
    for (let rest: Uint8Array = chunk; rest.length > 0; ) {
      // Only now is it known that the full row is not the last one.
      if (row.isFull) {
        const { whole, begun } = shape.lines ? row.cutAfterLine() : { whole: row.bytes, begun: EMPTY };
        yield whole;
        isFirst = false;
        row = new RowBuffer(shape.size);
        row.append(begun);
      }
      rest = rest.subarray(row.append(rest));
    }
  }
  const last = row.bytes;
  if (last.length > 0 || isFirst) yield shape.lines && last.at(-1) === NEWLINE ? last.subarray(0, -1) : last;
}

const EMPTY = new Uint8Array(0);
const FIRST_BUFFER = 64 * 1024;

/** Grows up to the size of a row, so that small files take little memory. */
class RowBuffer {
  readonly #size: number;
  #buffer: Buffer;
  #length = 0;

  constructor(size: number) {
    this.#size = size;
    this.#buffer = Buffer.allocUnsafe(Math.min(FIRST_BUFFER, size));
  }

  get isFull(): boolean {
    return this.#length === this.#size;
  }

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Takes what fits and says how many bytes that were. */
  append(chunk: Uint8Array): number {
    const taken = Math.min(chunk.length, this.#size - this.#length);
    const needed = this.#length + taken;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(Math.max(needed, this.#buffer.length * 4), this.#size));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#buffer.set(chunk.subarray(0, taken), this.#length);
    this.#length = needed;
    return taken;
  }

  /** The whole lines without the last newline, and the line that is begun. */
  cutAfterLine(): { readonly whole: Uint8Array; readonly begun: Uint8Array } {
    const end = this.bytes.lastIndexOf(NEWLINE);
    if (end === -1) {
      throw new StagewireError('BadArguments', `a line of the file is longer than ${this.#size} bytes: raise CHUNK_SIZE, or leave LINES out`);
    }
    return { whole: this.bytes.subarray(0, end), begun: this.bytes.subarray(end + 1) };
  }
}
