import { HEADER_SIZE } from '../../protocol/framing/sequence.js';
import type { CommandKind } from '../../protocol/commands.js';
import type { AnswerAtOnce } from '../statement-service.js';

/** An answer that is there already, and the packets that it became for a client. */
export interface EncodedAnswer {
  readonly answer: AnswerAtOnce;
  readonly packets: Buffer;
}

/** A command as it came, and what it was answered. */
export interface RepeatedCommand extends EncodedAnswer {
  readonly kind: CommandKind;
  /** The bytes of the command in its packet, one to a character: what a Buffer says of itself alone would fill two lines of the processor's cache. */
  readonly packet: string;
}

/** Longer commands are not what drivers and pools send all day. */
const LONGEST_PAYLOAD = 256;
/** Commands that are kept for one client. */
const MOST = 8;

/**
 * What one client sends again and again, recognised by its bytes: `SELECT 1` of a pool is neither cut out of a stream nor decoded,
 * looked up or encoded twice. This holds as long as nothing can have changed the session, so whatever is not such a question
 * makes the client {@link forget} all of it, and so does a change of what sessions share.
 */
export class RepeatedCommands {
  private last: RepeatedCommand | null = null;
  private kept: RepeatedCommand[] = [];
  private next = 0;
  private shared: object | null = null;

  /** The command that came with exactly these bytes. */
  find(packet: Buffer, shared: object): RepeatedCommand | null {
    const { last } = this;
    if (last === null || shared !== this.shared) return null;
    if (isIn(packet, last.packet)) return last;
    for (const command of this.kept) if (isIn(packet, command.packet)) return (this.last = command);
    return null;
  }

  /** Keeps the answer to the command of a payload that came in one packet. */
  keep(kind: CommandKind, payload: Buffer, { answer, packets }: EncodedAnswer, shared: object): void {
    if (payload.length > LONGEST_PAYLOAD) return;
    if (shared !== this.shared) this.forget();
    this.shared = shared;
    const packet = Buffer.concat([Buffer.alloc(HEADER_SIZE), payload]);
    packet.writeUIntLE(payload.length, 0, HEADER_SIZE - 1);
    if (this.find(packet, shared) !== null) return;
    this.last = { kind, packet: packet.toString('latin1'), answer, packets };
    this.kept[this.next] = this.last;
    this.next = (this.next + 1) % MOST;
  }

  forget(): void {
    if (this.last === null) return;
    this.last = null;
    this.kept = [];
    this.next = 0;
  }
}

/** From the end on: questions differ there, and begin alike. */
function isIn(bytes: Buffer, text: string): boolean {
  if (bytes.length !== text.length) return false;
  for (let at = text.length - 1; at >= 0; at -= 1) if (bytes[at] !== text.charCodeAt(at)) return false;
  return true;
}
