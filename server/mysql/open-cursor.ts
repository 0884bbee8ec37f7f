import type { Batch } from '../../sql/relation.js';
import { displayFormat } from '../display-format.js';
import type { RowsResult } from '../result.js';
import { resultText } from './client-text.js';
import type { AnswerTarget } from './respond.js';
import { RowEncoder } from './rows/row-encoder.js';

/** A result of which the client fetches some rows at a time. */
export class OpenCursor {
  readonly #batches: AsyncIterator<Batch>;
  readonly #encoder: RowEncoder;
  readonly #abort: AbortController;
  #batch: Batch | null = null;
  #row = 0;
  #ended = false;

  private constructor({ session }: AnswerTarget, { columns, batches }: RowsResult, abort: AbortController) {
    this.#batches = batches[Symbol.asyncIterator]();
    this.#encoder = new RowEncoder(columns, 'binary', displayFormat(session), resultText(session).transcoding);
    this.#abort = abort;
  }

  /**
   * Waits for the first rows, so that what is wrong with the statement is told at its execution.
   * @param abort ends the production of the rows
   */
  static async open(target: AnswerTarget, result: RowsResult, abort: AbortController): Promise<OpenCursor> {
    const cursor = new OpenCursor(target, result, abort);
    await cursor.#hasRow();
    return cursor;
  }

  /**
   * Writes the next rows, at most `count`. False when there are no more, which shows only when one is missing, as
   * in MySQL. The `signal` is that of the command that fetches.
   */
  async fetch({ channel }: AnswerTarget, count: number, signal: AbortSignal): Promise<boolean> {
    const unlink = linkAbort(signal, this.#abort);
    try {
      for (let left = count; left > 0; left--) {
        if (!(await this.#hasRow())) return false;
        this.#encoder.writeRow(channel.packets.begin(), this.#row++);
        channel.packets.end();
        const room = channel.makeRoom();
        if (room !== null) await room;
      }
      return true;
    } finally {
      unlink();
    }
  }

  /** Ends the production of the rows. Never rejects. */
  async close(): Promise<void> {
    this.#abort.abort();
    try {
      await this.#batches.return?.();
    } catch {
      // Its rows are wanted no longer, and so is what went wrong with them.
    }
  }

  async #hasRow(): Promise<boolean> {
    while (!this.#ended && (this.#batch === null || this.#row >= this.#batch.rowCount)) {
      const next = await this.#batches.next();
      if (next.done === true) {
        this.#ended = true;
        return false;
      }
      this.#batch = next.value;
      this.#row = 0;
      this.#encoder.load(next.value);
    }
    return !this.#ended;
  }
}

/** Lets one signal abort another controller until the returned function is called. */
export function linkAbort(signal: AbortSignal, controller: AbortController): () => void {
  const abort = (): void => {
    controller.abort(signal.reason);
  };
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  return () => {
    signal.removeEventListener('abort', abort);
  };
}
