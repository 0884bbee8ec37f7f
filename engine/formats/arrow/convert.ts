import { closeSync, openSync } from 'node:fs';
import { compressionRegistry, CompressionType, RecordBatchReader, type RecordBatch, type Schema } from 'apache-arrow';
import { unlz4Frame } from '../../compression/lz4-frame.js';
import { loadZstd, unzstdBlock } from '../../compression/zstd-block.js';
import { StagewireError } from '../../../errors/index.js';
import { ParquetFile, type ColumnRows } from '../parquet/writer/parquet-file.js';
import { columnOf } from './arrow-columns.js';
import { columnTypes } from './arrow-types.js';
import { checkBatch } from './check-buffers.js';
import { readMessages } from './read-messages.js';

// Copies, because values must be aligned in their buffers.
compressionRegistry.set(CompressionType.ZSTD, { decode: (data) => Uint8Array.from(unzstdBlock(data, contentLength(data))) });
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data) => unlz4Frame(data, contentLength(data)) });

/** Stands in front of what the library hands over of a buffer, and was checked with its message. */
function contentLength({ buffer, byteOffset }: Uint8Array): number {
  return Number(new DataView(buffer, byteOffset - 8, 8).getBigInt64(0, true));
}

/** Rewrites a local Arrow file or stream as Parquet, to a new file. 1046 for a damaged file and 1002 for a type that can't be read, without its name. */
export async function convertArrow({ source, target }: { readonly source: string; readonly target: string }): Promise<void> {
  await loadZstd();
  const descriptor = openSync(source, 'r');
  try {
    convert(descriptor, target);
  } catch (error) {
    // What is wrong with the bytes, the library says in errors of several classes.
    throw error instanceof StagewireError ? error : new StagewireError('BadBytes', error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    closeSync(descriptor);
  }
}

function convert(descriptor: number, target: string): void {
  const reader = RecordBatchReader.from(readMessages(descriptor));
  reader.open();
  const schema = reader.schema as Schema | undefined;
  if (!schema) throw new StagewireError('BadBytes', 'it has no schema');
  const columns = columnTypes(schema);
  if (columns.length === 0) throw new StagewireError('BadBytes', 'it has no columns');
  const output = new ParquetFile(target, columns);
  try {
    for (const batch of reader) {
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
