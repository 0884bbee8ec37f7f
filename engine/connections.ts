import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement, DuckDBResult } from '@duckdb/node-api';
import type { Bindings } from './bindings.js';

/** Connections that wait to be used again; they hold next to nothing. */
const MOST_IDLE = 16;
/** Those with views; what was prepared over them may hold a file open, so they go when they were not used for that long. */
const MOST_IDLE_WITH_VIEWS = 64;
const KEEP_WITH_VIEWS_MS = 20_000;
/** Statements that are kept prepared on one connection, and how long their SQL may be. */
const MOST_PREPARED = 32;
const LONGEST_PREPARED = 4096;

/** A connection with the statements that were prepared on it last. One query at a time uses it. */
export class EngineConnection {
  readonly duckdb: DuckDBConnection;
  /** The statements that made its views; none on one that is as it was opened. */
  views: readonly string[] = [];
  /** By their SQL; the one used last is the last. The engine plans anew what no longer fits, such as other types of parameters. */
  readonly #prepared = new Map<string, DuckDBPreparedStatement>();

  constructor(duckdb: DuckDBConnection) {
    this.duckdb = duckdb;
  }

  /** Begins a query. The same SQL is read and planned once. Throws DuckDB's errors. */
  async stream(sql: string, [values, types]: Bindings): Promise<DuckDBResult> {
    if (sql.length > LONGEST_PREPARED) return this.duckdb.stream(sql, values, types);
    const statement = await this.#statement(sql);
    statement.bind(values, types);
    return statement.stream();
  }

  async #statement(sql: string): Promise<DuckDBPreparedStatement> {
    const known = this.#prepared.get(sql);
    const statement = known ?? (await this.duckdb.prepare(sql));
    this.#prepared.delete(sql);
    this.#prepared.set(sql, statement);
    if (this.#prepared.size > MOST_PREPARED) this.#forgetOldest();
    return statement;
  }

  #forgetOldest(): void {
    for (const [sql, statement] of this.#prepared) {
      this.#prepared.delete(sql);
      statement.destroySync();
      return;
    }
  }

  close(): void {
    for (const statement of this.#prepared.values()) statement.destroySync();
    this.#prepared.clear();
    this.duckdb.closeSync();
  }
}

interface Idle {
  readonly connection: EngineConnection;
  /** Milliseconds. */
  readonly since: number;
}

/**
 * Connections of one engine, used again as long as nothing was left on them: opening one and planning take longer than a small query.
 * What may be left are the views of a query, for another that reads the same files in the same way.
 */
export class EngineConnections {
  readonly #instance: DuckDBInstance;
  readonly #idle: EngineConnection[] = [];
  /** The one used last is the last. */
  #withViews: Idle[] = [];
  readonly #sweeping: NodeJS.Timeout;

  constructor(instance: DuckDBInstance) {
    this.#instance = instance;
    this.#sweeping = setInterval(() => { this.#sweep(); }, KEEP_WITH_VIEWS_MS / 4).unref();
  }

  /** One without views. To be handed back by {@link giveBack}, or closed. */
  async take(): Promise<EngineConnection> {
    return this.#idle.pop() ?? new EngineConnection(await this.#instance.connect());
  }

  /** One that has just these views; null if there is none. */
  takeWith(views: readonly string[]): EngineConnection | null {
    const index = this.#withViews.findLastIndex(({ connection }) => connection.views.length === views.length && connection.views.every((view, position) => view === views[position]));
    return this.#withViews.splice(index, index === -1 ? 0 : 1)[0]?.connection ?? null;
  }

  /** Of a connection on which nothing runs, nothing was interrupted, and nothing was made but the views that it says. */
  giveBack(connection: EngineConnection): void {
    if (connection.views.length > 0) {
      this.#withViews.push({ connection, since: performance.now() });
      if (this.#withViews.length > MOST_IDLE_WITH_VIEWS) this.#withViews.shift()?.connection.close();
    } else if (this.#idle.length < MOST_IDLE) {
      this.#idle.push(connection);
    } else {
      connection.close();
    }
  }

  #sweep(): void {
    const old = performance.now() - KEEP_WITH_VIEWS_MS;
    for (const { connection, since } of this.#withViews) if (since <= old) connection.close();
    this.#withViews = this.#withViews.filter(({ since }) => since > old);
  }

  close(): void {
    clearInterval(this.#sweeping);
    for (const connection of this.#idle.splice(0)) connection.close();
    for (const { connection } of this.#withViews.splice(0)) connection.close();
  }
}
