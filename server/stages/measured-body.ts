import { createHash } from 'node:crypto';

/** A body that passes through, counted and digested on the way. */
export class MeasuredBody implements AsyncIterable<Uint8Array> {
  /** Bytes that have passed. */
  size = 0;
  readonly #body: AsyncIterable<Uint8Array>;
  readonly #hash = createHash('md5');

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#body = body;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of this.#body) {
      this.size += chunk.length;
      this.#hash.update(chunk);
      yield chunk;
    }
  }

  /** MD5 of all that has passed, in hexadecimal. Once. */
  md5(): string {
    return this.#hash.digest('hex');
  }
}
