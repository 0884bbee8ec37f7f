import type { ByteSource } from '../byte-source.js';
import { damaged } from '../damaged.js';
import { IntegerRun, type NextRun } from './integer-run.js';
import { runsV1 } from './integer-runs-v1.js';
import { runsV2 } from './integer-runs-v2.js';

/** Whole numbers of a stream, however they are encoded. */
export class Integers {
  readonly #next: NextRun;
  readonly #run = new IntegerRun();
  #at = 0;

  constructor(source: ByteSource, encoding: { readonly version: 1 | 2; readonly signed: boolean }) {
    this.#next = (encoding.version === 1 ? runsV1 : runsV2)(source, encoding.signed);
  }

  /** Numbers of 64 bits, two halves for each, the lower one first. */
  longs(count: number): Int32Array {
    const halves = new Int32Array(count * 2);
    this.#read(count, (run, from, to, at) => { halves.set(run.halves.subarray(from * 2, to * 2), at * 2); });
    return halves;
  }

  /** Numbers of 32 bits. 1046 for one that is larger. */
  ints(count: number): Int32Array {
    const values = new Int32Array(count);
    this.#read(count, ({ halves }, from, to, at) => {
      for (let index = from; index < to; index += 1) {
        const low = halves[index * 2] as number;
        if (halves[index * 2 + 1] !== low >> 31) throw damaged('a number is too large for its column');
        values[at + index - from] = low;
      }
    });
    return values;
  }

  /** Numbers without sign below 2^31, which lengths and positions are. 1046 for others. */
  lengths(count: number): Int32Array {
    const values = this.ints(count);
    for (const value of values) if (value < 0) throw damaged('a length is out of range');
    return values;
  }

  /** Numbers that a double holds exactly. 1046 for others. */
  doubles(count: number): Float64Array {
    const values = new Float64Array(count);
    this.#read(count, ({ halves }, from, to, at) => {
      for (let index = from; index < to; index += 1) {
        const value = (halves[index * 2 + 1] as number) * 0x1_0000_0000 + ((halves[index * 2] as number) >>> 0);
        if (!Number.isSafeInteger(value)) throw damaged('a number is out of range');
        values[at + index - from] = value;
      }
    });
    return values;
  }

  #read(count: number, take: (run: IntegerRun, from: number, to: number, at: number) => void): void {
    const run = this.#run;
    let done = 0;
    while (done < count) {
      if (this.#at >= run.length) {
        this.#next(run);
        this.#at = 0;
      }
      const length = Math.min(run.length - this.#at, count - done);
      take(run, this.#at, this.#at + length, done);
      this.#at += length;
      done += length;
    }
  }
}
