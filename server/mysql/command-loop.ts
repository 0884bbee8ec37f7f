import { Deferred } from './deferred.js';
import type { IdleTimer } from './idle-timer.js';
import { ConnectionLost, type PacketChannel, type WaitingRead } from './packet-channel.js';

/** Who answers the commands of a connection. */
export interface Answerer {
  /** The last command has been answered, or none is to be read any more. */
  readonly isLeaving: boolean;
  /** Answers a command into the channel; a promise where that takes longer than this turn. Only what is wrong with the connection is thrown. */
  answer(payload: Buffer): Promise<void> | void;
  /** The packets that answer a command, in its packet, which is known by its bytes; null for others. */
  recall(packet: Buffer): Buffer | null;
  /** No command is at hand: the client is waited for from now on. */
  rest(): void;
}

/**
 * Reads the commands of one client and has them answered, one after the other. Those that are here already and whose answers
 * are known at once are answered in the turn in which they came, and their answers leave together: small questions are
 * asked by the ten thousand per second, and each promise and each write on their way would show.
 */
export class CommandLoop implements WaitingRead<Buffer> {
  readonly #channel: PacketChannel;
  readonly #answerer: Answerer;
  readonly #idle: IdleTimer;
  readonly #end = new Deferred<void>();
  #waiting = false;

  constructor(channel: PacketChannel, answerer: Answerer, idle: IdleTimer) {
    this.#channel = channel;
    this.#answerer = answerer;
    this.#idle = idle;
  }

  /** Nothing is being answered: the client is waited for. */
  get isWaiting(): boolean {
    return this.#waiting;
  }

  /** Resolves when the client has left or is to leave, rejects with what is wrong with the connection. To be called once. */
  run(): Promise<void> {
    this.#channel.endConversation();
    this.#attempt();
    return this.#end.promise;
  }

  next(): Buffer | null {
    return this.#channel.payloadAtHand();
  }

  arrived(payload: Buffer | null): void {
    this.#waiting = false;
    if (payload === null) this.#end.resolve();
    else this.#attempt(payload);
  }

  recall(packet: Buffer): Buffer | null {
    return this.#answerer.recall(packet);
  }

  failed(error: Error): void {
    this.#waiting = false;
    this.#end.reject(error);
  }

  #attempt(first: Buffer | null = null): void {
    try {
      this.#goOn(first);
    } catch (error) {
      this.#end.reject(error as Error);
    }
  }

  /** Answers what is at hand, from `first` on; when something takes longer it goes on after that. */
  #goOn(first: Buffer | null): void {
    for (let payload = first; !this.#answerer.isLeaving; payload = null) {
      // Who reads no answers is asked no questions.
      if (this.#channel.isFull) {
        this.#waiting = true;
        this.#after(this.#channel.roomAgain(), payload);
        return;
      }
      payload ??= this.next();
      // What it sent ahead is for nobody any more, and nothing would end it.
      if (this.#channel.isLost) throw new ConnectionLost();
      if (payload === null) {
        this.#channel.flush();
        // Until the client has taken the end of its answer it is not idle.
        if (this.#channel.isBehind) continue;
        this.#wait();
        return;
      }
      const answering = this.#answerer.answer(payload);
      if (answering) {
        this.#after(this.#finish(answering));
        // Answers to those before must not wait for it.
        this.#channel.flush();
        return;
      }
      this.#channel.endConversation();
      const room = this.#channel.makeRoom();
      if (room !== null) {
        this.#after(room);
        return;
      }
    }
    this.#channel.flush();
    this.#end.resolve();
  }

  async #finish(answering: Promise<void>): Promise<void> {
    await answering;
    this.#channel.endConversation();
    // Statements that take long may change how long a client may be silent.
    this.#idle.adjust();
  }

  #after(work: Promise<void>, payload: Buffer | null = null): void {
    work.then(() => {
      this.#waiting = false;
      this.#attempt(payload);
    }, (error: unknown) => { this.#end.reject(error as Error); });
  }

  #wait(): void {
    this.#waiting = true;
    this.#answerer.rest();
    this.#channel.await(this);
  }
}
