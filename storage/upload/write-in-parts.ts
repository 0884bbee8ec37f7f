import { abortable, throwIfAborted } from '../aborted.js';
import { callersBody, runCallers } from '../caller-failure.js';
import type { ObjectInfo, WriteOptions } from '../object-store.js';
import { collectParts, type Part, type PartSizes } from './collect-parts.js';

export type Written = Omit<ObjectInfo, 'key'>;

/** How a store takes an object. */
export interface ObjectWriter {
  readonly sizeOf: PartSizes;
  /** Parts that may be on their way together. 1 where they must come in order. */
  readonly partsAtOnce: number;
  /** Writes an object that fits into one part. */
  writeWhole(data: Buffer, signal: AbortSignal): Promise<Written>;
  /** Begins an object of several parts, of which nothing is visible yet. */
  begin(signal: AbortSignal): Promise<PartedUpload>;
}

export interface PartedUpload {
  /** Stores a part, whose memory serves another one afterwards. */
  put(part: Part, signal: AbortSignal): Promise<void>;
  /** Makes the object of `size` bytes visible: all parts are stored. */
  commit(size: number, signal: AbortSignal): Promise<Written>;
  /** Gives up what is stored, as far as the store can. Does not throw. */
  abort(): Promise<void>;
}

/**
 * Writes an object: at once if it fits into a part, else in parts, which are given up if
 * anything fails. Holds one part that fills and those that are on their way.
 */
export async function writeInParts(writer: ObjectWriter, body: AsyncIterable<Uint8Array>, options: WriteOptions): Promise<Written> {
  // Also fired when a part fails, so that a source that is slow or silent is not waited for.
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const parts = collectParts(abortable(callersBody(body), signal), writer.sizeOf);
  try {
    const first = await parts.next();
    if (first.done) throw new Error('a body has at least one part');
    if (!first.value.last) return await new Upload(writer, stop, signal).run(first.value, parts, options);
    await runCallers(options.beforeCommit);
    throwIfAborted(options.signal);
    return await writer.writeWhole(first.value.data, signal);
  } finally {
    await parts.return();
  }
}

class Upload {
  readonly #writer: ObjectWriter;
  readonly #stop: AbortController;
  readonly #signal: AbortSignal;
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;
  #size = 0;

  constructor(writer: ObjectWriter, stop: AbortController, signal: AbortSignal) {
    this.#writer = writer;
    this.#stop = stop;
    this.#signal = signal;
  }

  async run(first: Part, rest: AsyncIterable<Part>, options: WriteOptions): Promise<Written> {
    const upload = await this.#writer.begin(this.#signal);
    try {
      this.#start(upload, first);
      for await (const part of rest) {
        if (this.#running.size >= this.#writer.partsAtOnce) await Promise.race(this.#running);
        this.#throwIfFailed();
        this.#start(upload, part);
      }
      await Promise.all(this.#running);
      this.#throwIfFailed();
      await runCallers(options.beforeCommit);
      throwIfAborted(options.signal);
      return await upload.commit(this.#size, this.#signal);
    } catch (error) {
      // The part that failed says more than the abort that it caused; parts that fail from now on say nothing.
      const cause = this.#failure ? this.#failure.error : error;
      this.#stop.abort();
      await Promise.all(this.#running);
      await upload.abort();
      throw cause;
    }
  }

  #start(upload: PartedUpload, part: Part): void {
    this.#size += part.data.length;
    const running: Promise<void> = upload.put(part, this.#signal)
      .then(() => { part.release(); })
      .catch((error: unknown) => {
        this.#failure ??= { error };
        this.#stop.abort();
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  #throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
