import { createReadStream } from 'node:fs';
import { compressionRegistry, CompressionType, RecordBatchReader, type RecordBatch } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import { decompress as unlz4 } from 'lz4js';
import { StagewireError } from '../../../errors/index.js';
import { ParquetFile, type ColumnRows } from '../parquet/writer/parquet-file.js';
import { columnOf } from './arrow-columns.js';
import { columnTypes } from './arrow-types.js';
import { checkBatch } from './check-buffers.js';

// Copies, because values must be aligned in their buffers.
compressionRegistry.set(CompressionType.ZSTD, { decode: (data) => Uint8Array.from(unzstd(data)) });
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data) => Uint8Array.from(unlz4(data)) });

/** Rewrites a local Arrow file or stream as Parquet, to a new file. 1046 for a damaged file and 1002 for a type that can't be read, without its name. */
export async function convertArrow({ source, target }: { readonly source: string; readonly target: string }): Promise<void> {
  try {
    await convert(source, target);
  } catch (error) {
    // What is wrong with the bytes, the library says in errors of several classes.
    throw error instanceof StagewireError ? error : new StagewireError('BadBytes', error instanceof Error ? error.message : String(error), { cause: error });
  }
}

async function convert(source: string, target: string): Promise<void> {
  const reader = await RecordBatchReader.from(createReadStream(source));
  await reader.open();
  const columns = columnTypes(reader.schema);
  if (columns.length === 0) throw new StagewireError('BadBytes', 'it has no columns');
  const output = new ParquetFile(target, columns);
  try {
    for await (const batch of reader as unknown as AsyncIterable<RecordBatch>) {
      checkBatch(batch);
      output.append(batch.numRows, columnsOf(batch, columns.length));
    }
    output.end();
  } finally {
    output.close();
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
