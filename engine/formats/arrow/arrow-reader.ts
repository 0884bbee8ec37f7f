import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { compressionRegistry, CompressionType, DataType, RecordBatchReader, type RecordBatch, type Schema } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import { decompress as unlz4 } from 'lz4js';
import { StagewireError } from '../../../errors/index.js';
import { quoteName, quoteText } from '../../../sql/query/quoting.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { SourceFile } from '../../sources/source-file.js';
import { parquetScan } from '../parquet/parquet-reader.js';
import type { FormatReader, ScanContext } from '../reader.js';
import { engineTypeOf, mapTypes } from './arrow-types.js';
import { valueWriter } from './arrow-values.js';

const FILES_AT_ONCE = 2;

// Copies, because values must be aligned in their buffers.
compressionRegistry.set(CompressionType.ZSTD, { decode: (data) => Uint8Array.from(unzstd(data)) });
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data) => Uint8Array.from(unlz4(data)) });

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
    const schema = await writeLines(file, lines, signal);
    const columns = schema.fields.map(({ name, type }) => `${quoteText(name)}: ${quoteText(readAs(type as DataType))}`);
    if (columns.length === 0) throw new StagewireError('BadBytes', 'it has no columns');
    const items = schema.fields.map(({ name, type }) => itemOf(name, type as DataType));
    const source = `read_json(${quoteText(lines)}, format = 'newline_delimited', columns = {${columns.join(', ')}}, maximum_object_size = ${LARGEST_ROW})`;
    await context.ask(`COPY (SELECT ${items.join(', ')} FROM ${source}) TO ${quoteText(target)} (FORMAT parquet)`);
  } catch (error) {
    if (signal.aborted || (error instanceof StagewireError && error.kind !== 'BadBytes')) throw error;
    throw new StagewireError('BadBytes', `file '${file.name}' is no readable Arrow file: ${error instanceof StagewireError ? error.text : error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    await rm(lines, { force: true });
  }
}

const LARGEST_ROW = 64 * 1024 * 1024;

/** Bytes are read as their hexadecimal text. JSON objects have texts for keys, so a map is read as the list of its entries, and made a map then. */
function readAs(type: DataType): string {
  if (engineTypeOf(type) === 'BLOB') return 'VARCHAR';
  if (!DataType.isMap(type)) return engineTypeOf(type);
  const [key, value] = mapTypes(type);
  return `STRUCT(key ${engineTypeOf(key)}, value ${engineTypeOf(value)})[]`;
}

function itemOf(name: string, type: DataType): string {
  if (engineTypeOf(type) === 'BLOB') return `unhex(${quoteName(name)}) AS ${quoteName(name)}`;
  return DataType.isMap(type) ? `map_from_entries(${quoteName(name)}) AS ${quoteName(name)}` : quoteName(name);
}

async function writeLines(file: SourceFile, path: string, signal: AbortSignal): Promise<Schema> {
  const reader = await RecordBatchReader.from(Readable.from(await file.read(null, signal)));
  await reader.open();
  const { schema } = reader;
  const batches = reader as unknown as AsyncIterable<RecordBatch>;
  await pipeline(linesOf(batches), createWriteStream(path, { mode: 0o600 }), { signal });
  return schema;
}

const FLUSH_CHARACTERS = 64 * 1024;

async function* linesOf(batches: AsyncIterable<RecordBatch>): AsyncGenerator<string> {
  let buffer = '';
  for await (const batch of batches) {
    const fields = batch.schema.fields.map(({ name }, index) => {
      const data = batch.data.children[index];
      if (!data) throw new TypeError('a batch lacks a column');
      return { key: JSON.stringify(name), write: valueWriter(data) };
    });
    for (let row = 0; row < batch.numRows; row += 1) {
      buffer += `{${fields.map(({ key, write }) => `${key}:${write(row)}`).join(',')}}\n`;
      if (buffer.length < FLUSH_CHARACTERS) continue;
      yield buffer;
      buffer = '';
    }
  }
  yield buffer;
}
