import { mkdir, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';
import { quoteText } from '../sql/query/quoting.js';
import type { Column, Relation } from '../sql/relation.js';
import { Attempts } from './attempts.js';
import { discard, readBatches } from './batches.js';
import { ObjectCache } from './cache/object-cache.js';
import { describeSql } from './describe.js';
import { translateEngineError } from './errors.js';
import { EngineConnections } from './connections.js';
import { registerNativeFunctions } from './functions/native-functions.js';
import { createMacros } from './macros.js';
import type { ScanContext } from './formats/reader.js';
import { KeptTables, type KeptTable } from './kept-tables.js';
import type { StagedTable } from './sources/staged-table.js';
import { StatementTables } from './sources/statement-tables.js';
import { bindings } from './bindings.js';
import type { EngineSql } from '../sql/query/compile.js';
import { logicalType } from './types.js';
import { FileCalls, type EngineFiles } from './file-calls.js';
import { RunningQuery } from './running-query.js';
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

/** Bytes of JavaScript's heap that a thread may take, unless the engine itself has less. */
const MOST_THREAD_MEMORY = 512 * 1024 ** 2;

/** A table that a query reads, by the name that its SQL uses. */
export type EngineTable = { readonly name: string; readonly rows: Relation } | KeptTable | { readonly name: string; readonly staged: StagedTable };

/** What the engine runs: SQL of our translation, the values of `$1`, `$2` … in it, and the tables that it reads. */
export interface EngineQuery extends Omit<EngineSql, 'otherwise'>, Partial<Pick<EngineSql, 'otherwise'>> {
  readonly tables: readonly EngineTable[];
  /** For the calls of `fn.read_file` in the SQL, if there are any. */
  readonly files?: EngineFiles | null;
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
  readonly #cache: ObjectCache;
  readonly #kept: KeptTables;
  readonly #threads: Threads;
  /** Below it every statement has a directory of its own. */
  readonly #statementsDirectory: string;
  #statements = 0;

  private constructor(instance: DuckDBInstance, turns: Turns, files: FileCalls, cache: ObjectCache, threads: Threads, statementsDirectory: string) {
    this.#instance = instance;
    this.#connections = new EngineConnections(instance);
    this.#turns = turns;
    this.#files = files;
    this.#cache = cache;
    this.#kept = new KeptTables(instance);
    this.#threads = threads;
    this.#statementsDirectory = statementsDirectory;
  }

  static async open(settings: EngineSettings): Promise<Engine> {
    const cache = await ObjectCache.open(settings.cacheDirectory, settings.cacheCapacity);
    const statementsDirectory = join(settings.cacheDirectory, 'statements');
    // What a killed process left there is of no use to anyone.
    await rm(statementsDirectory, { recursive: true, force: true });
    await mkdir(statementsDirectory, { mode: 0o700 });
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: megabytes(settings.memoryLimit),
      threads: String(settings.threads),
      temp_directory: settings.spillDirectory,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'true',
    });
    const connection = await instance.connect();
    const files = new FileCalls();
    files.register(connection);
    await registerNativeFunctions(connection);
    await createMacros(connection);
    // Among the options of a new instance the engine shows it and takes no notice.
    await connection.run(`SET max_temp_directory_size = '${megabytes(settings.spillCapacity)}'`);
    await connection.run(`SET TimeZone = 'UTC'; SET allowed_directories = [${quoteText(join(settings.cacheDirectory, sep))}]`);
    await connection.run('SET enable_external_access = false; SET lock_configuration = true');
    connection.closeSync();
    return new Engine(instance, new Turns(settings.callsAtOnce), files, cache, new Threads(settings.threads, Math.min(settings.memoryLimit, MOST_THREAD_MEMORY)), statementsDirectory);
  }

  /**
   * Runs a query over the given tables. The tables are read wholly before the first batch comes;
   * what does not fit into memory spills. Aborting interrupts it (1043).
   */
  async query({ files, ...asked }: EngineQuery, signal: AbortSignal): Promise<Relation> {
    const { query, prepared } = await this.#begin(signal);
    try {
      const { named, tables } = await this.#kept.provide(asked.sql, asked.tables);
      for (const table of tables) await prepared.prepare(table);
      const attempts = new Attempts(asked);
      const stream = (): Promise<DuckDBResult> => query.call((_, lent) => attempts.first(({ sql, parameters }) => lent.stream(named(sql), parameters)));
      const withFiles = files ? await this.#files.provide(files, query, async () => discard(query, await stream())) : null;
      const result = await stream();
      const types = result.columnTypes();
      const columns = types.map((type, index) => ({ name: result.columnName(index), type: logicalType(type), nullable: true }));
      const repeat = async (): Promise<void> => {
        await query.call((connection) => attempts.first(({ sql, parameters }) => connection.run(`EXPLAIN ANALYZE ${named(sql)}`, ...bindings(parameters))));
      };
      const batches = readBatches(query, result, types, repeat);
      return { columns, batches: withFiles ? withFiles(batches) : batches };
    } catch (error) {
      await query.close();
      throw translateEngineError(error, signal);
    }
  }

  /**
   * The columns that a query would have, without reading its tables or running it; its `parameters` do not matter. Null
   * where that can't be said without them.
   */
  async describe(asked: EngineQuery, signal: AbortSignal): Promise<readonly Column[] | null> {
    const { query, prepared } = await this.#begin(signal);
    try {
      const { named, tables } = await this.#kept.provide(asked.sql, asked.tables);
      for (const table of tables) await prepared.describe(table);
      return await query.call((connection) => new Attempts(asked).first(({ sql }) => describeSql(connection, named(sql))));
    } catch (error) {
      throw translateEngineError(error, signal);
    } finally {
      await query.close();
    }
  }

  /** Looks into staged files: `work` brings them here and asks the engine about them. */
  async inspect<T>(work: (context: ScanContext) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { query, prepared } = await this.#begin(signal);
    try {
      return await work(prepared.context);
    } catch (error) {
      throw translateEngineError(error, signal);
    } finally {
      await query.close();
    }
  }

  async #begin(signal: AbortSignal): Promise<{ readonly query: RunningQuery; readonly prepared: StatementTables }> {
    const query = new RunningQuery(await this.#connections.take(), this.#connections, this.#turns, signal);
    this.#statements += 1;
    const prepared = new StatementTables(query, this.#cache, this.#threads, join(this.#statementsDirectory, String(this.#statements)));
    query.attach(prepared);
    return { query, prepared };
  }

  async close(): Promise<void> {
    await this.#threads.close();
    this.#connections.close();
    this.#instance.closeSync();
  }
}
