import { StagewireError } from '../../errors/index.js';
import type { FormatType } from '../../sql/file-format.js';
import { arrowReader } from './arrow/arrow-reader.js';
import { avroReader } from './avro/avro-reader.js';
import { delimitedReader } from './delimited/delimited-reader.js';
import { orcReader } from './orc/orc-reader.js';
import { ndjsonReader } from './ndjson/ndjson-reader.js';
import { parquetReader } from './parquet/parquet-reader.js';
import type { FormatReader } from './reader.js';

const READERS: Readonly<Partial<Record<FormatType, FormatReader>>> = {
  PARQUET: parquetReader,
  CSV: delimitedReader,
  TEXT: delimitedReader,
  ORC: orcReader,
  NDJSON: ndjsonReader,
  AVRO: avroReader,
  ARROW: arrowReader,
  ARROW_STREAM: arrowReader,
};

/** The reader of a format. 1002 for one that can't be queried, 2508 for LANCE. */
export function readerOf(type: FormatType): FormatReader {
  const reader = READERS[type];
  if (reader) return reader;
  if (type === 'LANCE') throw new StagewireError('IllegalFileFormat', 'LANCE is not supported in queries of staged files');
  throw new StagewireError('Unimplemented', `Unsupported file format in query stage. Supported formats: ${Object.keys(READERS).join(', ')}; but got ${type}`);
}
