import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { PacketReader } from '../../protocol/framing/packet-reader.js';
import { PacketWriter } from '../../protocol/framing/packet-writer.js';
import { Sequence } from '../../protocol/framing/sequence.js';
import type { Traffic } from '../status/counters.js';
import { CompressedLink } from './compressed-link.js';
import type { Codec } from './compression.js';
import { Deferred } from './deferred.js';

/** Finished packets of so many bytes are worth a write of their own. */
const FLUSH_THRESHOLD = 60 * 1024;
/** A fast reader must not keep every other connection waiting: after so many bytes it is their turn. */
const BYTES_PER_TURN = 256 * 1024;
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

/** Somebody who waits for bytes that have not come yet; one of the last two is called, once, in the turn in which it is known. */
export interface WaitingRead<T> {
  /** Takes them if they are here now. */
  next(): T | null;
  /** With null there will be none. */
  arrived(bytes: T | null): void;
  /** The stream can't be understood (ProtocolError): the channel must be closed. */
  failed(error: Error): void;
  /**
   * The answer to a command that is recognised as it came, alone and whole, by its bytes; null if it is to be read. The channel sends
   * it, and the wait goes on.
   */
  recall?(chunk: Buffer): Buffer | null;
}

/** How long the peer may stall in the middle of something, in milliseconds; asked when it does. */
export interface Patience {
  /** Between two pieces of a payload, or before an answer that must come. */
  readMs(): number;
  /** Without taking any byte of those that wait. */
  writeMs(): number;
}

const ENDLESS: Patience = { readMs: () => 0, writeMs: () => 0 };

/**
 * Payloads over a socket: reads one when asked, writes packets together, and waits where the peer reads
 * slowly. Nothing here knows what the payloads mean. The socket can be exchanged for one with TLS, and the bytes
 * can be compressed from some point on.
 */
export class PacketChannel {
  readonly packets: PacketWriter;
  patience: Patience = ENDLESS;
  private socket: Socket;
  /** The socket below TLS, if there is any. */
  private readonly lowest: Socket;
  private readonly onLost: () => void;
  private readonly sequence = new Sequence();
  private readonly reader: PacketReader;
  private link: CompressedLink | null = null;
  private decompressing = false;
  private lost = false;
  private closing = false;
  private waitingRead: WaitingRead<unknown> | null = null;
  /** Somebody waits for what comes next, and nothing of that has come. */
  private isBetween = false;
  private waitingDrain: Deferred<void> | null = null;
  private interruption: Error | null = null;
  private bytesThisTurn = 0;
  private readonly listeners = {
    data: (chunk: Buffer): void => { this.received(chunk); },
    drain: (): void => {
      this.waitingDrain?.resolve();
      this.waitingDrain = null;
    },
    end: (): void => { this.lose(); },
    close: (): void => { this.lose(); },
    // The event 'close' follows and does what there is to do.
    error: (): void => undefined,
    timeout: (): void => { this.stalled(); },
  } as const;

  /**
   * @param maxPayload largest payload that the peer may send, in bytes
   * @param onLost called once, as soon as the peer is gone or the socket is closed
   */
  constructor(socket: Socket, maxPayload: number, onLost: () => void) {
    this.socket = socket;
    this.lowest = socket;
    this.onLost = onLost;
    this.reader = new PacketReader(this.sequence, maxPayload);
    this.packets = new PacketWriter(this.sequence);
    this.attach();
  }

  get traffic(): Traffic {
    return { received: this.lowest.bytesRead, sent: this.lowest.bytesWritten };
  }

  /** The peer is gone. */
  get isLost(): boolean {
    return this.lost;
  }

  /** Somebody waits for what the peer says. */
  get isAwaiting(): boolean {
    return this.waitingRead !== null;
  }

  set maxPayload(size: number) {
    this.reader.maxPayload = size;
  }

  /**
   * Goes on over another socket on top of this one. `wrap` gets the old socket, paused and with every byte that has
   * not been read as a payload still in it: such bytes never count as said over the new one.
   */
  async exchangeSocket<Wrapped extends Socket>(wrap: (socket: Socket) => Promise<Wrapped>): Promise<Wrapped> {
    const old = this.socket;
    for (const [event, listener] of Object.entries(this.listeners)) if (event !== 'error') old.off(event, listener);
    old.pause();
    const rest = this.reader.takeRest();
    if (rest.length > 0) old.unshift(rest);
    try {
      const wrapped = await wrap(old);
      this.socket = wrapped;
      this.attach();
      return wrapped;
    } catch {
      this.lose();
      old.destroy();
      throw new ConnectionLost();
    }
  }

  /** From here on both directions are compressed. */
  startCompression(codec: Codec): void {
    this.flush();
    this.link = new CompressedLink(this.socket, codec);
    this.link.receive(this.reader.takeRest());
  }

  /**
   * The answer is complete: the next payload, in either direction, starts a new conversation. What was written waits for
   * a flush, unless it must go in frames of its own.
   */
  endConversation(): void {
    this.interruption = null;
    if (this.link !== null) {
      this.flush();
      this.link.restartSequence();
    }
    this.sequence.restart();
  }

  /**
   * The next payload, or null when the peer has gone. Throws ProtocolError for a stream that cannot be
   * understood; the channel must be closed after that.
   */
  read(): Promise<Buffer | null> {
    return this.take(() => this.reader.next());
  }

  /** The next payload if it is here already, else null. Throws like {@link read}. */
  payloadAtHand(): Buffer | null {
    return this.reader.next();
  }

  /** The next payload, by {@link payloadAtHand}, to one who is told in the turn in which it comes. */
  await(waiting: WaitingRead<Buffer>): void {
    if (this.lost || this.closing) waiting.arrived(null);
    else this.wait(waiting);
  }

  /** A piece of a stream of data, as it came; empty at the end of the stream. Else like {@link read}. */
  readPiece(): Promise<Buffer | null> {
    return this.take(() => this.reader.nextPiece());
  }

  /** The same if it is here already, else null. */
  pieceAtHand(): Buffer | null {
    return this.reader.nextPiece();
  }

  /** Like {@link readPiece}, or `anew` if the peer begins another conversation instead; nothing of that is read. */
  readFirstPiece(): Promise<Buffer | 'anew' | null> {
    return this.take<Buffer | 'anew'>(() => (this.reader.startsAnew() ? 'anew' : this.reader.nextPiece()));
  }

  /** A payload that must come, in the middle of an exchange. Throws ConnectionLost. */
  async readExpected(): Promise<Buffer> {
    const reading = this.read();
    if (this.waitingRead !== null) this.watchRead();
    const payload = await reading;
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

  /** Whoever waits for a slow peer in this conversation, or is going to, waits no longer but fails with `reason`. */
  interrupt(reason: Error): void {
    this.interruption = reason;
    this.waitingDrain?.reject(reason);
    this.waitingDrain = null;
  }

  /** The peer leaves so much unread that nothing more should be made for it before {@link roomAgain}. */
  get isFull(): boolean {
    return this.socket.writableNeedDrain || (this.link?.isFull ?? false);
  }

  /** The same, and some of that has not even left this process; what is written at once counts as unread until the turn ends. */
  get isBehind(): boolean {
    return this.socket.writableLength > 0 && this.isFull;
  }

  /** Sends what is left, then closes. What the peer still says is not listened to. */
  close(): void {
    if (this.closing) return;
    if (!this.lost) this.flush();
    this.closing = true;
    this.giveUpReading();
    const { socket } = this;
    // Its event 'close' does not come twice: the timer below would keep all that the connection had until it is over.
    if (socket.destroyed) return;
    const giveUp = setTimeout(() => {
      socket.destroy();
    }, CLOSE_TIMEOUT_MS);
    socket.once('close', () => {
      clearTimeout(giveUp);
    });
    // Unread bytes would turn the close into a reset, and the peer might lose our last packet.
    socket.resume();
    void (this.link?.idle() ?? Promise.resolve()).then(() => {
      socket.end(() => {
        setTimeout(() => {
          socket.destroy();
        }, LINGER_MS);
      });
    });
  }

  /** Closes at once, without sending what is left. */
  destroy(): void {
    this.socket.destroy();
  }

  private attach(): void {
    for (const [event, listener] of Object.entries(this.listeners)) this.socket.on(event, listener);
  }

  private async take<T>(next: () => T | null): Promise<T | null> {
    const taken = next();
    if (taken !== null) return taken;
    if (this.lost || this.closing) return null;
    const later = new Deferred<T | null>();
    this.wait({ next, arrived: later.resolve, failed: later.reject });
    return later.promise;
  }

  private wait<T>(waiting: WaitingRead<T>): void {
    if (this.socket.isPaused()) this.socket.resume();
    this.waitingRead = waiting;
    this.isBetween = this.link === null && !this.reader.isInsidePacket;
    if (this.link !== null) this.deliver();
    else this.watchPart();
  }

  private send(): boolean {
    if (this.lost || this.closing) throw new ConnectionLost();
    const bytes = this.packets.take();
    this.bytesThisTurn += bytes.length;
    const roomLeft = this.link === null ? this.socket.write(bytes) : this.link.write(bytes);
    this.reuseSent();
    return roomLeft && this.bytesThisTurn < BYTES_PER_TURN;
  }

  /** Resolves when the peer has taken what waited, and others have had their turn. Rejects with ConnectionLost. */
  async roomAgain(): Promise<void> {
    if (this.link !== null) await this.link.idle();
    if (this.interruption !== null) throw this.interruption;
    if (this.socket.writableNeedDrain && !this.lost) {
      this.waitingDrain ??= new Deferred<void>();
      this.socket.setTimeout(this.patience.writeMs());
      try {
        await this.waitingDrain.promise;
      } finally {
        this.socket.setTimeout(0);
      }
    } else {
      await nextTurn();
    }
    this.bytesThisTurn = 0;
    this.reuseSent();
    if (this.lost) throw new ConnectionLost();
  }

  /** A fast reader is served out of one buffer. New ones for everything it reads would have the heap collected again and again. */
  private reuseSent(): void {
    if (this.link === null && this.socket.writableLength === 0) this.packets.reuse();
  }

  private received(chunk: Buffer): void {
    if (this.closing) return;
    if (this.isBetween && this.answerAgain(chunk)) return;
    this.isBetween = false;
    if (this.link === null) this.reader.push(chunk);
    else this.link.receive(chunk);
    if (this.waitingRead !== null) this.deliver();
    else if (this.reader.pending + (this.link?.pending ?? 0) > READ_AHEAD) this.socket.pause();
  }

  private answerAgain(chunk: Buffer): boolean {
    const waiting = this.waitingRead;
    if (waiting?.recall === undefined || this.socket.writableNeedDrain) return false;
    const answer = waiting.recall(chunk);
    if (answer === null) return false;
    this.socket.write(answer);
    return true;
  }

  /** Gives the read that waits its bytes, or the error that stands in its place, if there is one. */
  private deliver(): void {
    const waiting = this.waitingRead;
    if (waiting === null || this.decompressing) return;
    let bytes: unknown;
    try {
      bytes = waiting.next();
      if (bytes === null) this.decompress();
    } catch (error) {
      this.failRead(error);
      return;
    }
    if (bytes === null) return;
    this.stopWatching();
    this.waitingRead = null;
    waiting.arrived(bytes);
  }

  private decompress(): void {
    const content = this.link?.next() ?? null;
    if (content === null) {
      this.watchPart();
      return;
    }
    this.decompressing = true;
    content.then(
      (bytes) => {
        this.decompressing = false;
        this.reader.push(bytes);
        this.deliver();
      },
      (error: unknown) => {
        this.decompressing = false;
        this.failRead(error);
      },
    );
  }

  private failRead(error: unknown): void {
    this.stopWatching();
    const waiting = this.waitingRead;
    this.waitingRead = null;
    waiting?.failed(error as Error);
  }

  private giveUpReading(): void {
    const waiting = this.waitingRead;
    this.waitingRead = null;
    waiting?.arrived(null);
  }

  /** Once the peer has begun to say something it must go on. */
  private watchPart(): void {
    if (this.reader.isInsidePacket || (this.link !== null && this.link.pending > 0)) this.watchRead();
  }

  private watchRead(): void {
    this.socket.setTimeout(this.patience.readMs());
  }

  private stopWatching(): void {
    if (this.socket.timeout) this.socket.setTimeout(0);
  }

  /** The peer neither goes on nor takes what waits for it (`net_read_timeout`, `net_write_timeout`). */
  private stalled(): void {
    this.socket.destroy();
  }

  private lose(): void {
    if (this.lost) return;
    this.lost = true;
    this.giveUpReading();
    this.waitingDrain?.reject(new ConnectionLost());
    this.waitingDrain = null;
    this.onLost();
  }
}
