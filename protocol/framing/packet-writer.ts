import { ByteWriter } from '../byte-writer.js';
import { HEADER_SIZE, MAX_FRAME, type Sequence } from './sequence.js';

/**
 * Puts payloads into packets (manual page "Protocol::Packet"), one behind the other in one buffer:
 * `begin`, write the fields, `end`. Bytes leave through {@link take}.
 */
export class PacketWriter {
  private readonly output = new ByteWriter();
  private readonly sequence: Sequence;
  /** Where the header of the open packet stands, or null between packets. */
  private header: number | null = null;

  constructor(sequence: Sequence) {
    this.sequence = sequence;
  }

  /** Bytes of finished packets that wait to be taken. */
  get pending(): number {
    return this.header ?? this.output.length;
  }

  /** Opens a packet; its payload goes to the returned writer. */
  begin(): ByteWriter {
    this.header = this.output.length;
    this.output.uint32(0);
    return this.output;
  }

  /** Closes the open packet: length and sequence id, split where the payload needs it. */
  end(): void {
    if (this.header === null) return;
    let header = this.header;
    let rest = this.output.length - header - HEADER_SIZE;
    this.header = null;
    while (rest >= MAX_FRAME) {
      this.output.patchHeader(header, MAX_FRAME, this.sequence.next());
      header += HEADER_SIZE + MAX_FRAME;
      rest -= MAX_FRAME;
      this.output.insertGap(header, HEADER_SIZE);
    }
    this.output.patchHeader(header, rest, this.sequence.next());
  }

  /** Gives up the open packet, if there is one: an error takes its place. */
  abandon(): void {
    if (this.header === null) return;
    this.output.truncate(this.header);
    this.header = null;
  }

  /** Whether a whole answer that was {@link copyFrom copied} may be repeated here: it goes on with the ids that its packets have. */
  get canRepeat(): boolean {
    return this.sequence.isAtAnswer && this.header === null;
  }

  /** A whole answer, from its first packet to its last, once more. */
  repeat(answer: Buffer): void {
    this.output.bytes(answer);
  }

  /** The finished packets from a place on that was {@link pending} once, since when nothing was taken. */
  copyFrom(place: number): Buffer {
    return this.output.copyFrom(place);
  }

  /** All finished packets, in one buffer that the caller may keep until it calls {@link reuse}. */
  take(): Buffer {
    return this.output.take();
  }

  /** Nobody needs what was taken any longer. */
  reuse(): void {
    this.output.reuse();
  }
}
