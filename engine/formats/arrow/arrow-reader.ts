import { Readable } from 'node:stream';
import { compressionRegistry, CompressionType, RecordBatchReader, type RecordBatch } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import { decompress as unlz4 } from 'lz4js';
import { StagewireError } from '../../../errors/index.js';
import { inTurns } from '../../in-turns.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import { parquetScan } from '../parquet/parquet-reader.js';
import { ParquetFile, type ColumnRows } from '../parquet/writer/parquet-file.js';
import type { FormatReader } from '../reader.js';
import { columnOf } from './arrow-columns.js';
import { columnTypes } from './arrow-types.js';

const FILES_AT_ONCE = 2;

// Copies, because values must be aligned in their buffers.
compressionRegistry.set(CompressionType.ZSTD, { decode: (data) => Uint8Array.from(unzstd(data)) });
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data) => Uint8Array.from(unlz4(data)) });

/** Arrow IPC, the file and the stream. A file is rewritten once as Parquet, and read as such from then on. */
export const arrowReader: FormatReader = {
  check({ use }) {
    if (use.highestPosition > 0) throw new StagewireError('SemanticError', 'Query from Arrow file does not support column positions. Query Arrow fields by name.');
  },

  async scan(table, context) {
    if (table.files.length === 0) throw new StagewireError('BadBytes', 'no non-empty Arrow file to infer schema');
    const paths = await inParallel(table.files, FILES_AT_ONCE, (file) =>
      context.files.derived(file, 'parquet of arrow', (target, signal) => rewrite(file, target, signal)),
    );
    return parquetScan(table, paths, context);
  },
};

async function rewrite(file: SourceFile, target: string, signal: AbortSignal): Promise<void> {
  try {
    const reader = await RecordBatchReader.from(Readable.from(await file.read(null, signal)));
    await reader.open();
    const columns = columnTypes(reader.schema);
    if (columns.length === 0) throw new StagewireError('BadBytes', 'it has no columns');
    const output = new ParquetFile(target, columns);
    try {
      for await (const batch of reader as unknown as AsyncIterable<RecordBatch>) await inTurns(output.append(batch.numRows, columnsOf(batch, columns.length)), signal);
      output.end();
    } finally {
      output.close();
    }
  } catch (error) {
    if (signal.aborted || (error instanceof StagewireError && error.kind !== 'BadBytes' && error.kind !== 'Unimplemented')) throw error;
    const [kind, why] = error instanceof StagewireError ? [error.kind, error.text] as const : ['BadBytes', error instanceof Error ? error.message : String(error)] as const;
    throw new StagewireError(kind, `file '${file.name}' is no readable Arrow file: ${why}`, { cause: error });
  }
}

/** The columns of a batch, to be read from its first row to its last. */
function columnsOf(batch: RecordBatch, count: number): readonly ColumnRows[] {
  return Array.from({ length: count }, (_, index) => {
    const data = batch.data.children[index];
    if (!data) throw new StagewireError('BadBytes', 'a batch lacks a column');
    let start = 0;
    return {
      read(rows) {
        const column = columnOf(data, { start, count: rows });
        start += rows;
        return column;
      },
    };
  });
}
