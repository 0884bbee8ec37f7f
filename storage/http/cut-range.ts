import type { Readable } from 'node:stream';
import { derivedStream } from '../derived-stream.js';
import type { ByteRange } from '../object-store.js';

/** A range out of the bytes of a whole file, for servers that send nothing less. What follows is not waited for. */
export function cutRange(whole: Readable, range: ByteRange): Readable {
  return derivedStream(whole, piecesOf(whole, range));
}

async function* piecesOf(whole: Readable, { offset, length }: ByteRange): AsyncGenerator<Buffer, void, undefined> {
  let skip = offset;
  let left = length;
  for await (const chunk of whole as AsyncIterable<Buffer>) {
    const piece = chunk.subarray(skip, skip + left);
    skip = Math.max(0, skip - chunk.length);
    left -= piece.length;
    if (piece.length > 0) yield piece;
    if (left === 0) return;
  }
}
