/** Largest payload of one packet; a payload of this size or more goes on in the next packet. */
export const MAX_FRAME = 0xff_ffff;

export const HEADER_SIZE = 4;

/**
 * The sequence id that the next packet must have, in either direction: both sides count the same
 * conversation, which starts at 0 with each command (manual page "Protocol::Packet").
 */
export class Sequence {
  private expected = 0;

  /** A new conversation begins. */
  restart(): void {
    this.expected = 0;
  }

  /** Whether a packet of this id is none of this conversation but begins the next one. */
  isNewBeginning(id: number): boolean {
    return id === 0 && this.expected !== 0;
  }

  /** Whether the command has been read, in one packet, and the answer is to begin. */
  get isAtAnswer(): boolean {
    return this.expected === 1;
  }

  /** The id of the next packet; the one after it will be one higher, 255 is followed by 0. */
  next(): number {
    const id = this.expected;
    this.expected = (id + 1) & 0xff;
    return id;
  }
}
