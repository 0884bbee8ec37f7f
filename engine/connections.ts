import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement, DuckDBResult } from '@duckdb/node-api';
import type { Parameter } from '../sql/parameter.js';
import { bindings } from './bindings.js';

/** Connections that wait to be used again; they hold next to nothing. */
const MOST_IDLE = 16;
/** Statements that are kept prepared on one connection, and how long their SQL may be. */
const MOST_PREPARED = 32;
const LONGEST_PREPARED = 4096;

/** A connection with the statements that were prepared on it last. One query at a time uses it. */
export class EngineConnection {
  readonly duckdb: DuckDBConnection;
  /** By their SQL; the one used last is the last. The engine plans anew what no longer fits, such as other types of parameters. */
  readonly #prepared = new Map<string, DuckDBPreparedStatement>();

  constructor(duckdb: DuckDBConnection) {
    this.duckdb = duckdb;
  }

  /** Begins a query. The same SQL is read and planned once. Throws DuckDB's errors. */
  async stream(sql: string, parameters: readonly Parameter[]): Promise<DuckDBResult> {
    const [values, types] = bindings(parameters);
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
    this.#prepared.clear();
    this.duckdb.closeSync();
  }
}

/** Connections of one engine, used again as long as nothing was left on them: opening one and planning take longer than a small query. */
export class EngineConnections {
  readonly #instance: DuckDBInstance;
  readonly #idle: EngineConnection[] = [];

  constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  /** To be handed back by {@link giveBack}, or closed. */
  async take(): Promise<EngineConnection> {
    return this.#idle.pop() ?? new EngineConnection(await this.#instance.connect());
  }

  /** Of a connection on which nothing runs, and nothing was made or interrupted. */
  giveBack(connection: EngineConnection): void {
    if (this.#idle.length < MOST_IDLE) this.#idle.push(connection);
    else connection.close();
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.close();
  }
}
