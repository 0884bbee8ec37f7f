import { createReadStream } from 'node:fs';
import { compressionRegistry, CompressionType, DataType, RecordBatchReader, type RecordBatch } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import { decompress as unlz4 } from 'lz4js';
import { quoteName, quoteText } from '../../../sql/query/quoting.js';
import { writeLocal } from '../plain-text.js';
import { engineTypeOf, mapTypes } from './arrow-types.js';
import { valueWriter } from './arrow-values.js';

// Copies, because values must be aligned in their buffers.
compressionRegistry.set(CompressionType.ZSTD, { decode: (data) => Uint8Array.from(unzstd(data)) });
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: (data) => Uint8Array.from(unlz4(data)) });

/** A column of the lines, for SQL of the engine. */
export interface LineColumn {
  /** What `read_json` is told of it. */
  readonly definition: string;
  /** What makes its value of what was read. */
  readonly item: string;
}

/** Writes the rows of a local file as lines of JSON, and tells how they are read again. */
export async function writeLinesOfArrow({ source, target }: { readonly source: string; readonly target: string }, signal: AbortSignal): Promise<readonly LineColumn[]> {
  const reader = await RecordBatchReader.from(createReadStream(source));
  await reader.open();
  const { schema } = reader;
  await writeLocal(linesOf(reader as unknown as AsyncIterable<RecordBatch>), target, signal);
  return schema.fields.map(({ name, type }) => ({ definition: `${quoteText(name)}: ${quoteText(readAs(type as DataType))}`, item: itemOf(name, type as DataType) }));
}

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
