import { StagewireError } from '../../../errors/index.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import { parquetScan, readBySelf } from '../parquet/parquet-reader.js';
import type { FormatReader, ScanContext } from '../reader.js';
import { unreadable } from '../unreadable.js';

const FILES_AT_ONCE = 2;

/** Arrow IPC, the file and the stream. A file is rewritten once as Parquet, and read as such from then on. */
export const arrowReader: FormatReader = {
  check({ use }) {
    if (use.highestPosition > 0) throw new StagewireError('SemanticError', 'Query from Arrow file does not support column positions. Query Arrow fields by name.');
  },

  async scan(table, context) {
    if (table.files.length === 0) throw new StagewireError('BadBytes', 'no non-empty Arrow file to infer schema');
    const readable = await inParallel(table.files, FILES_AT_ONCE, async (file) => readBySelf(file, await context.files.derived(file, 'parquet of arrow', (target, signal) => rewrite(file, target, context, signal))));
    return parquetScan(table, readable, context);
  },
};

async function rewrite(file: SourceFile, target: string, { files }: ScanContext, signal: AbortSignal): Promise<void> {
  const source = await files.original(file);
  try {
    await files.threads.run('convertArrow', { source, target }, signal);
  } catch (error) {
    throw unreadable(file, 'Arrow', error);
  }
}
