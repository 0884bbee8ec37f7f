import { packetTooLarge, packetsOutOfOrder } from '../protocol-error.js';
import { ByteQueue } from './byte-queue.js';
import { HEADER_SIZE, MAX_FRAME, type Sequence } from './sequence.js';

const NOTHING = Buffer.alloc(0);

/**
 * Cuts a stream of chunks into payloads (manual page "Protocol::Packet"). Nothing is allocated on the word of a
 * header. Payloads are cut when they are asked for, so a client may send commands ahead.
 */
export class PacketReader {
  /** Largest payload accepted, in bytes. */
  maxPayload: number;
  private readonly sequence: Sequence;
  private readonly bytes = new ByteQueue();
  /** Bytes still to come of the packet whose header was read, or null between packets. */
  private frame: number | null = null;
  /** Whether the packet that began last was a full one, and whether the one before it was. */
  private isFull = false;
  private followsFull = false;
  /** The earlier packets of a payload that spans several. */
  private parts: Buffer[] = [];
  private partsLength = 0;

  constructor(sequence: Sequence, maxPayload: number) {
    this.sequence = sequence;
    this.maxPayload = maxPayload;
  }

  /** Number of bytes that came and were not yet handed out. */
  get pending(): number {
    return this.bytes.length + this.partsLength;
  }

  /** Whether a packet has begun whose end has not come. */
  get isInsidePacket(): boolean {
    return this.frame !== null || this.pending > 0;
  }

  push(chunk: Buffer): void {
    this.bytes.push(chunk);
  }

  /** Takes away what came behind the last payload: from here on it means something else. */
  takeRest(): Buffer {
    return this.bytes.take(this.bytes.length);
  }

  /**
   * The next whole payload, or null when more bytes are needed.
   * Throws ER_NET_PACKETS_OUT_OF_ORDER (1156) and ER_NET_PACKET_TOO_LARGE (1153); the stream is
   * unusable after that.
   */
  next(): Buffer | null {
    for (;;) {
      const part = this.nextPacket();
      if (part === null) return null;
      if (part.length < MAX_FRAME && this.parts.length === 0) return part;
      this.parts.push(part);
      this.partsLength += part.length;
      if (part.length < MAX_FRAME) return this.joinParts();
    }
  }

  /**
   * What is here of the next packets, as far as it lies together: for streams of data, of which nothing need be
   * joined. Empty for a packet without content that ends the stream; null when more bytes are needed. Throws like {@link next}.
   */
  nextPiece(): Buffer | null {
    for (;;) {
      const length = this.frame ?? this.readHeader();
      if (length === null) return null;
      if (length > 0) {
        const piece = this.bytes.takeSome(length);
        if (piece !== null) this.frame = piece.length === length ? null : length - piece.length;
        return piece;
      }
      this.frame = null;
      // Behind a full packet an empty one says that the content ended with that, not the stream.
      if (!this.followsFull) return NOTHING;
    }
  }

  private nextPacket(): Buffer | null {
    const length = this.frame ?? this.readHeader();
    if (length === null || this.bytes.length < length) return null;
    this.frame = null;
    return this.bytes.take(length);
  }

  /** Whether the next packet, as far as it is there, begins a new conversation instead of going on with this one. */
  startsAnew(): boolean {
    if (this.frame !== null || this.bytes.length < HEADER_SIZE) return false;
    return this.sequence.isNewBeginning(this.bytes.at(HEADER_SIZE - 1));
  }

  private readHeader(): number | null {
    if (this.bytes.length < HEADER_SIZE) return null;
    const header = this.bytes.takeUint32();
    const length = header & MAX_FRAME;
    if (header >>> 24 !== this.sequence.next()) throw packetsOutOfOrder();
    if (this.partsLength + length > this.maxPayload) throw packetTooLarge();
    this.frame = length;
    this.followsFull = this.isFull;
    this.isFull = length === MAX_FRAME;
    return length;
  }

  private joinParts(): Buffer {
    const payload = Buffer.concat(this.parts, this.partsLength);
    this.parts = [];
    this.partsLength = 0;
    return payload;
  }
}
