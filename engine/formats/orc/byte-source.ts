import { readSync } from 'node:fs';
import type { BlockCodec } from './block-codecs.js';
import { damaged } from './damaged.js';
import { LARGEST_BLOCK } from './limits.js';

/** Bytes of a local file. */
export interface FileRange {
  readonly descriptor: number;
  readonly offset: number;
  readonly length: number;
}

/** How the blocks of a file are compressed. */
export interface Blocks {
  readonly codec: BlockCodec;
  /** Bytes that a block holds at most. */
  readonly size: number;
}

const READ_BYTES = 128 * 1024;
const BLOCK_HEADER = 3;
const EMPTY = new Uint8Array(0);

/** A stream of a stripe: read from the file in pieces and decompressed block by block (ORC specification, Compression). */
export class ByteSource {
  readonly #range: FileRange;
  readonly #blocks: Blocks | null;
  /** Bytes of the range that were read. */
  #read = 0;
  /** What was read and not yet taken apart. */
  #raw: Uint8Array = EMPTY;
  #rawAt = 0;
  /** Content, from `#at` on. */
  #bytes: Uint8Array = EMPTY;
  #at = 0;
  /** The number that `varint` read, as two halves of 32 bits. */
  low = 0;
  high = 0;

  constructor(range: FileRange, blocks: Blocks | null) {
    this.#range = range;
    this.#blocks = blocks;
  }

  byte(): number {
    if (this.#at >= this.#bytes.length) this.#refill();
    return this.#bytes[this.#at++] as number;
  }

  /** The next bytes; valid until the next call. */
  bytes(length: number): Uint8Array {
    const start = this.#at;
    if (start + length <= this.#bytes.length) {
      this.#at = start + length;
      return this.#bytes.subarray(start, start + length);
    }
    const joined = new Uint8Array(length);
    this.fill(joined);
    return joined;
  }

  /** Fills a buffer with the next bytes. */
  fill(target: Uint8Array): void {
    let done = 0;
    while (done < target.length) {
      if (this.#at >= this.#bytes.length) this.#refill();
      const length = Math.min(target.length - done, this.#bytes.length - this.#at);
      target.set(this.#bytes.subarray(this.#at, this.#at + length), done);
      this.#at += length;
      done += length;
    }
  }

  /** Everything that is left. 1046 if that is more than `mostBytes`. */
  rest(mostBytes: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    let total = 0;
    while (this.#at < this.#bytes.length || this.#next()) {
      const piece = Uint8Array.from(this.#bytes.subarray(this.#at));
      total += piece.length;
      if (total > mostBytes) throw damaged(`its metadata takes more than ${mostBytes} bytes`);
      pieces.push(piece);
      this.#at = this.#bytes.length;
    }
    return Buffer.concat(pieces);
  }

  /** Reads a number of up to 64 bits, 7 in a byte, the least significant first, into `low` and `high`. */
  varint(): void {
    let byte = this.byte();
    let low = byte & 0x7f;
    let high = 0;
    let bits = 7;
    while (byte >= 128) {
      byte = this.byte();
      const part = byte & 0x7f;
      if (bits < 28) low |= part << bits;
      else if (bits === 28) {
        low |= part << 28;
        high = part >>> 4;
      } else if (bits < 64) high |= part << (bits - 32);
      else throw damaged('a number is too long');
      bits += 7;
    }
    this.low = low | 0;
    this.high = high | 0;
  }

  #refill(): void {
    if (!this.#next()) throw damaged('a stream ends too early');
  }

  /** Brings the next content that is not empty; false at the end. */
  #next(): boolean {
    for (;;) {
      const content = this.#blocks ? this.#nextBlock(this.#blocks) : this.#nextRaw();
      if (content === null) return false;
      this.#bytes = content;
      this.#at = 0;
      if (content.length > 0) return true;
    }
  }

  #nextRaw(): Uint8Array | null {
    const length = Math.min(READ_BYTES, this.#range.length - this.#read);
    return length === 0 ? null : this.#readBytes(length);
  }

  #nextBlock({ codec, size }: Blocks): Uint8Array | null {
    if (this.#rawAt === this.#raw.length && this.#read === this.#range.length) return null;
    this.#require(BLOCK_HEADER);
    const header = (this.#raw[this.#rawAt] as number) | ((this.#raw[this.#rawAt + 1] as number) << 8) | ((this.#raw[this.#rawAt + 2] as number) << 16);
    this.#rawAt += BLOCK_HEADER;
    const length = header >>> 1;
    this.#require(length);
    const block = this.#raw.subarray(this.#rawAt, this.#rawAt + length);
    this.#rawAt += length;
    return (header & 1) === 1 ? block : codec(block, Math.min(size, LARGEST_BLOCK));
  }

  /** Sees to it that so many bytes are there to be taken apart. */
  #require(length: number): void {
    const held = this.#raw.length - this.#rawAt;
    if (held >= length) return;
    const more = Math.min(Math.max(READ_BYTES, length - held), this.#range.length - this.#read);
    if (held + more < length) throw damaged('a stream ends too early');
    const next = this.#readBytes(more);
    if (held === 0) this.#raw = next;
    else {
      const joined = new Uint8Array(held + more);
      joined.set(this.#raw.subarray(this.#rawAt));
      joined.set(next, held);
      this.#raw = joined;
    }
    this.#rawAt = 0;
  }

  #readBytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const read = readSync(this.#range.descriptor, bytes, done, length - done, this.#range.offset + this.#read + done);
      if (read === 0) throw damaged('the file ends too early');
      done += read;
    }
    this.#read += length;
    return bytes;
  }
}

/** A stream that a writer left out, for it would be empty. */
export function emptySource(): ByteSource {
  return new ByteSource({ descriptor: -1, offset: 0, length: 0 }, null);
}
