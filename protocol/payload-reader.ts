import type { Transcoding } from './charsets/text-codec.js';
import { malformedPacket } from './protocol-error.js';

/**
 * A cursor over one payload, with the integers and strings of the manual page "Protocol Basics: Data
 * Types". Every read checks the bounds and throws ER_MALFORMED_PACKET (1835) beyond the end. Text is in the
 * character set of the sender, UTF-8 unless told.
 */
export class PayloadReader {
  private readonly payload: Buffer;
  private readonly transcoding: Transcoding;
  private position = 0;

  constructor(payload: Buffer, transcoding: Transcoding = null) {
    this.payload = payload;
    this.transcoding = transcoding;
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.payload.length - this.position;
  }

  uint8(): number {
    return this.payload.readUInt8(this.advance(1));
  }

  uint16(): number {
    return this.payload.readUInt16LE(this.advance(2));
  }

  uint24(): number {
    return this.payload.readUIntLE(this.advance(3), 3);
  }

  uint32(): number {
    return this.payload.readUInt32LE(this.advance(4));
  }

  uint64(): bigint {
    return this.payload.readBigUInt64LE(this.advance(8));
  }

  float(): number {
    return this.payload.readFloatLE(this.advance(4));
  }

  double(): number {
    return this.payload.readDoubleLE(this.advance(8));
  }

  /** int<lenenc>; lengths beyond 2^53 cannot be honest and are refused. */
  lenencInteger(): number {
    const first = this.uint8();
    if (first < 0xfb) return first;
    if (first === 0xfc) return this.uint16();
    if (first === 0xfd) return this.uint24();
    if (first !== 0xfe) throw malformedPacket();
    const value = this.uint64();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw malformedPacket();
    return Number(value);
  }

  /** string<fix>: a view, valid as long as the payload. */
  bytes(length: number): Buffer {
    const from = this.advance(length);
    return this.payload.subarray(from, from + length);
  }

  skip(length: number): void {
    this.advance(length);
  }

  /** string<lenenc> as bytes */
  lenencBytes(): Buffer {
    return this.bytes(this.lenencInteger());
  }

  /** string<lenenc> as text */
  lenencText(): string {
    return this.decoded(this.lenencBytes());
  }

  /** string<EOF> as bytes */
  rest(): Buffer {
    return this.bytes(this.remaining);
  }

  /** string<EOF> as text */
  restText(): string {
    if (this.transcoding !== null) return this.transcoding.decode(this.rest());
    const from = this.advance(this.remaining);
    return this.payload.toString('utf8', from);
  }

  /** string<NUL> as bytes, without the NUL. */
  nulTerminatedBytes(): Buffer {
    const end = this.payload.indexOf(0, this.position);
    if (end < 0) throw malformedPacket();
    const value = this.payload.subarray(this.position, end);
    this.position = end + 1;
    return value;
  }

  /** string<NUL> as text */
  nulTerminatedText(): string {
    return this.decoded(this.nulTerminatedBytes());
  }

  /** string<NUL> whose NUL may be missing at the very end, as some clients send their last field. */
  lastText(): string {
    return this.payload.indexOf(0, this.position) < 0 ? this.restText() : this.nulTerminatedText();
  }

  /** Text that stands in these bytes of the payload. */
  decoded(bytes: Buffer): string {
    return this.transcoding === null ? bytes.toString('utf8') : this.transcoding.decode(bytes);
  }

  private advance(length: number): number {
    const from = this.position;
    if (length > this.payload.length - from) throw malformedPacket();
    this.position = from + length;
    return from;
  }
}
