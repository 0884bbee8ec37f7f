import type { ByteWriter } from '../byte-writer.js';
import type { ResultTranscoding } from '../charsets/text-codec.js';
import { PayloadReader } from '../payload-reader.js';

/** Length of the fixed fields at the end. */
const FIXED_FIELDS = 0x0c;

export interface ColumnDefinition {
  readonly schema: string;
  /** Alias of the table in the query, and its name. */
  readonly table: string;
  readonly originalTable: string;
  readonly name: string;
  readonly originalName: string;
  readonly collation: number;
  /** Largest number of bytes that a value takes for display. */
  readonly length: number;
  /** One of MysqlType. */
  readonly type: number;
  /** ColumnFlag bits. */
  readonly flags: number;
  /** Digits after the point; 31 means that they vary. */
  readonly decimals: number;
}

/** Manual page "Protocol::ColumnDefinition41", with names in the character set of the reader. */
export function writeColumnDefinition41(bytes: ByteWriter, column: ColumnDefinition, transcoding: ResultTranscoding = null): void {
  bytes.lenencText('def'); // catalog
  bytes.lenencTextIn(transcoding, column.schema);
  bytes.lenencTextIn(transcoding, column.table);
  bytes.lenencTextIn(transcoding, column.originalTable);
  bytes.lenencTextIn(transcoding, column.name);
  bytes.lenencTextIn(transcoding, column.originalName);
  bytes.uint8(FIXED_FIELDS);
  bytes.uint16(column.collation);
  bytes.uint32(column.length);
  bytes.uint8(column.type);
  bytes.uint16(column.flags);
  bytes.uint8(column.decimals);
  bytes.uint16(0); // filler
}

/**
 * The same packet as an answer to COM_FIELD_LIST, where the default value of the column follows
 * (here always NULL).
 */
export function writeFieldListColumn(bytes: ByteWriter, column: ColumnDefinition, transcoding: ResultTranscoding = null): void {
  writeColumnDefinition41(bytes, column, transcoding);
  bytes.uint8(0xfb);
}

/** Manual page "Protocol::ColumnDefinition41". */
export function readColumnDefinition41(payload: Buffer): ColumnDefinition {
  const reader = new PayloadReader(payload);
  reader.lenencText();
  const schema = reader.lenencText();
  const table = reader.lenencText();
  const originalTable = reader.lenencText();
  const name = reader.lenencText();
  const originalName = reader.lenencText();
  reader.skip(1);
  const collation = reader.uint16();
  const length = reader.uint32();
  const type = reader.uint8();
  const flags = reader.uint16();
  return { schema, table, originalTable, name, originalName, collation, length, type, flags, decimals: reader.uint8() };
}
