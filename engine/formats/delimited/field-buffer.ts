/** The bytes of one field while they are collected. */
export class FieldBuffer {
  bytes = new Uint8Array(4096);
  length = 0;

  push(byte: number): void {
    if (this.length === this.bytes.length) this.#grow(1);
    this.bytes[this.length] = byte;
    this.length += 1;
  }

  /** Appends the bytes from `start` on up to the first that `stops` has a 1 for; where that is, or the end. Fields are short: copying byte by byte is the fastest way. */
  appendRun(source: Uint8Array, start: number, stops: Uint8Array): number {
    if (this.length + source.length - start > this.bytes.length) this.#grow(source.length - start);
    const { bytes } = this;
    let { length } = this;
    let at = start;
    for (; at < source.length; at += 1) {
      const byte = source[at] ?? 0;
      if (stops[byte] === 1) break;
      bytes[length] = byte;
      length += 1;
    }
    this.length = length;
    return at;
  }

  /** Appends `source[start…end)`. */
  append(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    if (this.length + count > this.bytes.length) this.#grow(count);
    this.bytes.set(source.subarray(start, end), this.length);
    this.length += count;
  }

  #grow(count: number): void {
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
