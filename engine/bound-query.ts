import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import type { Parameter } from '../sql/parameter.js';
import { Attempts, type Attempt } from './attempts.js';
import { bindings, type Bindings } from './bindings.js';
import { hiddenCause } from './hidden-cause.js';
import { withPlaces, type Places } from './places.js';
import type { RunningQuery } from './running-query.js';
import type { SmallTables } from './small-tables.js';

type Work<Result> = (connection: DuckDBConnection, sql: string, values: Bindings) => Promise<Result>;

/** A query with its translations and the values of its parameters, on the connection that runs it. */
export class BoundQuery {
  readonly #query: RunningQuery;
  readonly #attempts: Attempts;
  readonly #places: Places;
  readonly #small: SmallTables;

  constructor(query: RunningQuery, first: Attempt, places: Places, small: SmallTables) {
    this.#query = query;
    this.#attempts = new Attempts(first);
    this.#places = places;
    this.#small = small;
  }

  /** Does `work` in its turn, with the first translation that the engine can bind. */
  do<Result>(work: Work<Result>): Promise<Result> {
    return this.#query.call((connection) => this.#first(connection, (attempt) => work(connection, this.#written(attempt), this.#bindings(attempt))));
  }

  /** Begins to run it, behind `verb`. A result that `isShort` is made as a whole. */
  stream(verb: string, isShort: boolean): Promise<DuckDBResult> {
    return this.#query.call((connection, lent) => this.#first(connection, (attempt) => lent.stream(verb + this.#written(attempt), this.#bindings(attempt), isShort)));
  }

  /** The translation that the engine can bind, found out by planning it. */
  async planned(): Promise<{ readonly sql: string; readonly parameters: readonly Parameter[] }> {
    await this.do((connection, sql, values) => connection.run(`EXPLAIN ${sql}`, ...values));
    return this.chosen;
  }

  /** The translation with which work was done last. */
  get chosen(): { readonly sql: string; readonly parameters: readonly Parameter[] } {
    const { sql, parameters } = this.#attempts.chosen;
    return { sql: withPlaces(sql, this.#places), parameters };
  }

  #first<Result>(connection: DuckDBConnection, work: (attempt: Attempt) => Promise<Result>): Promise<Result> {
    return this.#attempts.first(work, (error, { sql, parameters }) => hiddenCause(error, connection, sql, (bare) => this.#written({ sql: bare, parameters })));
  }

  #written({ sql, parameters }: Attempt): string {
    return this.#small.named(withPlaces(sql, this.#places), parameters.length);
  }

  #bindings({ parameters }: Attempt): Bindings {
    return this.#small.bindings(bindings(parameters));
  }
}
