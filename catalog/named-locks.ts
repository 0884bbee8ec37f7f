import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Logger } from 'pino';
import type { ConnectionSettings } from './connection-settings.js';
import { breaksConnection, translateError } from './errors.js';

/** A connection to PostgreSQL. */
interface Connection {
  readonly client: pg.Client;
  readonly connected: Promise<unknown>;
}

/**
 * Locks by name that all servers of a catalog share: PostgreSQL's advisory locks, held by one connection of this server. They go when
 * that connection does, so a server that dies leaves none behind. Who holds one within the server is not known here.
 */
export class NamedLocks {
  readonly #settings: ConnectionSettings;
  readonly #log: Logger;
  readonly #losses = new Set<() => void>();
  #current: Connection | null = null;
  #isClosed = false;

  constructor(settings: ConnectionSettings, log: Logger) {
    this.#settings = settings;
    this.#log = log;
  }

  /** Takes a lock if no other server has it; what this server takes twice it must release twice. */
  async tryTake(name: string): Promise<boolean> {
    return this.#ask('SELECT pg_try_advisory_lock($1) AS answer', name);
  }

  async release(name: string): Promise<void> {
    await this.#ask('SELECT pg_advisory_unlock($1) AS answer', name);
  }

  /** Whether any server has it. */
  async isTaken(name: string): Promise<boolean> {
    return this.#ask(
      `SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND (classid::bigint << 32) | objid::bigint = $1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS answer`,
      name,
    );
  }

  /** Calls when the connection was lost, and with it all locks. */
  onLoss(listener: () => void): void {
    this.#losses.add(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#current?.client.end();
  }

  async #ask(text: string, name: string): Promise<boolean> {
    const connection = (this.#current ??= this.#connect());
    try {
      await connection.connected;
    } catch (error) {
      if (this.#current === connection) this.#current = null;
      throw translateError(error, this.#settings.address);
    }
    try {
      const { rows } = await connection.client.query<{ answer: boolean }>(text, [keyOf(name)]);
      return rows[0]?.answer === true;
    } catch (error) {
      // What was asked may still happen there, unknown to anybody.
      if (breaksConnection(error)) this.#lose(connection, error);
      throw translateError(error, this.#settings.address);
    }
  }

  #connect(): Connection {
    const client = new pg.Client({ ...this.#settings.base, ...this.#settings.limits });
    const connection = { client, connected: client.connect() };
    client.on('error', (error) => { this.#lose(connection, error); });
    client.on('end', () => { this.#lose(connection, null); });
    return connection;
  }

  /** A connection that goes tells so more than once, and by then there may be another. */
  #lose(connection: Connection, error: unknown): void {
    if (this.#current !== connection || this.#isClosed) return;
    this.#current = null;
    connection.client.end().catch(() => undefined);
    this.#log.warn({ err: error }, 'the connection that holds named locks was lost, and all of them with it');
    for (const listener of this.#losses) listener();
  }
}

/** An advisory lock is named by 64 bits. */
function keyOf(name: string): string {
  return String(createHash('sha256').update(`stagewire named lock ${name}`).digest().readBigInt64BE());
}
