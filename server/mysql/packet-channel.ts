import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { PacketReader } from '../../protocol/framing/packet-reader.js';
import { PacketWriter } from '../../protocol/framing/packet-writer.js';
import { Sequence } from '../../protocol/framing/sequence.js';
import { Deferred } from './deferred.js';

/** Finished packets of so many bytes are worth a write of their own. */
const FLUSH_THRESHOLD = 60 * 1024;
/** A fast reader must not keep every other connection waiting: after so many bytes it is their turn. */
const BYTES_PER_TURN = 1024 * 1024;
/** A client that sends commands ahead is not read further than this. */
const READ_AHEAD = 1024 * 1024;
/** How long closing waits for a peer that does not take the last bytes, and for one that still talks. */
const CLOSE_TIMEOUT_MS = 10_000;
const LINGER_MS = 250;

/** The peer is gone. There is nobody left to tell. */
export class ConnectionLost extends Error {
  constructor() {
    super('connection lost');
    this.name = 'ConnectionLost';
  }
}

/** Somebody waits for bytes that have not come yet. */
interface WaitingRead {
  /** Takes them if they are here now. */
  retry(): boolean;
  reject(error: Error): void;
  /** There will be none. */
  giveUp(): void;
}

/**
 * Payloads over a socket: reads one when asked, writes packets together, and waits where the peer reads
 * slowly. Nothing here knows what the payloads mean.
 */
export class PacketChannel {
  readonly packets: PacketWriter;
  private readonly socket: Socket;
  private readonly onLost: () => void;
  private readonly sequence = new Sequence();
  private readonly reader: PacketReader;
  private lost = false;
  private closing = false;
  private waitingRead: WaitingRead | null = null;
  private waitingDrain: Deferred<void> | null = null;
  private bytesThisTurn = 0;

  /**
   * @param maxPayload largest payload that the peer may send, in bytes
   * @param onLost called once, as soon as the peer is gone or the socket is closed
   */
  constructor(socket: Socket, maxPayload: number, onLost: () => void) {
    this.socket = socket;
    this.onLost = onLost;
    this.reader = new PacketReader(this.sequence, maxPayload);
    this.packets = new PacketWriter(this.sequence);
    socket.on('data', (chunk) => {
      this.received(chunk);
    });
    socket.on('drain', () => {
      this.waitingDrain?.resolve();
      this.waitingDrain = null;
    });
    socket.on('end', () => {
      this.lose();
    });
    socket.on('close', () => {
      this.lose();
    });
    // The event 'close' follows and does what there is to do.
    socket.on('error', () => undefined);
  }

  set maxPayload(size: number) {
    this.reader.maxPayload = size;
  }

  /** The next payload, in either direction, starts a new conversation. */
  restartSequence(): void {
    this.sequence.restart();
  }

  /**
   * The next payload, or null when the peer has gone. Throws ProtocolError for a stream that cannot be
   * understood; the channel must be closed after that.
   */
  read(): Promise<Buffer | null> {
    return this.take(() => this.reader.next());
  }

  /** The next packet of a stream of data, not joined with those that continue it. Else like {@link read}. */
  readPart(): Promise<Buffer | null> {
    return this.take(() => this.reader.nextPart());
  }

  /** Like {@link readPart}, or `anew` if the peer begins another conversation instead; nothing of that is read. */
  readFirstPart(): Promise<Buffer | 'anew' | null> {
    return this.take<Buffer | 'anew'>(() => (this.reader.startsAnew() ? 'anew' : this.reader.nextPart()));
  }

  /** A payload that must come, in the middle of an exchange. Throws ConnectionLost. */
  async readExpected(): Promise<Buffer> {
    const payload = await this.read();
    if (payload === null) throw new ConnectionLost();
    return payload;
  }

  /** Hands the finished packets to the socket, without waiting for a slow peer. */
  flush(): void {
    if (this.packets.pending > 0) this.send();
  }

  /**
   * Between packets of a long answer: writes when enough has piled up. Returns null where the producer
   * may go on at once, else a promise of the moment when it may, which rejects with ConnectionLost.
   */
  makeRoom(): Promise<void> | null {
    if (this.packets.pending < FLUSH_THRESHOLD) return null;
    return this.send() ? null : this.roomAgain();
  }

  /** Sends what is left, then closes. What the peer still says is not listened to. */
  close(): void {
    if (this.closing) return;
    if (!this.lost) this.flush();
    this.closing = true;
    this.waitingRead?.giveUp();
    this.waitingRead = null;
    const giveUp = setTimeout(() => {
      this.socket.destroy();
    }, CLOSE_TIMEOUT_MS);
    this.socket.once('close', () => {
      clearTimeout(giveUp);
    });
    // Unread bytes would turn the close into a reset, and the peer might lose our last packet.
    this.socket.resume();
    this.socket.end(() => {
      setTimeout(() => {
        this.socket.destroy();
      }, LINGER_MS);
    });
  }

  /** Closes at once, without sending what is left. */
  destroy(): void {
    this.socket.destroy();
  }

  private async take<T>(next: () => T | null): Promise<T | null> {
    const taken = next();
    if (taken !== null) return taken;
    if (this.lost || this.closing) return null;
    if (this.socket.isPaused()) this.socket.resume();
    const later = new Deferred<T | null>();
    this.waitingRead = {
      retry: () => {
        const bytes = next();
        if (bytes !== null) later.resolve(bytes);
        return bytes !== null;
      },
      reject: (error) => { later.reject(error); },
      giveUp: () => { later.resolve(null); },
    };
    return later.promise;
  }

  private send(): boolean {
    if (this.lost || this.closing) throw new ConnectionLost();
    const bytes = this.packets.take();
    this.bytesThisTurn += bytes.length;
    const roomLeft = this.socket.write(bytes);
    return roomLeft && this.bytesThisTurn < BYTES_PER_TURN;
  }

  private async roomAgain(): Promise<void> {
    if (this.socket.writableNeedDrain) {
      this.waitingDrain ??= new Deferred<void>();
      await this.waitingDrain.promise;
    } else {
      await nextTurn();
    }
    this.bytesThisTurn = 0;
    if (this.lost) throw new ConnectionLost();
  }

  private received(chunk: Buffer): void {
    if (this.closing) return;
    this.reader.push(chunk);
    const waiting = this.waitingRead;
    if (waiting === null) {
      if (this.reader.pending > READ_AHEAD) this.socket.pause();
      return;
    }
    try {
      if (waiting.retry()) this.waitingRead = null;
    } catch (error) {
      this.waitingRead = null;
      waiting.reject(error as Error);
    }
  }

  private lose(): void {
    if (this.lost) return;
    this.lost = true;
    this.waitingRead?.giveUp();
    this.waitingRead = null;
    this.waitingDrain?.reject(new ConnectionLost());
    this.waitingDrain = null;
    this.onLost();
  }
}
