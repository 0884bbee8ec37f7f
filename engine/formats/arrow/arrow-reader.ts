import { rm } from 'node:fs/promises';
import { StagewireError } from '../../../errors/index.js';
import { quoteText } from '../../../sql/query/quoting.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import { parquetScan } from '../parquet/parquet-reader.js';
import type { FormatReader, ScanContext } from '../reader.js';

const FILES_AT_ONCE = 2;
const LARGEST_ROW = 64 * 1024 * 1024;

/** Arrow IPC, the file and the stream. A file is rewritten once as Parquet, by DuckDB itself, and read as such from then on. */
export const arrowReader: FormatReader = {
  check({ use }) {
    if (use.highestPosition > 0) throw new StagewireError('SemanticError', 'Query from Arrow file does not support column positions. Query Arrow fields by name.');
  },

  async scan(table, context) {
    if (table.files.length === 0) throw new StagewireError('BadBytes', 'no non-empty Arrow file to infer schema');
    const paths = await inParallel(table.files, FILES_AT_ONCE, (file) =>
      context.files.derived(file, 'parquet of arrow', (target, signal) => rewrite(file, target, context, signal)),
    );
    return parquetScan(table, paths, context);
  },
};

async function rewrite(file: SourceFile, target: string, context: ScanContext, signal: AbortSignal): Promise<void> {
  const lines = `${target}.json`;
  try {
    const columns = await context.files.threads.run('writeLinesOfArrow', { source: await context.files.original(file), target: lines }, signal);
    if (columns.length === 0) throw new StagewireError('BadBytes', 'it has no columns');
    const source = `read_json(${quoteText(lines)}, format = 'newline_delimited', columns = {${columns.map(({ definition }) => definition).join(', ')}}, maximum_object_size = ${LARGEST_ROW})`;
    await context.ask(`COPY (SELECT ${columns.map(({ item }) => item).join(', ')} FROM ${source}) TO ${quoteText(target)} (FORMAT parquet)`);
  } catch (error) {
    if (signal.aborted || (error instanceof StagewireError && error.kind !== 'BadBytes')) throw error;
    throw new StagewireError('BadBytes', `file '${file.name}' is no readable Arrow file: ${error instanceof StagewireError ? error.text : error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    await rm(lines, { force: true });
  }
}

