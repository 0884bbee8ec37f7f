/** Of UTF-8; no part of the text that it begins. */
export const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Whether the beginning of a file has one. */
export function hasByteOrderMark(beginning: Uint8Array): boolean {
  return BYTE_ORDER_MARK.equals(beginning.subarray(0, BYTE_ORDER_MARK.length));
}

/** The text of a file from its beginning. */
export function behindByteOrderMark(beginning: Buffer): Buffer {
  return hasByteOrderMark(beginning) ? beginning.subarray(BYTE_ORDER_MARK.length) : beginning;
}

/** The same of a file in chunks, of which the first holds the whole mark. */
export async function* withoutByteOrderMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of chunks) {
    yield isFirst ? behindByteOrderMark(chunk) : chunk;
    isFirst = false;
  }
}
