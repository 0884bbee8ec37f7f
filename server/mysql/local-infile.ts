import { Capability, hasCapability } from '../../protocol/capabilities.js';
import { MAX_FRAME } from '../../protocol/framing/sequence.js';
import { writeLocalInfileRequest } from '../../protocol/packets/local-infile-request.js';
import type { ClientFiles } from '../client-files.js';
import { clientTranscoding } from './client-text.js';
import { ConnectionLost } from './packet-channel.js';
import { respondOk, type AnswerTarget } from './respond.js';

/** Clients send packets of a few KiB: those that are here are handed on together, up to so many bytes. */
const WORTH_HANDING_ON = 256 * 1024;

/** What a file is asked for over. */
export interface LocalInfileTarget extends AnswerTarget {
  /** How long the client may be silent while it is waited for, in milliseconds: `net_read_timeout`. */
  readTimeoutMs(): number;
  /** No further command is read. */
  quit(): void;
}

/**
 * The files of one client while it waits for the answer to a COM_QUERY (manual page "COM_QUERY Response",
 * "LOCAL INFILE Request"). Little is held beside the last packet; the client is read no faster than the file is taken.
 */
export class LocalInfile implements ClientFiles {
  readonly allowed: boolean;
  private readonly target: LocalInfileTarget;
  private requests = 0;
  /** A request is out and the empty packet that ends the file has not come. */
  private open = false;
  /** The last packet was a full one, so an empty one would continue it and not end the file. */
  private continues = false;
  private reading: Promise<Uint8Array | null> | null = null;
  private isFirstPart = false;
  /** The client did not answer a request and went on with another command; it waits for no answer either. */
  private left = false;

  constructor(target: LocalInfileTarget) {
    this.target = target;
    this.allowed = hasCapability(target.capabilities, Capability.LOCAL_FILES);
  }

  async *request(name: string): AsyncGenerator<Uint8Array, void, undefined> {
    await this.drain();
    this.ask(name);
    for (let bytes = await this.next(); bytes !== null; bytes = await this.next()) yield bytes;
  }

  get abandoned(): boolean {
    return this.left;
  }

  /** The statement has its answer; a request of the next one in the same text is a first one again. */
  answered(): void {
    this.requests = 0;
  }

  /** Drops what the client still sends. Nothing may be answered before this has ended. */
  async drain(): Promise<void> {
    while (this.open) await this.next();
  }

  /** Clients expect one request for a result, so a second one is a second result. */
  private ask(name: string): void {
    const { channel, capabilities, session } = this.target;
    if (this.requests++ > 0 && hasCapability(capabilities, Capability.MULTI_RESULTS)) respondOk(this.target, 1, '', true);
    // The client knows its file by the bytes that it wrote in the statement.
    writeLocalInfileRequest(channel.packets.begin(), name, clientTranscoding(session));
    channel.packets.end();
    channel.flush();
    this.open = true;
    this.isFirstPart = true;
  }

  /** One reader at a time: who comes meanwhile (after an abort) waits for the one that is there. */
  private async next(): Promise<Uint8Array | null> {
    while (this.reading !== null) await this.reading.catch(() => null);
    if (!this.open) return null;
    this.reading = this.readSome();
    try {
      return await this.reading;
    } finally {
      this.reading = null;
    }
  }

  /** What has come of the file, at least a byte; null at its end. */
  private async readSome(): Promise<Uint8Array | null> {
    const { channel } = this.target;
    const silence = setTimeout(() => {
      channel.destroy();
    }, this.target.readTimeoutMs());
    try {
      const parts: Buffer[] = [];
      for (let size = 0; this.open && size < WORTH_HANDING_ON; ) {
        const part: Buffer | null = size === 0 ? await this.awaitPart() : channel.partAtHand();
        if (part === null) break;
        this.note(part);
        parts.push(part);
        size += part.length;
      }
      return parts.length === 0 ? null : joined(parts);
    } catch (error) {
      // Where the next packet begins is not known any more.
      this.open = false;
      this.target.quit();
      throw error;
    } finally {
      clearTimeout(silence);
    }
  }

  /** Null if the client went on with another command. */
  private async awaitPart(): Promise<Buffer | null> {
    const { channel } = this.target;
    const part = await (this.isFirstPart ? channel.readFirstPart() : channel.readPart());
    this.isFirstPart = false;
    if (part === null) throw new ConnectionLost();
    if (part !== 'anew') return part;
    this.left = true;
    this.open = false;
    return null;
  }

  private note(part: Buffer): void {
    if (part.length === 0 && !this.continues) this.open = false;
    this.continues = part.length === MAX_FRAME;
  }
}

function joined(parts: readonly Buffer[]): Buffer | null {
  const [first] = parts;
  const bytes = parts.length === 1 && first ? first : Buffer.concat(parts);
  return bytes.length === 0 ? null : bytes;
}
