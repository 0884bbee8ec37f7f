import { setMaxListeners } from 'node:events';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { EngineConnection, EngineConnections } from './connections.js';
import { abortError, translateEngineError } from './errors.js';
import type { Turns } from './turns.js';

/** The engine forgets an interrupt that comes between two of its steps, so it is told again. */
const INTERRUPT_EVERY_MS = 50;

interface QueryTables {
  /** An error of the engine as one for clients. */
  translate(error: unknown): Promise<unknown>;
  release(): Promise<void>;
}

/** One query on a connection that is its own until its end. Aborting the signal interrupts it. */
export class RunningQuery {
  readonly signal: AbortSignal;
  readonly #lent: EngineConnection;
  readonly #connections: EngineConnections;
  readonly #turns: Turns;
  readonly #aborted: () => void;
  #interrupting: NodeJS.Timeout | null = null;
  #tables: QueryTables | null = null;
  readonly #endings: (() => void)[] = [];
  /** Whether the next query may not have the connection. */
  #isSpoiled = false;

  /** @param lent taken from `connections` */
  constructor(lent: EngineConnection, connections: EngineConnections, turns: Turns, signal: AbortSignal) {
    this.#lent = lent;
    this.#connections = connections;
    this.signal = signal;
    this.#turns = turns;
    this.#aborted = () => {
      this.interrupt();
    };
    // Files are brought many at a time, and each listens.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', this.#aborted, { once: true });
  }

  get connection(): DuckDBConnection {
    return this.#lent.duckdb;
  }

  /** A call into the engine, in its turn. Throws what clients may see (1043 when aborted). */
  async call<T>(work: (connection: DuckDBConnection, lent: EngineConnection) => Promise<T>): Promise<T> {
    try {
      return await this.#turns.take(() => work(this.connection, this.#lent), this.signal);
    } catch (error) {
      this.spoil();
      throw this.#tables === null ? translateEngineError(error, this.signal) : await this.#tables.translate(error);
    }
  }

  /** Something is made or set on the connection that would be in the way of other queries. */
  spoil(): void {
    this.#isSpoiled = true;
  }

  refuseAborted(): void {
    if (this.signal.aborted) throw abortError(this.signal);
  }

  /** Tables that know more of errors, and that are to be released when the query is closed. */
  attach(tables: QueryTables): void {
    this.#tables = tables;
  }

  /** Has something done when the query is closed. */
  atEnd(work: () => void): void {
    this.#endings.push(work);
  }

  /** Ends whatever the engine does for this query, now and from now on. */
  interrupt(): void {
    this.spoil();
    this.connection.interrupt();
    this.#interrupting ??= setInterval(() => {
      this.connection.interrupt();
    }, INTERRUPT_EVERY_MS);
  }

  /** No call may be running. To be called once. */
  async close(): Promise<void> {
    this.signal.removeEventListener('abort', this.#aborted);
    if (this.#interrupting) clearInterval(this.#interrupting);
    if (this.#isSpoiled) this.#lent.close();
    else this.#connections.giveBack(this.#lent);
    for (const end of this.#endings) end();
    await this.#tables?.release();
  }
}
