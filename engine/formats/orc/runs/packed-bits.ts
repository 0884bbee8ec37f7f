import type { IntegerRun } from './integer-run.js';

/** Numbers of `width` bits (1 to 64), most significant bits first, without sign, as the values of a run from `start` on. */
export function unpack(bytes: Uint8Array, width: number, run: IntegerRun, start: number, end: number): void {
  if (width === 8) {
    for (let index = start; index < end; index += 1) run.set(index, bytes[index - start] as number, 0);
    return;
  }
  const bits = new Bits(bytes);
  if (width <= 25) {
    for (let index = start; index < end; index += 1) run.set(index, bits.take(width), 0);
    return;
  }
  for (let index = start; index < end; index += 1) {
    const high = width > 32 ? bits.takeWide(width - 32) : 0;
    run.set(index, bits.takeWide(Math.min(width, 32)), high);
  }
}

class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #count = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Up to 25 bits: with up to 7 that are held, no more than fit into 32. */
  take(width: number): number {
    while (this.#count < width) {
      this.#held = (this.#held << 8) | (this.#bytes[this.#at++] as number);
      this.#count += 8;
    }
    this.#count -= width;
    const value = this.#held >>> this.#count;
    this.#held &= (1 << this.#count) - 1;
    return value;
  }

  /** Up to 32 bits, as a number with sign. */
  takeWide(width: number): number {
    if (width <= 16) return this.take(width);
    const high = this.take(width - 16);
    return (high << 16) | this.take(16);
  }
}
