import { fstatSync, readSync } from 'node:fs';
import { FlatTable } from './flat-table.js';
import { outlineOf } from './check-message.js';

const MAGIC = 'ARROW1';
/** The magic and what fills it up; a message's prefix. */
const PREFIX_BYTES = 8;
/** In front of the length of a message, but for those of the first writers. */
const CONTINUATION = -1;
/** Length of the footer, and the magic. */
const TAIL_BYTES = 4 + MAGIC.length;
/** The table Footer of File.fbs (Apache Arrow columnar format), by the number of its fields, and the bytes of its struct Block. */
const FOOTER = { dictionaries: 2, recordBatches: 3 } as const;
const BLOCK_BYTES = 24;

/**
 * The messages of an open Arrow file or stream as a stream, each checked before it is given: prefix, metadata and body. Those of a file come
 * as its footer lists them. RangeError for a damaged one.
 */
export function* readMessages(descriptor: number): Generator<Uint8Array> {
  const { size } = fstatSync(descriptor);
  const read = (offset: number, length: number): Uint8Array => {
    if (offset < 0 || length < 0 || offset + length > size) throw new RangeError('it ends too early');
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const count = readSync(descriptor, bytes, done, length - done, offset + done);
      if (count === 0) throw new RangeError('it ends too early');
      done += count;
    }
    return bytes;
  };
  const isFile = size >= PREFIX_BYTES && textOf(read(0, MAGIC.length)) === MAGIC;
  if (isFile) {
    for (const offset of [PREFIX_BYTES, ...blocksOf(read, size)]) yield* messageAt(offset, read).chunks;
    return;
  }
  for (let offset = 0; offset < size;) {
    const { chunks, end } = messageAt(offset, read);
    if (chunks.length === 0) return;
    yield* chunks;
    offset = end;
  }
}

type Read = (offset: number, length: number) => Uint8Array;

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
const intOf = (bytes: Uint8Array): number => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).readInt32LE();

/** Where the dictionaries of a file are, and then its batches. */
function blocksOf(read: Read, size: number): readonly number[] {
  const tail = read(size - TAIL_BYTES, TAIL_BYTES);
  if (textOf(tail.subarray(4)) !== MAGIC) throw new RangeError(`it does not end with ${MAGIC}`);
  const length = intOf(tail);
  const footer = FlatTable.root(read(size - TAIL_BYTES - length, length));
  return [FOOTER.dictionaries, FOOTER.recordBatches].flatMap((field) => footer.structs(field, BLOCK_BYTES).map((block) => Number(block.getBigInt64(0, true))));
}

/** A message, which has no parts at the end of a stream, and the offset behind it. */
function messageAt(offset: number, read: Read): { readonly chunks: readonly Uint8Array[]; readonly end: number } {
  const first = intOf(read(offset, 4));
  const prefix = read(offset, first === CONTINUATION ? PREFIX_BYTES : 4);
  const length = intOf(prefix.subarray(-4));
  const metadataStart = offset + prefix.length;
  if (length === 0) return { chunks: [], end: metadataStart };
  const metadata = read(metadataStart, length);
  const { bodyLength, checkBody } = outlineOf(metadata);
  const body = read(metadataStart + length, bodyLength);
  checkBody(body);
  return { chunks: bodyLength === 0 ? [prefix, metadata] : [prefix, metadata, body], end: metadataStart + length + bodyLength };
}
