import { BLOB, DuckDBBlobValue, DuckDBScalarFunction, INTEGER, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import type { RunningQuery } from './running-query.js';

/** A file that a query asks for: by the number of the call in its SQL, `fn.read_file(<call>, <path>)`, and the path. */
export interface FileCall {
  readonly call: number;
  readonly path: string;
}

/** Where the calls of `fn.read_file` in a query get the contents of files. */
export interface EngineFiles {
  /** Calls whose path is known before the query runs. */
  readonly known: readonly FileCall[];
  /** Whether there are others. */
  readonly varying: boolean;
  /** The whole content. Throws what clients may see. */
  read(file: FileCall, signal: AbortSignal): Promise<Uint8Array>;
}

/** Files that are fetched at once. */
const AT_ONCE = 8;

/** What one statement has read and what it lacks. */
interface StatementFiles {
  readonly contents: Map<string, DuckDBBlobValue>;
  readonly missing: Map<string, FileCall>;
}

/**
 * `fn.read_file` for the engine. DuckDB can't wait for a file in the middle of a query, so a query whose
 * paths depend on rows runs until every file that it asks for is here, and only then for its result; each
 * run but the last finds at least one file more.
 */
export class FileCalls {
  readonly #statements = new Map<number, StatementFiles>();
  #last = 0;

  /** Registers the function that our macro calls. */
  register(connection: DuckDBConnection): void {
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name: 'stagewire_read_file',
        parameterTypes: [INTEGER, INTEGER, VARCHAR],
        returnType: BLOB,
        // Its value changes from run to run, and NULL is a path for which there is nothing to read.
        volatile: true,
        specialHandling: true,
        mainFunction: (_info, input, output) => {
          this.#answer(input, output);
        },
      }),
    );
  }

  /** Brings the files of a query, which are kept until it is closed. */
  async provide(files: EngineFiles, query: RunningQuery, dryRun: () => Promise<void>): Promise<void> {
    const id = (this.#last += 1);
    const statement: StatementFiles = { contents: new Map(), missing: new Map() };
    this.#statements.set(id, statement);
    query.atEnd(() => { this.#statements.delete(id); });
    query.spoil();
    await query.call((connection) => connection.run(`SET VARIABLE statement = ${id}`));
    await fetchFiles(files.known, statement, files, query.signal);
    if (!files.varying) return;
    for (;;) {
      await dryRun();
      if (statement.missing.size === 0) return;
      await fetchFiles([...statement.missing.values()], statement, files, query.signal);
      statement.missing.clear();
    }
  }

  /** Called by the engine for the rows of a chunk, on this thread. */
  #answer(input: DuckDBDataChunk, output: DuckDBVector): void {
    const [ids, calls, paths] = [0, 1, 2].map((column) => input.getColumnValues(column));
    for (let row = 0; row < input.rowCount; row += 1) {
      const path = paths?.[row];
      const statement = this.#statements.get(Number(ids?.[row]));
      output.setItem(row, typeof path === 'string' && statement ? contentOf(statement, { call: Number(calls?.[row]), path }) : null);
    }
    output.flush();
  }
}

const keyOf = ({ call, path }: FileCall): string => `${call}:${path}`;

function contentOf(statement: StatementFiles, file: FileCall): DuckDBBlobValue | null {
  const content = statement.contents.get(keyOf(file));
  if (content === undefined) statement.missing.set(keyOf(file), file);
  return content ?? null;
}

async function fetchFiles(wanted: readonly FileCall[], { contents }: StatementFiles, files: EngineFiles, signal: AbortSignal): Promise<void> {
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    await Promise.all(wanted.slice(start, start + AT_ONCE).map(async (file) => {
      contents.set(keyOf(file), new DuckDBBlobValue(await files.read(file, signal)));
    }));
  }
}
