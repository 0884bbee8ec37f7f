import { FlatTable } from './flat-table.js';

/** Rows that a batch may have without a byte for any. */
const MOST_EMPTY_ROWS = 16 * 1024 * 1024;
const DEEPEST_FIELD = 64;
/** What a byte may become at most: blocks of Zstandard that repeat one. */
const HIGHEST_RATIO = 32 * 1024;
/** Tables of Message.fbs and Schema.fbs (Apache Arrow columnar format) by the number of their fields. */
const MESSAGE = { headerType: 1, header: 2, bodyLength: 3, metadata: 4 } as const;
const HEADER = { schema: 1, dictionaryBatch: 2, recordBatch: 3 } as const;
const SCHEMA = { fields: 1, metadata: 2 } as const;
const FIELD = { children: 5, metadata: 6 } as const;
const DICTIONARY_BATCH = { data: 1 } as const;
const BATCH = { length: 0, nodes: 1, buffers: 2, compression: 3, variadicCounts: 4 } as const;

/** What the metadata of a message tells of its body. */
export interface MessageOutline {
  readonly bodyLength: number;
  /** To be called with the body before anything is made of it. */
  readonly checkBody: (body: Uint8Array) => void;
}

/**
 * Checks the metadata of a message, of which a reader makes objects and buffers as they say: lists that are longer than the bytes, and numbers
 * of values that nobody could have written. RangeError for those.
 */
export function outlineOf(metadata: Uint8Array): MessageOutline {
  const message = FlatTable.root(metadata);
  message.tables(MESSAGE.metadata);
  const bodyLength = message.long(MESSAGE.bodyLength);
  if (bodyLength < 0) throw new RangeError('a message has a negative length');
  const header = message.table(MESSAGE.header);
  const type = message.byte(MESSAGE.headerType);
  if (header && type === HEADER.schema) checkSchema(header, metadata.length);
  const batch = type === HEADER.recordBatch ? header : type === HEADER.dictionaryBatch ? header?.table(DICTIONARY_BATCH.data) ?? null : null;
  return { bodyLength, checkBody: (body) => { if (batch) checkBatch(batch, body); } };
}

/** No table takes less than four bytes, so there are no more fields than that. */
function checkSchema(schema: FlatTable, bytes: number): void {
  let fields = 0;
  const visit = (field: FlatTable, depth: number): void => {
    fields += 1;
    if (depth > DEEPEST_FIELD || fields > bytes / 4) throw new RangeError('a schema has too many fields');
    field.tables(FIELD.metadata);
    for (const child of field.tables(FIELD.children)) visit(child, depth + 1);
  };
  schema.tables(SCHEMA.metadata);
  for (const field of schema.tables(SCHEMA.fields)) visit(field, 0);
}

function checkBatch(batch: FlatTable, body: Uint8Array): void {
  const buffers = batch.structs(BATCH.buffers, 16).map((range) => ({ offset: Number(range.getBigInt64(0, true)), length: Number(range.getBigInt64(8, true)) }));
  if (buffers.some(({ offset, length }) => offset < 0 || length < 0 || offset + length > body.length)) throw new RangeError('a buffer lies outside of its batch');
  for (const count of batch.structs(BATCH.variadicCounts, 8)) if (!isBetween(count.getBigInt64(0, true), 0, buffers.length)) throw new RangeError('a column has more buffers than its batch');
  const isCompressed = batch.table(BATCH.compression) !== null;
  const bytes = isCompressed ? buffers.reduce((sum, { offset, length }) => sum + lengthOfContent(body.subarray(offset, offset + length)), 0) : body.length;
  // A value takes a bit at least.
  const mostValues = Math.max(MOST_EMPTY_ROWS, bytes * 8);
  if (!isBetween(batch.long(BATCH.length), 0, mostValues)) throw new RangeError('a batch claims more rows than it holds');
  for (const node of batch.structs(BATCH.nodes, 16)) {
    const length = node.getBigInt64(0, true);
    if (!isBetween(length, 0, mostValues) || !isBetween(node.getBigInt64(8, true), 0, Number(length))) throw new RangeError('a column claims more values than its batch holds');
  }
}

/** A compressed buffer begins with the length of its content, or -1 for one that is as it is. */
function lengthOfContent(buffer: Uint8Array): number {
  if (buffer.length === 0) return 0;
  const length = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength).getBigInt64(0, true);
  if (!isBetween(length, -1, buffer.length * HIGHEST_RATIO)) throw new RangeError('a compressed buffer claims too much content');
  return length === -1n ? buffer.length : Number(length);
}

const isBetween = (value: bigint | number, least: number, most: number): boolean => value >= least && value <= most;
