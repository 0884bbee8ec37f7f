import { packetsOutOfOrder, packetTooLarge } from '../protocol-error.js';
import { ByteQueue } from './byte-queue.js';
import type { Sequence } from './sequence.js';

const HEADER_SIZE = 7;

/** Largest content of a frame in either state, in bytes. */
const MAX_CONTENT = 0xff_ffff;

/** What one frame carries. */
export interface CompressedFrame {
  readonly content: Buffer;
  /** Bytes that the content has when it is decompressed; 0: it is not compressed. */
  readonly uncompressedLength: number;
}

/**
 * Cuts a stream into frames of the manual page "Compressed Packet". Frames know nothing of the packets in them:
 * one may hold several, or a part of one.
 */
export class CompressedFrameReader {
  private readonly sequence: Sequence;
  private readonly bytes = new ByteQueue();
  private header: { readonly length: number; readonly uncompressedLength: number } | null = null;

  constructor(sequence: Sequence) {
    this.sequence = sequence;
  }

  /** Number of bytes that came and were not yet handed out. */
  get pending(): number {
    return this.bytes.length;
  }

  push(chunk: Buffer): void {
    this.bytes.push(chunk);
  }

  /**
   * The next whole frame, or null when more bytes are needed. Throws ER_NET_PACKETS_OUT_OF_ORDER (1156);
   * the stream is unusable after that.
   */
  next(): CompressedFrame | null {
    this.header ??= this.readHeader();
    if (this.header === null || this.bytes.length < this.header.length) return null;
    const { length, uncompressedLength } = this.header;
    this.header = null;
    return { content: this.bytes.take(length), uncompressedLength };
  }

  private readHeader(): CompressedFrameReader['header'] {
    if (this.bytes.length < HEADER_SIZE) return null;
    const header = this.bytes.take(HEADER_SIZE);
    const id = header.readUInt8(3);
    if (this.sequence.isNewBeginning(id)) this.sequence.restart();
    if (id !== this.sequence.next()) throw packetsOutOfOrder();
    return { length: header.readUIntLE(0, 3), uncompressedLength: header.readUIntLE(4, 3) };
  }
}

/** The header of a frame. Throws ER_NET_PACKET_TOO_LARGE (1153) for content that no frame can hold. */
export function compressedFrameHeader({ content, uncompressedLength }: CompressedFrame, sequenceId: number): Buffer {
  if (content.length > MAX_CONTENT || uncompressedLength > MAX_CONTENT) throw packetTooLarge();
  const header = Buffer.allocUnsafe(HEADER_SIZE);
  header.writeUIntLE(content.length, 0, 3);
  header.writeUInt8(sequenceId, 3);
  header.writeUIntLE(uncompressedLength, 4, 3);
  return header;
}
