/** Most results are small. */
const FIRST_BYTES = 4 * 1024;
/** Kept from chunk to chunk; what a chunk with long texts needs beyond that goes with it. */
const MOST_KEPT_BYTES = 4 * 1024 * 1024;
/** Every number of the engine may begin at a multiple of this. */
const ALIGNMENT = 16;

/**
 * Where the columns of a chunk are copied to. All chunks of a result share it, one after the other: memory of its own for each
 * would have JavaScript's whole heap collected every few dozen chunks.
 */
export class ChunkMemory {
  #bytes = new Uint8Array(FIRST_BYTES);
  #end = 0;
  #wanted = 0;

  /** The next chunk overwrites what was taken so far. */
  restart(): void {
    if (this.#wanted > this.#bytes.length && this.#bytes.length < MOST_KEPT_BYTES) {
      this.#bytes = new Uint8Array(Math.min(MOST_KEPT_BYTES, Math.max(this.#wanted, 2 * this.#bytes.length)));
    }
    this.#end = 0;
    this.#wanted = 0;
  }

  /** So many bytes, with anything in them. */
  take(size: number): Uint8Array<ArrayBuffer> {
    const start = this.#end;
    const end = start + Math.ceil(size / ALIGNMENT) * ALIGNMENT;
    this.#wanted += end - start;
    if (end > this.#bytes.length) return new Uint8Array(size);
    this.#end = end;
    return this.#bytes.subarray(start, start + size);
  }

  copy(source: Uint8Array): Uint8Array<ArrayBuffer> {
    const copy = this.take(source.length);
    copy.set(source);
    return copy;
  }

  /** So many 32-bit words, with anything in them. */
  words(count: number): Uint32Array {
    const { buffer, byteOffset } = this.take(count * 4);
    return new Uint32Array(buffer, byteOffset, count);
  }
}
