/** Buckets as in MySQL (manual, "Statement Histogram Summary Tables"): the first ends at 10 µs, 50 stand for a power of ten. */
const BUCKETS = 450;
const FIRST_MS = 0.01;
const PER_POWER_OF_TEN = 50;

/** How many statements took how long, in buckets that grow by 4.7 per cent. */
export class Latencies {
  readonly #counts = new Uint32Array(BUCKETS);
  #total = 0;

  add(milliseconds: number): void {
    const bucket = milliseconds < FIRST_MS ? 0 : Math.ceil(PER_POWER_OF_TEN * Math.log10(milliseconds / FIRST_MS));
    const index = Math.min(bucket, BUCKETS - 1);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#total += 1;
  }

  /** Milliseconds within which this share of the statements ended, as the end of their bucket; 0 for none. */
  quantile(share: number): number {
    let left = Math.ceil(this.#total * share);
    if (left === 0) return 0;
    const index = this.#counts.findIndex((count) => (left -= count) <= 0);
    return FIRST_MS * 10 ** (index / PER_POWER_OF_TEN);
  }
}
