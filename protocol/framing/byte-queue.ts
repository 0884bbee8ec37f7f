/**
 * Bytes in the chunks in which they came: kept as they are and joined at most once, when they are taken.
 */
export class ByteQueue {
  private chunks: Buffer[] = [];
  private firstChunk = 0;
  private offset = 0;
  private buffered = 0;

  /** Number of bytes that wait. */
  get length(): number {
    return this.buffered;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.buffered += chunk.length;
  }

  /** Takes exactly `length` bytes, of which there must be that many: a view where they lie in one chunk, else a copy. */
  take(length: number): Buffer {
    this.buffered -= length;
    const chunk = this.chunks[this.firstChunk];
    if (chunk !== undefined && chunk.length - this.offset > length) {
      this.offset += length;
      return chunk.subarray(this.offset - length, this.offset);
    }
    if (chunk?.length === this.offset + length) {
      const view = chunk.subarray(this.offset);
      this.dropChunk();
      return view;
    }
    return this.copyAcross(length);
  }

  /** Takes at most `length` bytes: as many as lie together in one chunk; null when there are none. */
  takeSome(length: number): Buffer | null {
    const chunk = this.chunks[this.firstChunk];
    return chunk === undefined ? null : this.take(Math.min(length, chunk.length - this.offset));
  }

  /** Takes four bytes, of which there must be that many, as an integer: a header need not become a buffer. */
  takeUint32(): number {
    const chunk = this.chunks[this.firstChunk];
    const at = this.offset;
    // The last byte of a chunk is left to take(), which knows how chunks end.
    if (chunk === undefined || chunk.length - at <= 4) return this.take(4).readUInt32LE(0);
    this.offset += 4;
    this.buffered -= 4;
    return chunk.readUInt32LE(at);
  }

  /** The byte at a place that is there, which stays. */
  at(place: number): number {
    let index = this.firstChunk;
    let position = this.offset + place;
    for (let chunk = this.chunks[index]; chunk !== undefined && position >= chunk.length; chunk = this.chunks[++index]) position -= chunk.length;
    return this.chunks[index]?.[position] ?? 0;
  }

  private copyAcross(length: number): Buffer {
    const target = Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length; ) {
      const chunk = this.chunks[this.firstChunk];
      if (chunk === undefined) break;
      const copied = chunk.copy(target, filled, this.offset, this.offset + length - filled);
      filled += copied;
      this.offset += copied;
      if (this.offset === chunk.length) this.dropChunk();
    }
    return target;
  }

  private dropChunk(): void {
    this.firstChunk++;
    this.offset = 0;
    // Cutting the list now and then, instead of shifting it each time, keeps many tiny chunks linear.
    if (this.chunks.length === 1) this.chunks.pop();
    else if (this.firstChunk === this.chunks.length) this.chunks = [];
    else if (this.firstChunk >= 1024) this.chunks = this.chunks.slice(this.firstChunk);
    else return;
    this.firstChunk = 0;
  }
}
