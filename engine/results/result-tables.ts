import type { DuckDBAppender } from '@duckdb/node-api';
import { quoteName } from '../../sql/query/quoting.js';
import type { EngineConnections } from '../connections.js';
import { ResultCopy, type BeginFilling, type CopyLimits, type Filling } from './result-copy.js';
import { RESULTS, ResultTable } from './result-table.js';

/**
 * Makes and drops the tables of results. Either takes the engine no time worth a turn, which the query whose result is copied may be
 * holding.
 */
export class ResultTables {
  readonly #connections: EngineConnections;
  readonly #filling = new Set<ResultTable>();
  #count = 0;

  constructor(connections: EngineConnections) {
    this.#connections = connections;
  }

  /** A copy to be made of a result. */
  copy(limits: CopyLimits): ResultCopy {
    return new ResultCopy(limits, this.#begin);
  }

  /** On a connection of its own: that of the query has rows to come. */
  readonly #begin: BeginFilling = async (names, types) => {
    const name = `result_${(this.#count += 1)}`;
    const table: ResultTable = new ResultTable(name, names, types, () => { this.#drop(name); });
    const connection = await this.#connections.take();
    try {
      await connection.duckdb.run(table.definition);
      const filling = new OpenFilling(table, await connection.duckdb.createAppender(name, 'main', RESULTS), this.#filling, () => { this.#connections.giveBack(connection); });
      this.#filling.add(table);
      return filling;
    } catch (error) {
      connection.close();
      table.drop();
      throw error;
    }
  };

  /** Nobody waits for it. What can't be dropped is gone with the process. */
  #drop(name: string): void {
    const drop = async (): Promise<void> => {
      const connection = await this.#connections.take();
      try {
        await connection.duckdb.run(`DROP TABLE IF EXISTS ${RESULTS}.main.${quoteName(name)}`);
        this.#connections.giveBack(connection);
      } catch (error) {
        connection.close();
        throw error;
      }
    };
    drop().catch(() => undefined);
  }
}

class OpenFilling implements Filling {
  readonly table: ResultTable;
  readonly appender: DuckDBAppender;
  readonly #all: Set<ResultTable>;
  readonly #atEnd: () => void;

  /** `all` are the tables that are being filled. */
  constructor(table: ResultTable, appender: DuckDBAppender, all: Set<ResultTable>, atEnd: () => void) {
    this.table = table;
    this.appender = appender;
    this.#all = all;
    this.#atEnd = atEnd;
  }

  sizeOfAll(): number {
    let size = 0;
    for (const { size: taken } of this.#all) size += taken;
    return size;
  }

  done(): void {
    this.#all.delete(this.table);
    try {
      this.appender.closeSync();
    } finally {
      this.#atEnd();
    }
  }

  undo(): void {
    try {
      this.done();
    } catch {
      // What it could not write was not wanted.
    } finally {
      this.table.drop();
    }
  }
}
