import type { ResultTranscoding } from './charsets/text-codec.js';
import { LONGEST_INTEGER, writeInteger } from './digits.js';

const FIRST_SLAB = 4 * 1024;
const LARGEST_SLAB = 64 * 1024;
/** A string of so many UTF-16 units has at most 249 bytes, so that its length fits one byte. */
const UNITS_OF_ONE_LENGTH_BYTE = 83;
/** Below this a loop over the characters beats a call into the runtime. */
const UNITS_OF_LOOP = 32;

/** The same for bytes. */
const BYTES_OF_LOOP = 64;

/**
 * A growing buffer with the integers and strings of the manual page "Protocol Basics: Data Types".
 * Bytes pile up until {@link take} hands them out; what was handed out is not written again before
 * {@link reuse}, the rest of the slab is used for what comes next.
 */
export class ByteWriter {
  private slab: Buffer = Buffer.allocUnsafeSlow(FIRST_SLAB);
  private slabSize = FIRST_SLAB;
  private start = 0;
  /** Where the next byte goes, in the buffer of {@link claim}. */
  end = 0;

  /** Number of bytes written since the last {@link take}. */
  get length(): number {
    return this.end - this.start;
  }

  /** Hands out everything written so far, without copying. */
  take(): Buffer {
    const taken = this.slab.subarray(this.start, this.end);
    if (this.slab.length > LARGEST_SLAB) {
      // A slab that one huge value made: let it go with the value.
      this.slab = Buffer.allocUnsafeSlow(FIRST_SLAB);
      this.end = 0;
    }
    this.start = this.end;
    return taken;
  }

  /** Whoever was handed something has no more use for it: its place is written anew. */
  reuse(): void {
    if (this.length > 0) return;
    this.start = 0;
    this.end = 0;
  }

  /** A copy of everything from `place` on, which stays. */
  copyFrom(place: number): Buffer {
    return Buffer.from(this.slab.subarray(this.start + place, this.end));
  }

  /** Forgets everything from `length` on. */
  truncate(length: number): void {
    this.end = this.start + length;
  }

  /** Overwrites an already written 3-byte integer and the byte after it: a packet header. */
  patchHeader(at: number, payloadLength: number, sequence: number): void {
    const position = this.start + at;
    this.slab[position] = payloadLength & 0xff;
    this.slab[position + 1] = (payloadLength >> 8) & 0xff;
    this.slab[position + 2] = payloadLength >> 16;
    this.slab[position + 3] = sequence;
  }

  /** Opens a gap of `size` undefined bytes at `at`, moving what follows. */
  insertGap(at: number, size: number): void {
    this.reserve(size);
    const position = this.start + at;
    this.slab.copyWithin(position + size, position, this.end);
    this.end += size;
  }

  uint8(value: number): void {
    this.reserve(1);
    this.slab[this.end++] = value;
  }

  uint16(value: number): void {
    this.reserve(2);
    this.slab[this.end++] = value;
    this.slab[this.end++] = value >> 8;
  }

  uint24(value: number): void {
    this.reserve(3);
    this.slab[this.end++] = value;
    this.slab[this.end++] = value >> 8;
    this.slab[this.end++] = value >> 16;
  }

  /** Takes the 32 bits of the value, so that a bit set with bit 31 is welcome too. */
  uint32(value: number): void {
    this.reserve(4);
    this.slab[this.end++] = value;
    this.slab[this.end++] = value >> 8;
    this.slab[this.end++] = value >> 16;
    this.slab[this.end++] = value >> 24;
  }

  uint64(value: bigint): void {
    this.reserve(8);
    this.end = this.slab.writeBigUInt64LE(value, this.end);
  }

  /** int<lenenc> */
  lenencInteger(value: number): void {
    if (value < 251) {
      this.uint8(value);
    } else if (value < 0x1_0000) {
      this.uint8(0xfc);
      this.uint16(value);
    } else if (value < 0x100_0000) {
      this.uint8(0xfd);
      this.uint24(value);
    } else {
      this.uint8(0xfe);
      this.uint64(BigInt(value));
    }
  }

  float(value: number): void {
    this.reserve(4);
    this.end = this.slab.writeFloatLE(value, this.end);
  }

  double(value: number): void {
    this.reserve(8);
    this.end = this.slab.writeDoubleLE(value, this.end);
  }

  /** Sets bits of an already written byte. */
  setBits(at: number, bits: number): void {
    const position = this.start + at;
    this.slab[position] = (this.slab[position] ?? 0) | bits;
  }

  zeros(count: number): void {
    this.reserve(count);
    for (let i = 0; i < count; i++) this.slab[this.end++] = 0;
  }

  bytes(value: Uint8Array): void {
    this.reserve(value.length);
    this.slab.set(value, this.end);
    this.end += value.length;
  }

  /** string<lenenc> of bytes */
  lenencBytes(value: Uint8Array): void {
    this.lenencInteger(value.length);
    this.bytes(value);
  }

  /** string<lenenc> of a part of other bytes: `source[start … start + length)`. */
  lenencPart(source: Uint8Array, start: number, length: number): void {
    this.lenencInteger(length);
    this.reserve(length);
    const { slab, end } = this;
    if (length <= BYTES_OF_LOOP) {
      for (let i = 0; i < length; i++) slab[end + i] = source[start + i] ?? 0;
    } else {
      slab.set(source.subarray(start, start + length), end);
    }
    this.end = end + length;
  }

  /** string<EOF> or string<fix>: UTF-8 without a length. */
  text(value: string): void {
    this.reserve(value.length * 3);
    this.end += this.slab.write(value, this.end, 'utf8');
  }

  /** string<NUL> */
  nulTerminatedText(value: string): void {
    this.text(value);
    this.uint8(0);
  }

  /** string<lenenc> of UTF-8 */
  lenencText(value: string): void {
    const units = value.length;
    if (units > UNITS_OF_ONE_LENGTH_BYTE) {
      const size = Buffer.byteLength(value, 'utf8');
      this.lenencInteger(size);
      this.reserve(size);
      this.end += this.slab.write(value, this.end, 'utf8');
      return;
    }
    this.reserve(1 + units * 3);
    const first = this.end + 1;
    let position = first;
    if (units <= UNITS_OF_LOOP) {
      for (let i = 0; i < units; i++) {
        const unit = value.charCodeAt(i);
        if (unit > 0x7f) break;
        this.slab[position++] = unit;
      }
    }
    if (position - first < units) position = first + this.slab.write(value, first, 'utf8');
    this.slab[this.end] = position - first;
    this.end = position;
  }

  /** string<lenenc> in the character set of the reader */
  lenencTextIn(transcoding: ResultTranscoding, value: string): void {
    if (transcoding === null) this.lenencText(value);
    else this.lenencBytes(transcoding.encode(value));
  }

  /** string<EOF> in the character set of the reader */
  textIn(transcoding: ResultTranscoding, value: string): void {
    if (transcoding === null) this.text(value);
    else this.bytes(transcoding.encode(value));
  }

  /** string<lenenc> that holds the decimal digits of a safe integer. */
  lenencDigits(value: number): void {
    const out = this.claim(LONGEST_INTEGER + 1);
    const end = writeInteger(out, this.end + 1, value);
    out[this.end] = end - this.end - 1;
    this.end = end;
  }

  /** Lets a caller write in place: at most so many bytes, from {@link end} of the returned buffer on, which it sets behind them. */
  claim(most: number): Buffer {
    this.reserve(most);
    return this.slab;
  }

  private reserve(size: number): void {
    if (this.end + size <= this.slab.length) return;
    const pending = this.length;
    this.slabSize = Math.min(this.slabSize * 2, LARGEST_SLAB);
    const needed = pending + size;
    // Doubling once beyond a slab keeps the copying of a huge value linear.
    const slab = Buffer.allocUnsafeSlow(needed <= this.slabSize ? this.slabSize : Math.max(needed, pending * 2));
    this.slab.copy(slab, 0, this.start, this.end);
    this.slab = slab;
    this.start = 0;
    this.end = pending;
  }
}
