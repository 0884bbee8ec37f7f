import { DuckDBInstance, type DuckDBConnection, type DuckDBType } from '@duckdb/node-api';
import type { Batch, Relation } from '../sql/relation.js';
import { abortError, translateEngineError } from './errors.js';
import { loadTable } from './load-table.js';
import { bindings } from './bindings.js';
import type { Parameter } from '../sql/parameter.js';
import { logicalType } from './types.js';
import { readChunk } from './vectors.js';

export interface EngineSettings {
  /** Directory for what does not fit into memory; nothing else on disk can be reached. */
  readonly spillDirectory: string;
  /** Bytes. */
  readonly memoryLimit: number;
  readonly threads: number;
}

/** A table that a query reads, by the name that its SQL uses. */
export interface EngineTable {
  readonly name: string;
  readonly rows: Relation;
}

/** What the engine runs: SQL of our translation, the values of `$1`, `$2` … in it, and the tables that it reads. */
export interface EngineQuery {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  readonly tables: readonly EngineTable[];
}

/**
 * One locked-down DuckDB. Its SQL comes from our translation alone; even so it can neither open a
 * file outside its own directory, nor load an extension, nor change its configuration.
 */
export class Engine {
  readonly #instance: DuckDBInstance;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  static async open(settings: EngineSettings): Promise<Engine> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${Math.floor(settings.memoryLimit / 1_000_000)}MB`,
      threads: String(settings.threads),
      temp_directory: settings.spillDirectory,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'true',
    });
    const connection = await instance.connect();
    await connection.run('SET TimeZone = \'UTC\'; SET enable_external_access = false; SET lock_configuration = true');
    connection.closeSync();
    return new Engine(instance);
  }

  /**
   * Runs a query over the given tables. The tables are read wholly before the first batch comes;
   * what does not fit into memory spills. Aborting interrupts it (1043).
   */
  async query({ sql, parameters, tables }: EngineQuery, signal: AbortSignal): Promise<Relation> {
    const connection = await this.#instance.connect();
    const interrupt = (): void => { connection.interrupt(); };
    signal.addEventListener('abort', interrupt, { once: true });
    const release = (): void => {
      signal.removeEventListener('abort', interrupt);
      connection.closeSync();
    };
    try {
      for (const table of tables) await loadTable(connection, table, signal);
      refuseAborted(signal);
      const result = await connection.stream(sql, ...bindings(parameters));
      const types = result.columnTypes();
      const columns = types.map((type, index) => ({ name: result.columnName(index), type: logicalType(type), nullable: true }));
      return { columns, batches: readBatches(result, types, signal, release) };
    } catch (error) {
      release();
      throw translateEngineError(error, signal);
    }
  }


  close(): void {
    this.#instance.closeSync();
  }
}

type StreamedResult = Awaited<ReturnType<DuckDBConnection['stream']>>;

async function* readBatches(result: StreamedResult, types: readonly DuckDBType[], signal: AbortSignal, release: () => void): AsyncGenerator<Batch> {
  try {
    for (;;) {
      refuseAborted(signal);
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
      yield readChunk(chunk.chunk, types);
    }
  } catch (error) {
    throw translateEngineError(error, signal);
  } finally {
    release();
  }
}

function refuseAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortError(signal);
}

