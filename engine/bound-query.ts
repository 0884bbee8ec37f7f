import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import type { Parameter } from '../sql/parameter.js';
import { Attempts, type Attempt } from './attempts.js';
import { bindings, type Bindings } from './bindings.js';
import { hiddenCause } from './hidden-cause.js';
import type { RunningQuery } from './running-query.js';
import type { SmallTables } from './small-tables.js';

type Work<Result> = (connection: DuckDBConnection, sql: string, values: Bindings) => Promise<Result>;

/** A query with its translations and the values of its parameters, on the connection that runs it. */
export class BoundQuery {
  readonly #query: RunningQuery;
  readonly #attempts: Attempts;
  readonly #named: (sql: string) => string;

  readonly #small: SmallTables;

  /** `named` gives the SQL the names of kept tables. */
  constructor(query: RunningQuery, first: Attempt, named: (sql: string) => string, small: SmallTables) {
    this.#query = query;
    this.#attempts = new Attempts(first);
    this.#named = named;
    this.#small = small;
  }

  /** Does `work` in its turn, with the first translation that the engine can bind. */
  do<Result>(work: Work<Result>): Promise<Result> {
    return this.#query.call((connection) => this.#first(connection, (attempt) => work(connection, this.#written(attempt), this.#bindings(attempt))));
  }

  /** Begins to run it, behind `verb`; the same SQL is planned once. */
  stream(verb: string): Promise<DuckDBResult> {
    return this.#query.call((connection, lent) => this.#first(connection, (attempt) => lent.stream(verb + this.#written(attempt), this.#bindings(attempt))));
  }

  /** The translation that the engine can bind, found out by planning it. */
  async planned(): Promise<{ readonly sql: string; readonly parameters: readonly Parameter[] }> {
    await this.do((connection, sql, values) => connection.run(`EXPLAIN ${sql}`, ...values));
    return this.chosen;
  }

  /** The translation with which work was done last. */
  get chosen(): { readonly sql: string; readonly parameters: readonly Parameter[] } {
    const { sql, parameters } = this.#attempts.chosen;
    return { sql: this.#named(sql), parameters };
  }

  #first<Result>(connection: DuckDBConnection, work: (attempt: Attempt) => Promise<Result>): Promise<Result> {
    return this.#attempts.first(work, (error, attempt) => hiddenCause(error, connection, this.#written(attempt)));
  }

  #written({ sql, parameters }: Attempt): string {
    return this.#small.named(this.#named(sql), parameters.length);
  }

  #bindings({ parameters }: Attempt): Bindings {
    return this.#small.bindings(bindings(parameters));
  }
}
