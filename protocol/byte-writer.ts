import type { Transcoding } from './charsets/text-codec.js';

const FIRST_SLAB = 4 * 1024;
const LARGEST_SLAB = 64 * 1024;
/** A string of so many UTF-16 units has at most 249 bytes, so that its length fits one byte. */
const UNITS_OF_ONE_LENGTH_BYTE = 83;
/** Below this a loop over the characters beats a call into the runtime. */
const UNITS_OF_LOOP = 32;

/** The same for bytes. */
const BYTES_OF_LOOP = 64;

const DASH = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const BILLION = 1_000_000_000;

/** Decimal digits of an integer from 0 to 2^31 - 1. */
function digitCount(value: number): number {
  let digits = 1;
  for (let limit = 10; limit <= value; limit *= 10) digits++;
  return digits;
}

/**
 * A growing buffer with the integers and strings of the manual page "Protocol Basics: Data Types".
 * Bytes pile up until {@link take} hands them out; what was handed out is never written again, the
 * rest of the slab is used for what comes next.
 */
export class ByteWriter {
  private slab: Buffer = Buffer.allocUnsafeSlow(FIRST_SLAB);
  private slabSize = FIRST_SLAB;
  private start = 0;
  private end = 0;

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
    if (length <= BYTES_OF_LOOP) {
      for (let i = 0; i < length; i++) this.slab[this.end + i] = source[start + i] ?? 0;
    } else {
      this.slab.set(source.subarray(start, start + length), this.end);
    }
    this.end += length;
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
  lenencTextIn(transcoding: Transcoding, value: string): void {
    if (transcoding === null) this.lenencText(value);
    else this.lenencBytes(transcoding.encode(value));
  }

  /** string<EOF> in the character set of the reader */
  textIn(transcoding: Transcoding, value: string): void {
    if (transcoding === null) this.text(value);
    else this.bytes(transcoding.encode(value));
  }

  /** string<lenenc> that holds the decimal digits of a safe integer. */
  lenencDigits(value: number): void {
    this.reserve(18);
    const negative = value < 0;
    const size = negative ? -value : value;
    // Arithmetic on 32-bit integers is several times faster than on doubles.
    const high = size < BILLION ? 0 : Math.floor(size / BILLION);
    const low = size - high * BILLION;
    const digits = high === 0 ? digitCount(low) : digitCount(high) + 9;
    this.slab[this.end++] = negative ? digits + 1 : digits;
    if (negative) this.slab[this.end++] = DASH;
    this.end += digits;
    if (high === 0) {
      this.digits(low, digits, this.end);
    } else {
      this.digits(low, 9, this.end);
      this.digits(high, digits - 9, this.end - 9);
    }
  }

  /** `YYYY-MM-DD`, of a year from 0 to 9999. */
  dateText(year: number, month: number, day: number): void {
    this.reserve(10);
    this.end += 10;
    const { slab, end } = this;
    this.digits(day, 2, end);
    slab[end - 3] = DASH;
    this.digits(month, 2, end - 3);
    slab[end - 6] = DASH;
    this.digits(year, 4, end - 6);
  }

  /** `HH:MM:SS.ffffff` of the seconds of a day and the microseconds of the second. */
  clockText(seconds: number, micros: number): void {
    this.reserve(15);
    this.end += 15;
    const { slab, end } = this;
    const minutes = (seconds / 60) | 0;
    const hours = (minutes / 60) | 0;
    this.digits(micros, 6, end);
    slab[end - 7] = DOT;
    this.digits(seconds - minutes * 60, 2, end - 7);
    slab[end - 10] = COLON;
    this.digits(minutes - hours * 60, 2, end - 10);
    slab[end - 13] = COLON;
    this.digits(hours, 2, end - 13);
  }

  /** Writes so many of the last digits of an integer below 2^31 in front of `end`. */
  private digits(value: number, count: number, end: number): void {
    const { slab } = this;
    let rest = value | 0;
    for (let position = end - 1; position >= end - count; position--) {
      const shifted = (rest / 10) | 0;
      slab[position] = 0x30 + rest - shifted * 10;
      rest = shifted;
    }
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
