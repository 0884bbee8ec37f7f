import { createHash, type Hash } from 'node:crypto';

/** A body that passes through and is counted on the way, and digested if asked. */
export class MeasuredBody implements AsyncIterable<Uint8Array> {
  /** Bytes that have passed. */
  size = 0;
  readonly #body: AsyncIterable<Uint8Array>;
  readonly #hash: Hash | null;

  constructor(body: AsyncIterable<Uint8Array>, digest: 'md5' | null) {
    this.#body = body;
    this.#hash = digest && createHash(digest);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of this.#body) {
      this.size += chunk.length;
      this.#hash?.update(chunk);
      yield chunk;
    }
  }

  /** Digest of all that has passed, in hexadecimal; null if none was asked for. Once. */
  digest(): string | null {
    return this.#hash?.digest('hex') ?? null;
  }
}
