import { join, sep } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { columnValues } from '../sql/cell-value.js';
import { quoteText } from '../sql/query/quoting.js';
import type { FirstRows } from '../sql/query/first-rows.js';
import type { Column, Relation } from '../sql/relation.js';
import { Attempts } from './attempts.js';
import { discard, readBatches, started, withFirst, type Started } from './batches.js';
import { BoundQuery } from './bound-query.js';
import { openCaches, type Caches } from './cache/caches.js';
import { describeSql } from './describe.js';
import { translateEngineError } from './errors.js';
import { EngineConnections } from './connections.js';
import { loadGeometryFor } from './geometry/loaded.js';
import { registerNativeFunctions } from './functions/native-functions.js';
import { createMacros } from './macros.js';
import type { ScanContext } from './formats/reader.js';
import { growing } from './growing.js';
import { hiddenCause } from './hidden-cause.js';
import { KeptTables, type KeptTable, type NamedResult } from './kept-tables.js';
import type { PlannedReads } from './sources/planned-reads.js';
import { KnownReads } from './sources/known-reads.js';
import { withPlaces } from './places.js';
import { portionsOf } from './sources/portions.js';
import { ReadOfHole } from './sources/read-of-hole.js';
import type { StagedTable } from './sources/staged-table.js';
import { StatementTables } from './sources/statement-tables.js';
import type { EngineSql } from '../sql/query/compiled-query.js';
import { logicalType } from './types.js';
import { FileCalls, type EngineFiles } from './file-calls.js';
import { RESULTS, type ResultTable } from './results/result-table.js';
import type { ResultCopy } from './results/result-copy.js';
import { ResultTables } from './results/result-tables.js';
import { SmallTables } from './small-tables.js';
import { RunningQuery } from './running-query.js';
import { DocumentRequests } from './threads/document-requests.js';
import type { EngineWarning } from './warning.js';
import { Threads } from './threads/threads.js';
import { Turns } from './turns.js';

export interface EngineSettings {
  /** Directory for what does not fit into memory. */
  readonly spillDirectory: string;
  /** Bytes that it may take; a query that needs more fails. */
  readonly spillCapacity: number;
  /** Directory of local copies of staged files; beside that for spilling nothing else on disk can be reached. */
  readonly cacheDirectory: string;
  /** Bytes. */
  readonly cacheCapacity: number;
  /** Bytes. */
  readonly memoryLimit: number;
  readonly threads: number;
  /** How many calls into the engine may run at once; each occupies a thread of libuv's pool. */
  readonly callsAtOnce: number;
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1_000_000)}MB`;

/** Rows of a result that the engine makes as a whole: no more than one of its chunks. */
const SHORT_RESULT = 2048;

/** Bytes of JavaScript's heap that a thread may take, unless the engine itself has less. */
const MOST_THREAD_MEMORY = 512 * 1024 ** 2;

/** SQL that runs programs over documents (`DocumentRequests`). */
const RUNS_DOCUMENTS = /\bfn\.(jq|extract_value|update_xml)\(/;

/** A table that a query reads, by the name that its SQL uses. */
export type EngineTable = BroughtTable | KeptTable | NamedResult;

/** One that is brought for the query alone. */
export type BroughtTable = { readonly name: string; readonly rows: Relation } | { readonly name: string; readonly staged: StagedTable };

/** What the engine runs: SQL of our translation, the values of `$1`, `$2` … in it, and the tables that it reads. */
export interface EngineQuery extends Omit<EngineSql, 'otherwise'>, Partial<Pick<EngineSql, 'otherwise'>> {
  readonly tables: readonly EngineTable[];
  /** What the query takes of its only table, if that is the first rows. */
  readonly firstRows?: FirstRows | null;
  /** How many rows the result has at most, if that is known. */
  readonly mostRows?: number | null;
  /** For the calls of `fn.read_file` in the SQL, if there are any. */
  readonly files?: EngineFiles | null;
  /** Takes the rows, too. */
  readonly copy?: ResultCopy | null;
  /** Is told warnings, as long as rows are read. */
  readonly onWarning?: (warning: EngineWarning) => void;
}

/** How the engine is asked for a plan: as text, as JSON, or as text with what happened when the query ran. */
export type PlanKind = 'TEXT' | 'JSON' | 'ANALYZE';

export interface Explained {
  readonly plan: string;
  /** What would be read of staged files; nothing for a query that ran. */
  readonly reads: readonly PlannedReads[];
}

/**
 * One locked-down DuckDB. Its SQL comes from our translation alone; even so it can neither open a
 * file outside its own directory, nor load an extension, nor change its configuration.
 */
export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #connections: EngineConnections;
  readonly #turns: Turns;
  readonly #files: FileCalls;
  readonly #caches: Caches;
  readonly #kept: KeptTables;
  readonly #knownReads = new KnownReads();
  readonly #threads: Threads;
  readonly #documents: DocumentRequests;
  /** Results of queries that are kept. */
  readonly results: ResultTables;

  private constructor(instance: DuckDBInstance, turns: Turns, files: FileCalls, caches: Caches, threads: Threads, documents: DocumentRequests) {
    this.#instance = instance;
    this.#connections = new EngineConnections(instance);
    this.#turns = turns;
    this.#files = files;
    this.#caches = caches;
    this.#kept = new KeptTables(instance);
    this.#threads = threads;
    this.#documents = documents;
    this.results = new ResultTables(this.#connections);
  }

  static async open(settings: EngineSettings): Promise<Engine> {
    const threads = new Threads(settings.threads, Math.min(settings.memoryLimit, MOST_THREAD_MEMORY));
    const caches = await openCaches(settings.cacheDirectory, settings.cacheCapacity, threads);
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: megabytes(settings.memoryLimit),
      threads: String(settings.threads),
      temp_directory: settings.spillDirectory,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'true',
      // Each statement has names of its own for its files; and what was a hole may be there the next time.
      enable_external_file_cache: 'false',
    });
    const connection = await instance.connect();
    const files = new FileCalls();
    files.register(connection);
    const documents = new DocumentRequests(threads);
    await registerNativeFunctions(connection, documents);
    await createMacros(connection);
    // Among the options of a new instance the engine shows it and takes no notice.
    await connection.run(`SET max_temp_directory_size = '${megabytes(settings.spillCapacity)}'`);
    // Without GLOBAL it would hold for this connection alone, and the others would take the time zone of the machine.
    await connection.run(`SET GLOBAL TimeZone = 'UTC'; SET allowed_directories = [${quoteText(join(settings.cacheDirectory, sep))}]`);
    // Columns, a view, a plan and the query itself read the footer of a file. No path ever means another file, and what is kept gives way to queries.
    await connection.run('SET GLOBAL parquet_metadata_cache = true');
    await connection.run(`ATTACH ':memory:' AS ${RESULTS}`);
    await connection.run('SET enable_external_access = false; SET lock_configuration = true');
    connection.closeSync();
    return new Engine(instance, new Turns(settings.callsAtOnce), files, caches, threads, documents);
  }

  /**
   * Runs a query over the given tables. The tables are read wholly before the first batch comes;
   * what does not fit into memory spills. Aborting interrupts it (1043).
   */
  async query(asked: EngineQuery, signal: AbortSignal): Promise<Relation> {
    const [first, ...larger] = await this.#portions(asked, signal);
    if (!asked.firstRows || !first || larger.length === 0) return this.#run(asked, signal);
    const run = (table: EngineTable) => (): Promise<Relation> => this.#run({ ...asked, tables: [table] }, signal);
    return growing(asked.firstRows.count, [run(first), ...larger.map(run)]);
  }

  /** Ever larger beginnings of the table of a query that takes its first rows; none for other queries. */
  async #portions({ tables: [table, ...others], firstRows }: EngineQuery, signal: AbortSignal): Promise<readonly BroughtTable[]> {
    if (!firstRows || !table || others.length > 0 || !('staged' in table)) return [];
    const portions = await portionsOf(table.staged, firstRows, (work) => this.inspect(work, signal));
    return portions.map((staged) => ({ name: table.name, staged }));
  }

  /** `verb` stands before the SQL that runs. */
  async #run({ files, copy = null, onWarning = () => undefined, ...asked }: EngineQuery, signal: AbortSignal, verb = ''): Promise<Relation> {
    await loadGeometryFor(asked.sql);
    const { query, prepared } = await this.#begin(signal, asked.tables);
    try {
      if (RUNS_DOCUMENTS.test(asked.sql)) await this.#documents.own(query, onWarning);
      const tables = await this.#kept.provide(asked.tables, prepared.places);
      // A plan is to show the tables by their names.
      const small = verb === '' ? await SmallTables.among(tables, asked.sql) : SmallTables.none(tables);
      for (const table of small.others) await prepared.prepare(table);
      const bound = new BoundQuery(query, asked, prepared.places, small);
      if (prepared.hasHoles) await prepared.fetch(asked, () => bound.planned());
      const repeat = async (): Promise<void> => {
        await bound.do((connection, sql, values) => connection.run(`EXPLAIN ANALYZE ${sql}`, ...values));
      };
      const isShort = tables.some((table) => 'staged' in table) && (asked.mostRows ?? Infinity) <= SHORT_RESULT;
      const stream = async (): Promise<Started> => started(query, await bound.stream(verb, isShort));
      const begin = (): Promise<Started> => (prepared.hasHoles ? this.#pastHoles(query, prepared, stream, repeat) : stream());
      if (files) await this.#files.provide(files, query, async () => discard(await begin()));
      const first = await begin();
      const { result } = first;
      const types = result.columnTypes();
      const columns = types.map((type, index) => ({ name: result.columnName(index), type: logicalType(type), nullable: true }));
      copy?.restart(columns.map(({ name }) => name), types);
      return { columns, batches: readBatches(query, first, types, repeat, copy) };
    } catch (error) {
      await query.close();
      throw translateEngineError(error, signal);
    }
  }

  /** What the engine reads is known from its plan; if it reads of a file what was not fetched for it, it begins once more with all of it. */
  async #pastHoles(query: RunningQuery, prepared: StatementTables, stream: () => Promise<Started>, repeat: () => Promise<void>): Promise<Started> {
    try {
      return await withFirst(query, await stream(), repeat);
    } catch (error) {
      if (!(error instanceof ReadOfHole)) throw error;
      await prepared.fetchRest();
      return stream();
    }
  }

  /**
   * The columns that a query would have, without reading its tables or running it; its `parameters` do not matter. Null
   * where that can't be said without them.
   */
  async describe(asked: EngineQuery, signal: AbortSignal): Promise<readonly Column[] | null> {
    await loadGeometryFor(asked.sql);
    const { query, prepared } = await this.#begin(signal, asked.tables);
    try {
      const tables = await this.#kept.provide(asked.tables, prepared.places);
      const small = SmallTables.empty(tables, asked.sql);
      for (const table of small.others) await prepared.describe(table);
      const written = (sql: string): string => small.namedEmpty(withPlaces(sql, prepared.places));
      return await query.call((connection) => new Attempts(asked).first(({ sql }) => describeSql(connection, written(sql)), (error, { sql }) => hiddenCause(error, connection, sql, written)));
    } catch (error) {
      throw translateEngineError(error, signal);
    } finally {
      await query.close();
    }
  }

  /**
   * How the engine would run a query, and what it would read of staged files for it: fetches no more of them than footers and what
   * tells their columns. ANALYZE runs it, and tells what happened.
   */
  async explain(asked: EngineQuery, kind: PlanKind, signal: AbortSignal): Promise<Explained> {
    if (kind === 'ANALYZE') return { plan: await textOf(await this.#run(asked, signal, 'EXPLAIN ANALYZE ')), reads: [] };
    await loadGeometryFor(asked.sql);
    const { query, prepared } = await this.#begin(signal, asked.tables);
    try {
      const tables = await this.#kept.provide(asked.tables, prepared.places);
      const [beginning] = await this.#portions({ ...asked, tables }, signal);
      for (const table of tables) await prepared.outline(beginning ?? table, table);
      const bound = new BoundQuery(query, asked, prepared.places, SmallTables.none(tables));
      const verb = kind === 'JSON' ? 'EXPLAIN (FORMAT JSON)' : 'EXPLAIN';
      const rows = await bound.do(async (connection, sql, values) => (await connection.runAndReadAll(`${verb} ${sql}`, ...values)).getRowsJson());
      return { plan: rows.flatMap((row) => row.slice(-1).filter((text) => typeof text === 'string')).join('\n'), reads: await prepared.plannedReads(bound.chosen) };
    } catch (error) {
      throw translateEngineError(error, signal);
    } finally {
      await query.close();
    }
  }

  /** Looks into staged files: `work` brings them here and asks the engine about them. */
  async inspect<T>(work: (context: ScanContext) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { query, prepared } = await this.#begin(signal, []);
    try {
      return await work(prepared.context);
    } catch (error) {
      throw translateEngineError(error, signal);
    } finally {
      await query.close();
    }
  }

  /** Throws 1016 if one of the tables is a result that is gone. */
  async #begin(signal: AbortSignal, tables: readonly EngineTable[]): Promise<{ readonly query: RunningQuery; readonly prepared: StatementTables }> {
    const query = new RunningQuery(await this.#connections.take(), this.#connections, this.#turns, signal);
    const prepared = new StatementTables(query, this.#caches, this.#knownReads, this.#threads);
    query.attach(prepared);
    try {
      for (const table of tables) if ('result' in table) holdUntilEnd(table.result, query);
    } catch (error) {
      await query.close();
      throw error;
    }
    return { query, prepared };
  }

  /** Bytes of the local copies of staged files and of what was made of them, and how many there may be. */
  get cached(): { readonly bytes: number; readonly capacity: number } {
    return this.#caches.space;
  }

  async close(): Promise<void> {
    await this.#threads.close();
    this.#connections.close();
    this.#instance.closeSync();
    await this.#caches.names.close();
  }
}

function holdUntilEnd(result: ResultTable, query: RunningQuery): void {
  result.hold();
  query.atEnd(() => { result.release(); });
}

/** The last column of a small result. */
async function textOf({ columns, batches }: Relation): Promise<string> {
  const lines: unknown[] = [];
  for await (const batch of batches) lines.push(...columnValues(batch, columns, columns.length - 1));
  return lines.map(String).join('\n');
}
