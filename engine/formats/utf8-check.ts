import { isUtf8 } from 'node:buffer';

/** Whether bytes that come in chunks are UTF-8; a character may be cut by the end of a chunk that is not the last. */
export class Utf8Check {
  #cut: Buffer = Buffer.alloc(0);
  #isSound = true;

  push(chunk: Buffer): void {
    if (!this.#isSound) return;
    let start = 0;
    while (start < Math.min(3, chunk.length) && isContinuation(chunk[start])) start += 1;
    const end = wholeCharacters(chunk, start);
    this.#isSound = isUtf8(Buffer.concat([this.#cut, chunk.subarray(0, start)])) && isUtf8(chunk.subarray(start, end));
    this.#cut = Buffer.from(chunk.subarray(end));
  }

  /** Of all that was pushed. */
  get isSound(): boolean {
    return this.#isSound && this.#cut.length === 0;
  }
}

function isContinuation(byte = 0): boolean {
  return (byte & 0xc0) === 0x80;
}

/** Where a last character begins that the chunk does not hold whole, else its end. */
function wholeCharacters(chunk: Buffer, start: number): number {
  for (let back = 1; back <= Math.min(3, chunk.length - start); back += 1) {
    const byte = chunk[chunk.length - back] ?? 0;
    if (isContinuation(byte)) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? chunk.length - back : chunk.length;
  }
  return chunk.length;
}
