import type { EngineSql } from '../../sql/query/compiled-query.js';
import { quoteName } from '../../sql/query/quoting.js';
import type { Caches } from '../cache/caches.js';
import { LocalFiles } from '../cache/local-files.js';
import type { BroughtTable } from '../engine.js';
import { translateEngineError } from '../errors.js';
import { partsOfScans } from '../formats/parquet/chunks-of-scans.js';
import type { ScanContext } from '../formats/reader.js';
import { createTable, loadTable } from '../load-table.js';
import type { Places } from '../places.js';
import type { RunningQuery } from '../running-query.js';
import type { Threads } from '../threads/threads.js';
import type { KnownReads } from './known-reads.js';
import { withLiterals } from './literal-parameters.js';
import { outlined, plannedReads, type OutlinedTable, type PlannedReads } from './planned-reads.js';
import { badDataError, scanOf, withFewestFiles } from './prepare-table.js';
import { meetsHole, ReadOfHole } from './read-of-hole.js';
import { fileScans } from './scan-plan.js';
import { withPlaceOfValue } from './refused-value.js';
import type { StagedTable } from './staged-table.js';

/** The tables of one statement. Each is prepared, described or outlined before its SQL runs; staged ones are scans in their {@link places}. */
export class StatementTables {
  readonly #query: RunningQuery;
  readonly #files: LocalFiles;
  readonly #knownReads: KnownReads;
  readonly #staged: StagedTable[] = [];
  readonly #outlined: OutlinedTable[] = [];
  readonly context: ScanContext;
  readonly places: Places = new Map();
  #isRestHere = false;
  /** Whether it is being found out which file is bad, in the course of which some can't be read. */
  #isLocating = false;

  constructor(query: RunningQuery, caches: Caches, knownReads: KnownReads, threads: Threads) {
    this.#query = query;
    this.#knownReads = knownReads;
    this.#files = new LocalFiles(caches, threads, query.signal);
    this.context = { files: this.#files, ask: (sql) => this.#ask(sql) };
  }

  async prepare(table: BroughtTable): Promise<void> {
    if ('rows' in table) {
      this.#query.spoil();
      await loadTable(this.#query.connection, table, this.#query.signal);
      return;
    }
    this.#staged.push(table.staged);
    await this.#place(table.name, table.staged);
  }

  /** Whether it reads files of which only parts are here. */
  get hasHoles(): boolean {
    return this.#files.withHoles.size > 0 && !this.#isRestHere;
  }

  /**
   * Brings what the query reads of files of which only parts are here. The tables must have been prepared. `planned` gives
   * the translation that will run, if a plan is needed.
   */
  async fetch({ sql, parameters }: Pick<EngineSql, 'sql' | 'parameters'>, planned: () => Promise<Pick<EngineSql, 'sql' | 'parameters'>>): Promise<void> {
    const parts = await this.#knownReads.of(withLiterals(sql, parameters), this.#staged, this.#files, async () => {
      const chosen = await planned();
      const paths = [...this.#files.withHoles];
      return partsOfScans(await fileScans(chosen.sql, chosen.parameters, paths, this.context), paths, this.context);
    });
    await this.#files.fetch(parts);
  }

  /** Brings everything of those files, after {@link ReadOfHole}. */
  async fetchRest(): Promise<void> {
    this.#isRestHere = true;
    await this.#files.fetch(await partsOfScans(null, [...this.#files.withHoles], this.context));
  }

  /**
   * The same for a plan that will not run: files are fetched only as far as that takes. `all` is the table of which this one
   * is a beginning, or the same.
   */
  async outline(table: BroughtTable, all: BroughtTable): Promise<void> {
    if (!('staged' in table) || !('staged' in all)) return this.prepare(table);
    this.#outlined.push(outlined(table.name, table.staged, all.staged));
    if (table.staged.format.type === 'PARQUET') return this.#place(table.name, { ...table.staged, eachByItself: true });
    // Over no rows at all the engine would plan nothing.
    this.#query.spoil();
    const scan = await scanOf(withFewestFiles(table.staged), this.context);
    await this.#query.call((connection) => connection.run(`CREATE TEMP TABLE ${quoteName(table.name)} AS ${scan} LIMIT 0`));
  }

  /** What a query of the outlined tables reads of them. */
  async plannedReads({ sql, parameters }: Pick<EngineSql, 'sql' | 'parameters'>): Promise<readonly PlannedReads[]> {
    if (this.#outlined.length === 0) return [];
    const paths = this.#files.pathsOf(this.#outlined.flatMap(({ read }) => (read.format.type === 'PARQUET' ? read.files : [])));
    const scans = await fileScans(sql, parameters, paths, this.context);
    const reads = [];
    for (const table of this.#outlined) reads.push(await plannedReads(table, scans, this.context));
    return reads;
  }

  /** The same with no more than is needed to know the columns. */
  async describe(table: BroughtTable): Promise<void> {
    if ('staged' in table) return this.#place(table.name, withFewestFiles(table.staged));
    this.#query.spoil();
    await createTable(this.#query.connection, table);
  }

  async #place(name: string, table: StagedTable): Promise<void> {
    this.places.set(name, `(${await scanOf(table, this.context)})`);
  }

  /** An error of the statement for its client. */
  async translate(error: unknown): Promise<unknown> {
    const { signal } = this.#query;
    if (signal.aborted || this.#staged.length === 0 || this.#isLocating) return translateEngineError(error, signal);
    if (this.hasHoles && meetsHole(error)) {
      this.#files.distrustParts();
      return new ReadOfHole({ cause: error });
    }
    this.#isLocating = true;
    try {
      const bad = await badDataError(error, this.#staged, this.#files, this.context);
      return bad ?? (await withPlaceOfValue(translateEngineError(error, signal), error, this.hasHoles ? [] : this.#staged, this.context));
    } finally {
      this.#isLocating = false;
    }
  }

  async release(): Promise<void> {
    await this.#files.release();
  }

  async #ask(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return this.#query.call(async (connection) => (await connection.runAndReadAll(sql)).getRowObjectsJson());
  }
}
