import type { DuckDBAppender, DuckDBDataChunk, DuckDBType } from '@duckdb/node-api';
import type { Batch } from '../../sql/relation.js';
import { bitmapBytes } from './bitmap-bytes.js';
import { batchBytes } from './batch-bytes.js';
import type { ResultTable } from './result-table.js';

/** Which results are worth a copy. */
export interface CopyLimits {
  /** Bytes of its values. */
  readonly mostBytes: number;
  /** Bytes that the engine may take for it, and for all that are being made at the same time. */
  readonly mostSize: number;
  /** The time of `performance.now()` before which the first rows must not be there. */
  readonly notBefore: number;
}

/** Why there is no copy; `too-large-for-all`: by `mostSize`; `failed`: the engine could not make it, or had no room beside others that are being made. */
export type NoCopy = 'too-fast' | 'too-large' | 'too-large-for-all' | 'failed';

/** Bytes that the engine is given at once: meanwhile everybody waits. */
const MOST_UNWRITTEN = 1024 * 1024;

/** A table that is being filled. */
export interface Filling {
  readonly table: ResultTable;
  readonly appender: DuckDBAppender;
  /** Bytes that the engine takes for this and the others that are being filled. */
  sizeOfAll(): number;
  /** The rows are there for others from now on. One of this and {@link undo} must be called. */
  done(): void;
  undo(): void;
}

export type BeginFilling = (names: readonly string[], types: readonly DuckDBType[]) => Promise<Filling>;

/**
 * A copy of a query's result, made of its chunks while they are sent. What goes wrong with it is no concern of the query. One of
 * {@link finish} and {@link abandon} must be called.
 */
export class ResultCopy {
  readonly #limits: CopyLimits;
  readonly #begin: BeginFilling;
  #names: readonly string[] = [];
  #types: readonly DuckDBType[] = [];
  #filling: Filling | null = null;
  #refusal: NoCopy | null = null;
  #isSlow = false;
  #unwritten = 0;

  constructor(limits: CopyLimits, begin: BeginFilling) {
    this.#limits = limits;
    this.#begin = begin;
  }

  /** The rows come from the first on; what came before is part of them. */
  restart(names: readonly string[], types: readonly DuckDBType[]): void {
    this.#names = names;
    this.#types = types;
    this.#undo();
  }

  /** Some more rows, as the engine gave them and as they were read. */
  async append(chunk: DuckDBDataChunk, batch: Batch): Promise<void> {
    const filling = await this.#open();
    if (!filling) return;
    const { table, appender } = filling;
    table.rowCount += batch.rowCount;
    const bytes = batchBytes(batch) + bitmapBytes(chunk, this.#types);
    table.bytes += bytes;
    const refusal = table.bytes > this.#limits.mostBytes ? 'too-large' : table.size > this.#limits.mostSize ? 'too-large-for-all' : filling.sizeOfAll() > this.#limits.mostSize ? 'failed' : null;
    if (refusal) {
      this.#refuse(refusal);
      return;
    }
    try {
      appender.appendDataChunk(chunk);
      this.#unwritten += bytes;
      if (this.#unwritten < MOST_UNWRITTEN) return;
      appender.flushSync();
      this.#unwritten = 0;
    } catch {
      this.#refuse('failed');
    }
  }

  /** All rows have come. The table, or why there is none. */
  async finish(): Promise<ResultTable | NoCopy> {
    const filling = await this.#open();
    if (!filling) return this.#refusal ?? 'failed';
    this.#filling = null;
    try {
      filling.done();
      return filling.table;
    } catch {
      filling.table.drop();
      return 'failed';
    }
  }

  /** The result has not come to its end. */
  abandon(): void {
    this.#refuse('failed');
  }

  async #open(): Promise<Filling | null> {
    if (this.#refusal) return null;
    this.#isSlow ||= performance.now() >= this.#limits.notBefore;
    if (!this.#isSlow) {
      this.#refusal = 'too-fast';
      return null;
    }
    try {
      return (this.#filling ??= await this.#begin(this.#names, this.#types));
    } catch {
      this.#refusal = 'failed';
      return null;
    }
  }

  #refuse(reason: NoCopy): void {
    this.#refusal = reason;
    this.#undo();
  }

  #undo(): void {
    this.#filling?.undo();
    this.#filling = null;
  }
}
