/** Values of the longest run that an encoding has. */
export const LONGEST_RUN = 512;

/** A run of whole numbers of 64 bits in two's complement, decoded. */
export class IntegerRun {
  /** Two halves for each, the lower one first, as in memory. */
  readonly halves = new Int32Array(LONGEST_RUN * 2);
  readonly wide = new BigInt64Array(this.halves.buffer);
  length = 0;

  set(index: number, low: number, high: number): void {
    this.halves[index * 2] = low;
    this.halves[index * 2 + 1] = high;
  }
}

/** Decodes the next run of a stream. */
export type NextRun = (run: IntegerRun) => void;
