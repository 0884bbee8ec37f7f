import { LocalFiles } from '../cache/local-files.js';
import type { ObjectCache } from '../cache/object-cache.js';
import type { EngineTable } from '../engine.js';
import { translateEngineError } from '../errors.js';
import type { ScanContext } from '../formats/reader.js';
import { createTable, loadTable } from '../load-table.js';
import type { RunningQuery } from '../running-query.js';
import type { Threads } from '../threads/threads.js';
import { badDataError, viewOf, withFewestFiles } from './prepare-table.js';
import type { StagedTable } from './staged-table.js';

/** The tables of one statement, made on its connection; their local files go when the statement ends. */
export class StatementTables {
  readonly #query: RunningQuery;
  readonly #files: LocalFiles;
  readonly #staged: StagedTable[] = [];
  readonly context: ScanContext;

  constructor(query: RunningQuery, cache: ObjectCache, threads: Threads, directory: string) {
    this.#query = query;
    this.#files = new LocalFiles(directory, cache, threads, query.signal);
    this.context = { files: this.#files, ask: (sql) => this.#ask(sql) };
  }

  async prepare(table: EngineTable): Promise<void> {
    this.#query.spoil();
    if ('rows' in table) {
      await loadTable(this.#query.connection, table, this.#query.signal);
      return;
    }
    this.#staged.push(table.staged);
    await this.#makeView(table.name, table.staged);
  }

  /** The same with no more than is needed to know the columns. */
  async describe(table: EngineTable): Promise<void> {
    this.#query.spoil();
    if ('rows' in table) await createTable(this.#query.connection, table);
    else await this.#makeView(table.name, withFewestFiles(table.staged));
  }

  async #makeView(name: string, table: StagedTable): Promise<void> {
    const view = await viewOf(name, table, this.context);
    await this.#query.call((connection) => connection.run(view));
  }

  /** An error of the statement for its client. */
  async translate(error: unknown): Promise<unknown> {
    const { signal } = this.#query;
    if (signal.aborted || this.#staged.length === 0) return translateEngineError(error, signal);
    const bad = await badDataError(error, this.#staged, this.#files, this.context);
    return bad ?? translateEngineError(error, signal);
  }

  async release(): Promise<void> {
    await this.#files.remove();
  }

  async #ask(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return this.#query.call(async (connection) => (await connection.runAndReadAll(sql)).getRowObjectsJson());
  }
}
