import type { ByteSource } from '../byte-source.js';

const SHORTEST_RUN = 3;

/** Bytes in runs (ORC specification, Byte Run Length Encoding). */
export class ByteRuns {
  readonly #source: ByteSource;
  #left = 0;
  /** Of a run of equal bytes; null for literal ones. */
  #repeated: number | null = null;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  next(): number {
    if (this.#left === 0) this.#begin();
    this.#left -= 1;
    return this.#repeated ?? this.#source.byte();
  }

  read(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    let done = 0;
    while (done < count) {
      if (this.#left === 0) this.#begin();
      const length = Math.min(this.#left, count - done);
      if (this.#repeated === null) this.#source.fill(bytes.subarray(done, done + length));
      else bytes.fill(this.#repeated, done, done + length);
      this.#left -= length;
      done += length;
    }
    return bytes;
  }

  #begin(): void {
    const control = this.#source.byte();
    const isRun = control < 128;
    this.#left = isRun ? control + SHORTEST_RUN : 256 - control;
    this.#repeated = isRun ? this.#source.byte() : null;
  }
}

/** Bits, the most significant of a byte first, in bytes in runs (ORC specification, Boolean Run Length Encoding). */
export class BitRuns {
  readonly #bytes: ByteRuns;
  #byte = 0;
  #left = 0;

  constructor(source: ByteSource) {
    this.#bytes = new ByteRuns(source);
  }

  /** A byte for each bit, 0 or 1. */
  read(count: number): Uint8Array {
    const bits = new Uint8Array(count);
    for (let index = 0; index < count; index += 1) {
      if (this.#left === 0) {
        this.#byte = this.#bytes.next();
        this.#left = 8;
      }
      this.#left -= 1;
      bits[index] = (this.#byte >>> this.#left) & 1;
    }
    return bits;
  }
}
