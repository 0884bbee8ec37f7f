import { packetTooLarge, packetsOutOfOrder } from '../protocol-error.js';
import { HEADER_SIZE, MAX_FRAME, type Sequence } from './sequence.js';

/**
 * Cuts a stream of chunks into payloads (manual page "Protocol::Packet"). Chunks are kept as they came
 * and joined at most once; nothing is allocated on the word of a header. Payloads are cut when they
 * are asked for, so a client may send commands ahead.
 */
export class PacketReader {
  /** Largest payload accepted, in bytes. */
  maxPayload: number;
  private readonly sequence: Sequence;
  private chunks: Buffer[] = [];
  private firstChunk = 0;
  private offset = 0;
  private buffered = 0;
  /** Payload length of the packet whose header was read, or null between packets. */
  private frame: number | null = null;
  /** The earlier packets of a payload that spans several. */
  private parts: Buffer[] = [];
  private partsLength = 0;

  constructor(sequence: Sequence, maxPayload: number) {
    this.sequence = sequence;
    this.maxPayload = maxPayload;
  }

  /** Number of bytes that came and were not yet handed out. */
  get pending(): number {
    return this.buffered + this.partsLength;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.buffered += chunk.length;
  }

  /**
   * The next whole payload, or null when more bytes are needed.
   * Throws ER_NET_PACKETS_OUT_OF_ORDER (1156) and ER_NET_PACKET_TOO_LARGE (1153); the stream is
   * unusable after that.
   */
  next(): Buffer | null {
    for (;;) {
      const part = this.nextPart();
      if (part === null) return null;
      if (part.length < MAX_FRAME && this.parts.length === 0) return part;
      this.parts.push(part);
      this.partsLength += part.length;
      if (part.length < MAX_FRAME) return this.joinParts();
    }
  }

  /**
   * The next packet alone, or null when more bytes are needed: for streams that need not be joined. One of
   * MAX_FRAME bytes goes on in the packet after it. Throws like {@link next}.
   */
  nextPart(): Buffer | null {
    const length = this.frame ?? this.readHeader();
    if (length === null || this.buffered < length) return null;
    this.frame = null;
    return this.consume(length);
  }

  /** Whether the next packet, as far as it is there, begins a new conversation instead of going on with this one. */
  startsAnew(): boolean {
    if (this.frame !== null || this.buffered < HEADER_SIZE) return false;
    let at = this.offset + HEADER_SIZE - 1;
    for (let index = this.firstChunk; ; index++) {
      const chunk = this.chunks[index];
      if (chunk === undefined) return false;
      const id = chunk[at];
      if (id !== undefined) return this.sequence.isNewBeginning(id);
      at -= chunk.length;
    }
  }

  private readHeader(): number | null {
    if (this.buffered < HEADER_SIZE) return null;
    const header = this.consume(HEADER_SIZE);
    const length = header.readUIntLE(0, 3);
    if (header.readUInt8(3) !== this.sequence.next()) throw packetsOutOfOrder();
    if (this.partsLength + length > this.maxPayload) throw packetTooLarge();
    this.frame = length;
    return length;
  }

  private joinParts(): Buffer {
    const payload = Buffer.concat(this.parts, this.partsLength);
    this.parts = [];
    this.partsLength = 0;
    return payload;
  }

  /** Takes exactly `length` buffered bytes: a view where they lie in one chunk, else a copy. */
  private consume(length: number): Buffer {
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
    if (this.firstChunk === this.chunks.length) this.chunks = [];
    else if (this.firstChunk >= 1024) this.chunks = this.chunks.slice(this.firstChunk);
    else return;
    this.firstChunk = 0;
  }
}
