import { closeSync, openSync, writeSync } from 'node:fs';
import { columnBytes, type Column } from '../../../columns/column.js';
import type { NamedType } from '../../../columns/column-type.js';
import { ParquetWriter } from './parquet-writer.js';

const FIRST_ROWS = 1024;
/** As many as DuckDB's own row groups have. */
const MOST_ROWS = 122_880;
const GROWTH = 8;
/** What a row group should take in memory. */
const GROUP_BYTES = 64 * 1024 * 1024;

/** A column of which the next rows can be had, in their order. */
export interface ColumnRows {
  read(count: number): Column;
}

/** A new Parquet file on the local disk. */
export class ParquetFile {
  readonly #descriptor: number;
  readonly #writer: ParquetWriter;
  #nextRows = FIRST_ROWS;

  constructor(path: string, columns: readonly NamedType[]) {
    this.#descriptor = openSync(path, 'wx', 0o600);
    this.#writer = new ParquetWriter(columns, (pieces) => { for (const piece of pieces) this.#write(piece); });
  }

  /** Appends so many rows, in row groups of a size that memory can hold. */
  append(rows: number, columns: readonly ColumnRows[]): void {
    for (let left = rows; left > 0; ) {
      const count = Math.min(this.#nextRows, left);
      const group = this.#writer.rowGroup(count);
      let bytes = 0;
      for (const rowsOfColumn of columns) {
        const column = rowsOfColumn.read(count);
        bytes += columnBytes(column);
        group.add(column);
      }
      group.end();
      left -= count;
      this.#grow(count, bytes);
    }
  }

  /** Writes the footer. */
  end(): void {
    this.#writer.end();
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #grow(count: number, bytes: number): void {
    const fitting = Math.floor((count * GROUP_BYTES) / Math.max(bytes, 1));
    this.#nextRows = Math.max(1, Math.min(fitting, Math.max(this.#nextRows, count * GROWTH), MOST_ROWS));
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#descriptor, bytes, done);
  }
}
