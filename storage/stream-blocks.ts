import type { Readable } from 'node:stream';

/** Large enough that the cost per block does not count, small enough to stay in the processor's cache. */
export const BLOCK_BYTES = 1024 * 1024;

const NOTHING = Buffer.alloc(0);

/**
 * The bytes of a stream in blocks of 1 MiB, the last one shorter. While one block is used the next one fills; there
 * are two buffers for the whole stream, so a block holds its bytes only until the next one is asked for.
 *
 * Chunks are copied in the moment they arrive and never kept: those of a socket are memory outside of
 * V8's heap, and keeping them makes its collector work more than all the rest of an upload.
 *
 * A stream that fails, or closes before its end, throws what `translate` makes of it. Who stops early
 * leaves the stream paused, not destroyed.
 */
export function inBlocks(source: Readable, translate: (error: unknown) => Error): AsyncGenerator<Uint8Array, void, undefined> {
  // Made now, not when the first block is asked for: a stream may fail before that.
  return blocksOf(new BlockReader(source, translate));
}

async function* blocksOf(reader: BlockReader): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (let block = await reader.next(); block; block = await reader.next()) yield block;
  } finally {
    reader.stop();
  }
}

class BlockReader {
  readonly #source: Readable;
  readonly #translate: (error: unknown) => Error;
  #filling: Buffer = NOTHING;
  /** The one lent last; it is free again when the next is asked for. */
  #other: Buffer = NOTHING;
  #filled = 0;
  /** What of the last chunk found no room. While there is something the stream is paused. */
  #rest: Buffer = NOTHING;
  #started = false;
  #ended = false;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(source: Readable, translate: (error: unknown) => Error) {
    this.#source = source;
    this.#translate = translate;
    source.on('error', this.#onError).on('end', this.#onEnd).on('close', this.#onClose);
    if (source.errored) this.#onError(source.errored);
    else if (source.destroyed) this.#onClose();
  }

  /** Null after the last block. */
  async next(): Promise<Uint8Array | null> {
    if (!this.#started) this.#start();
    for (;;) {
      if (this.#failure) throw this.#failure;
      if (this.#filled === BLOCK_BYTES || (this.#ended && this.#filled > 0)) return this.#lend();
      if (this.#ended) return null;
      await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }

  stop(): void {
    this.#source.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onClose).pause();
    // What fails from now on is of no interest, but somebody must listen.
    this.#source.off('error', this.#onError).on('error', () => undefined);
  }

  #start(): void {
    this.#started = true;
    this.#source.on('data', this.#onData);
  }

  #lend(): Uint8Array {
    const block = this.#filling.subarray(0, this.#filled);
    [this.#filling, this.#other] = [this.#other, this.#filling];
    this.#filled = 0;
    const rest = this.#rest;
    this.#take(rest);
    if (rest.length > 0 && this.#rest.length === 0) this.#source.resume();
    return block;
  }

  /** Copies what there is room for, and keeps the rest. */
  #take(chunk: Buffer): void {
    if (this.#filling.length === 0) this.#filling = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    const taken = chunk.copy(this.#filling, this.#filled);
    this.#filled += taken;
    this.#rest = taken === chunk.length ? NOTHING : chunk.subarray(taken);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#take(chunk);
    if (this.#rest.length > 0) this.#source.pause();
    if (this.#filled === BLOCK_BYTES) this.#wake();
  };

  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#wake();
  };

  readonly #onError = (error: unknown): void => {
    this.#failure ??= this.#translate(error);
    this.#wake();
  };

  readonly #onClose = (): void => {
    if (!this.#ended) this.#onError(new Error('the stream ended early'));
  };
}
