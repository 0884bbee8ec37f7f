import type { DuckDBInstance } from '@duckdb/node-api';
import { quoteName } from '../sql/query/quoting.js';
import type { Relation } from '../sql/relation.js';
import type { BroughtTable, EngineTable } from './engine.js';
import { loadTable } from './load-table.js';
import type { ResultTable } from './results/result-table.js';
import type { Places } from './places.js';

const SCHEMA = 'kept';

/** A table whose rows are the same whoever asks and whenever; `key` is its name for the engine. */
export interface KeptTable {
  readonly name: string;
  readonly key: string;
  readonly rows: Relation;
}

/** The result of a query, kept under a name of the SQL. */
export interface NamedResult {
  readonly name: string;
  readonly result: ResultTable;
}

/** Tables whose rows never change, those of results among them: the others are made by the first statement that reads them, for all that follow. Making one anew takes longer than most questions to it. */
export class KeptTables {
  readonly #instance: DuckDBInstance;
  readonly #made = new Map<string, Promise<void>>();
  #schema: Promise<void> | null = null;

  constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  /** Fills the places of the kept tables, and gives the tables that are still to be made. */
  async provide(tables: readonly EngineTable[], places: Places): Promise<readonly BroughtTable[]> {
    const others: BroughtTable[] = [];
    for (const table of tables) {
      if ('result' in table) {
        places.set(table.name, `(${table.result.select})`);
      } else if ('key' in table) {
        await this.#make(table);
        places.set(table.name, tableOf(table.key));
      } else {
        others.push(table);
      }
    }
    return others;
  }

  #make(table: KeptTable): Promise<void> {
    const making = this.#made.get(table.key) ?? this.#load(table);
    this.#made.set(table.key, making);
    return making;
  }

  /** No statement's end stops it, since others may wait for it too; the next one tries again what failed. */
  async #load({ key, rows }: KeptTable): Promise<void> {
    const connection = await this.#instance.connect();
    try {
      await (this.#schema ??= this.#makeSchema());
      await loadTable(connection, { name: 'loading', rows }, new AbortController().signal);
      await connection.run(`CREATE TABLE ${tableOf(key)} AS FROM temp.loading`);
    } catch (error) {
      this.#made.delete(key);
      throw error;
    } finally {
      connection.closeSync();
    }
  }

  /** Once: of two that make it at the same time the engine refuses one. */
  async #makeSchema(): Promise<void> {
    const connection = await this.#instance.connect();
    try {
      await connection.run(`CREATE SCHEMA ${SCHEMA}`);
    } catch (error) {
      this.#schema = null;
      throw error;
    } finally {
      connection.closeSync();
    }
  }
}

const tableOf = (key: string): string => `${SCHEMA}.${quoteName(key)}`;
