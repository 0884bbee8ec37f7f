import type { Duplex } from 'node:stream';
import { CompressedFrameReader, compressedFrameHeader } from '../../protocol/framing/compressed-frames.js';
import { Sequence } from '../../protocol/framing/sequence.js';
import type { Codec } from './compression.js';

/** What is shorter gains nothing: MIN_COMPRESS_LENGTH of MySQL. */
const LEAST_COMPRESSED = 50;
/**
 * Content of one frame that we send. zlib works in a thread of its own, and there is a client that reads a packet of at most two
 * frames, as packets of MySQL are; zstd works in ours, so that a frame must not keep others waiting long.
 */
const FRAME_CONTENT = { zlib: 0xff_ffff, zstd: 64 * 1024 } as const;
/** Bytes that may wait to be compressed before the producer has to. */
const BACKLOG = 128 * 1024;

/**
 * Frames over a stream (manual page "Compression"): what is written is compressed and sent in order, what was
 * received is decompressed one frame at a time, when it is asked for.
 */
export class CompressedLink {
  private readonly stream: Duplex;
  private readonly codec: Codec;
  private readonly sequence = new Sequence();
  private readonly frames = new CompressedFrameReader(this.sequence);
  private queue: Promise<void> = Promise.resolve();
  private backlog = 0;

  constructor(stream: Duplex, codec: Codec) {
    this.stream = stream;
    this.codec = codec;
  }

  /** Bytes that came and are not yet decompressed. */
  get pending(): number {
    return this.frames.pending;
  }

  /** Enough waits to be compressed. */
  get isFull(): boolean {
    return this.backlog >= BACKLOG;
  }

  receive(chunk: Buffer): void {
    this.frames.push(chunk);
  }

  /** The next frame begins a new conversation. */
  restartSequence(): void {
    this.sequence.restart();
  }

  /** The content of the next frame; null when it has not come wholly. Throws and rejects with ProtocolError. */
  next(): Promise<Buffer> | null {
    const frame = this.frames.next();
    if (frame === null) return null;
    const { content, uncompressedLength } = frame;
    return uncompressedLength === 0 ? Promise.resolve(content) : this.codec.decompress(content, uncompressedLength);
  }

  /** Sends bytes, in frames. False when enough waits: go on after {@link idle}. */
  write(bytes: Buffer): boolean {
    const size = FRAME_CONTENT[this.codec.name];
    for (let from = 0; from < bytes.length; from += size) {
      const content = bytes.subarray(from, from + size);
      const sequenceId = this.sequence.next();
      this.backlog += content.length;
      this.queue = this.queue.then(() => this.send(content, sequenceId));
    }
    return !this.isFull && !this.stream.writableNeedDrain;
  }

  /** Resolves when everything written has been handed to the stream. */
  idle(): Promise<void> {
    return this.queue;
  }

  private async send(content: Buffer, sequenceId: number): Promise<void> {
    if (!this.stream.destroyed) {
      const compressed = content.length < LEAST_COMPRESSED ? content : await this.codec.compress(content);
      const frame = compressed.length < content.length ? { content: compressed, uncompressedLength: content.length } : { content, uncompressedLength: 0 };
      this.stream.write(Buffer.concat([compressedFrameHeader(frame, sequenceId), frame.content]));
    }
    this.backlog -= content.length;
  }
}
