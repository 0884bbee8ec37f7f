import { Capability, hasCapability } from '../../protocol/capabilities.js';
import { writeLocalInfileRequest } from '../../protocol/packets/local-infile-request.js';
import { BLOCK_BYTES } from '../../storage/stream-blocks.js';
import type { ClientFiles } from '../client-files.js';
import { clientTranscoding } from './client-text.js';
import { ConnectionLost } from './packet-channel.js';
import { respondOk, type AnswerTarget } from './respond.js';

const NOTHING = Buffer.alloc(0);

/** What a file is asked for over. */
export interface LocalInfileTarget extends AnswerTarget {
  /** How long the client may be silent while it is waited for, in milliseconds: `net_read_timeout`. */
  readTimeoutMs(): number;
  /** No further command is read. */
  quit(): void;
}

/**
 * The files of one client while it waits for the answer to a COM_QUERY (manual page "COM_QUERY Response",
 * "LOCAL INFILE Request"). Two blocks are held, one that is used and one that fills; the client is read no faster than that.
 */
export class LocalInfile implements ClientFiles {
  readonly allowed: boolean;
  private readonly target: LocalInfileTarget;
  private requests = 0;
  /** A request is out and the empty packet that ends the file has not come. */
  private open = false;
  private reading: Promise<number> | null = null;
  private isFirstPiece = false;
  /** What of the last piece found no room in its block. */
  private rest: Buffer = NOTHING;
  /** The client did not answer a request and went on with another command; it waits for no answer either. */
  private left = false;

  constructor(target: LocalInfileTarget) {
    this.target = target;
    this.allowed = hasCapability(target.capabilities, Capability.LOCAL_FILES);
  }

  async *request(name: string): AsyncGenerator<Uint8Array, void, undefined> {
    await this.drain();
    this.ask(name);
    let [lent, filling] = [Buffer.allocUnsafeSlow(BLOCK_BYTES), Buffer.allocUnsafeSlow(BLOCK_BYTES)];
    // Whoever asks for the first block wants to know whether there is a file.
    let filled = await this.fill(lent, 1);
    while (filled > 0) {
      const next = this.fill(filling, BLOCK_BYTES);
      // What goes wrong is told to whoever asks for that block.
      next.catch(() => undefined);
      yield lent.subarray(0, filled);
      filled = await next;
      [lent, filling] = [filling, lent];
    }
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
    if (!this.open && this.reading === null) return;
    const dropped = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    do await this.fill(dropped, BLOCK_BYTES); while (this.open);
    this.rest = NOTHING;
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
    this.isFirstPiece = true;
  }

  /** One reader at a time: who comes meanwhile (after an abort) waits for the one that is there. */
  private async fill(block: Buffer, least: number): Promise<number> {
    while (this.reading !== null) await this.reading.catch(() => null);
    this.reading = this.read(block, least);
    try {
      return await this.reading;
    } finally {
      this.reading = null;
    }
  }

  /** Puts what comes of the file into a block, at least so many bytes unless it ends. Returns how many. */
  private async read(block: Buffer, least: number): Promise<number> {
    const { channel } = this.target;
    let filled = this.take(this.rest, block, 0);
    const silence = setTimeout(() => {
      channel.destroy();
    }, this.target.readTimeoutMs());
    try {
      while (filled < block.length && this.open) {
        const piece = this.isFirstPiece ? await this.awaitPiece() : channel.pieceAtHand() ?? (filled < least ? await this.awaitPiece() : null);
        if (piece === null) break;
        silence.refresh();
        if (piece.length === 0) this.open = false;
        filled += this.take(piece, block, filled);
      }
      return filled;
    } catch (error) {
      // Where the next packet begins is not known any more.
      this.open = false;
      this.target.quit();
      throw error;
    } finally {
      clearTimeout(silence);
    }
  }

  /** Copies what there is room for: pieces of a socket are memory outside of V8's heap, and keeping them makes its collector work. */
  private take(piece: Buffer, block: Buffer, place: number): number {
    const copied = piece.copy(block, place);
    this.rest = copied === piece.length ? NOTHING : piece.subarray(copied);
    return copied;
  }

  /** Null if the client went on with another command. */
  private async awaitPiece(): Promise<Buffer | null> {
    const { channel } = this.target;
    const piece = await (this.isFirstPiece ? channel.readFirstPiece() : channel.readPiece());
    this.isFirstPiece = false;
    if (piece === null) throw new ConnectionLost();
    if (piece !== 'anew') return piece;
    this.left = true;
    this.open = false;
    return null;
  }
}
