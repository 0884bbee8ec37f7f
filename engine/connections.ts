import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement, DuckDBResult } from '@duckdb/node-api';
import type { Bindings } from './bindings.js';

/** Connections that wait to be used again; they hold next to nothing but what was prepared on them. */
const MOST_IDLE = 64;
/** What was prepared over staged files may hold one open, so it goes when it was not used for that long. */
const KEEP_PREPARED_MS = 20_000;
/** Statements that are kept prepared on one connection, and how long their SQL may be. */
const MOST_PREPARED = 32;
const LONGEST_PREPARED = 4096;

interface Prepared {
  readonly statement: DuckDBPreparedStatement;
  /** Milliseconds. */
  readonly usedAt: number;
}

/** A connection with the statements that were prepared on it last. One query at a time uses it. */
export class EngineConnection {
  readonly duckdb: DuckDBConnection;
  /** By their SQL; the one used last is the last. The engine plans anew what no longer fits, such as other types of parameters. */
  readonly #prepared = new Map<string, Prepared>();

  constructor(duckdb: DuckDBConnection) {
    this.duckdb = duckdb;
  }

  /**
   * Begins a query. The same SQL is read once, but not that of a short result over staged files: those the engine looks up and plans
   * anew for each run whether it was prepared or not. Throws DuckDB's errors.
   */
  async stream(sql: string, [values, types]: Bindings, isShort: boolean): Promise<DuckDBResult> {
    if (isShort && values.length === 0) return this.duckdb.run(sql);
    if (sql.length > LONGEST_PREPARED) return this.duckdb.stream(sql, values, types);
    const statement = await this.#statement(sql);
    statement.bind(values, types);
    return statement.stream();
  }

  async #statement(sql: string): Promise<DuckDBPreparedStatement> {
    const statement = this.#prepared.get(sql)?.statement ?? (await this.duckdb.prepare(sql));
    this.#prepared.delete(sql);
    this.#prepared.set(sql, { statement, usedAt: performance.now() });
    const [oldest] = this.#prepared.values();
    if (oldest && this.#prepared.size > MOST_PREPARED) this.forgetUnused(oldest.usedAt);
    return statement;
  }

  /** Forgets what was not used since a time, in milliseconds. */
  forgetUnused(since: number): void {
    for (const [sql, { statement, usedAt }] of this.#prepared) {
      if (usedAt > since) return;
      this.#prepared.delete(sql);
      statement.destroySync();
    }
  }

  close(): void {
    this.forgetUnused(Infinity);
    this.duckdb.closeSync();
  }
}

/** Connections of one engine, used again as long as nothing was left on them: opening one and planning take longer than a small query. */
export class EngineConnections {
  readonly #instance: DuckDBInstance;
  /** The one used last is the last. */
  readonly #idle: EngineConnection[] = [];
  readonly #sweeping: NodeJS.Timeout;

  constructor(instance: DuckDBInstance) {
    this.#instance = instance;
    this.#sweeping = setInterval(() => {
      const old = performance.now() - KEEP_PREPARED_MS;
      for (const connection of this.#idle) connection.forgetUnused(old);
    }, KEEP_PREPARED_MS / 4).unref();
  }

  /** To be handed back by {@link giveBack}, or closed. */
  async take(): Promise<EngineConnection> {
    return this.#idle.pop() ?? new EngineConnection(await this.#instance.connect());
  }

  /** Of a connection on which nothing runs, nothing was interrupted, and nothing was made. */
  giveBack(connection: EngineConnection): void {
    if (this.#idle.length < MOST_IDLE) this.#idle.push(connection);
    else connection.close();
  }

  close(): void {
    clearInterval(this.#sweeping);
    for (const connection of this.#idle.splice(0)) connection.close();
  }
}
