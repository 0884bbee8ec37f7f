import pg from 'pg';
import type { Logger } from 'pino';
import type { ConnectionSettings } from './connection-settings.js';
import { breaksConnection, isConnectionLoss, translateError } from './errors.js';
import { retryWhileAway, UncertainCommit } from './retry.js';

/** How long a statement waits for a PostgreSQL that is away before it fails. */
const PATIENCE_MS = 5_000;
const IDLE_TIMEOUT_MS = 30_000;

export type Values = readonly unknown[];

/** Runs one statement and gives its rows. Values go as parameters `$1`, `$2` …, never into the text. */
export interface Queryable {
  query<Row extends pg.QueryResultRow>(text: string, values?: Values): Promise<Row[]>;
}

/** The catalog's connections, with what it takes to live through a restart of PostgreSQL. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #address: string;
  readonly #log: Logger;

  constructor(settings: ConnectionSettings, poolSize: number, log: Logger) {
    this.#address = settings.address;
    this.#log = log;
    this.#pool = new pg.Pool({ ...settings.base, ...settings.limits, max: poolSize, idleTimeoutMillis: IDLE_TIMEOUT_MS });
    // Without listeners the loss of a connection between two queries would end the process.
    this.#pool.on('error', (error) => {
      log.debug({ err: error }, 'an idle catalog connection ended');
    });
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** A statement that changes nothing; repeated while PostgreSQL is away. */
  async read<Row extends pg.QueryResultRow>(text: string, values: Values = []): Promise<Row[]> {
    return this.#patiently(() => this.#withClient((client) => queryable(client).query<Row>(text, values)));
  }

  /**
   * Runs `work` in one transaction. If the connection is lost before COMMIT was sent, nothing has
   * happened and `work` is run again: it must not do anything but query. With `repeatable` that holds
   * for the COMMIT too, because `work` recognises that it was done before.
   */
  async transaction<T>(work: (tx: Queryable) => Promise<T>, { repeatable = false } = {}): Promise<T> {
    return this.#patiently(() =>
      this.#withClient(async (client) => {
        await client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE');
        const result = await work(queryable(client)).catch(async (error: unknown) => {
          if (!breaksConnection(error)) await client.query('ROLLBACK');
          throw error;
        });
        await client.query('COMMIT').catch((error: unknown) => {
          throw isConnectionLoss(error) && !repeatable ? new UncertainCommit('COMMIT without an answer', { cause: error }) : error;
        });
        return result;
      }),
    );
  }

  /** One attempt, for health checks: fails at once when PostgreSQL is away. */
  async ping(): Promise<void> {
    try {
      await this.#withClient((client) => client.query('SELECT 1'));
    } catch (error) {
      throw translateError(error, this.#address);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #patiently<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await retryWhileAway(attempt, PATIENCE_MS, (error) => {
        this.#log.warn({ err: error }, 'the catalog does not answer; trying again');
      });
    } catch (error) {
      throw translateError(error instanceof UncertainCommit ? error.cause : error, this.#address);
    }
  }

  async #withClient<T>(use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let broken = false;
    try {
      return await use(client);
    } catch (error) {
      broken = breaksConnection(error) || error instanceof UncertainCommit;
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

function queryable(client: pg.ClientBase): Queryable {
  return {
    async query<Row extends pg.QueryResultRow>(text: string, values: Values = []) {
      return (await client.query<Row>(text, [...values])).rows;
    },
  };
}
