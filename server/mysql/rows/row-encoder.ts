import type { ByteWriter } from '../../../protocol/byte-writer.js';
import type { ResultTranscoding } from '../../../protocol/charsets/text-codec.js';
import { beginBinaryRow, setBinaryNull } from '../../../protocol/packets/binary-row.js';
import { writeNullCell } from '../../../protocol/packets/text-row.js';
import type { DisplayFormat } from '../../../sql/display/cell-text.js';
import type { Batch, Column, ColumnType } from '../../../sql/relation.js';
import { isValid, validityOf, type Validity, type Vector } from '../../../sql/vector.js';
import { binaryCells } from './binary-cells.js';
import type { CellWriter } from './cell-writer.js';
import { textCells } from './text-cells.js';
import { transcodedCells } from './transcoded-cells.js';

/** How rows look: as answers to COM_QUERY, or to COM_STMT_EXECUTE and COM_STMT_FETCH. */
export type RowFormat = 'text' | 'binary';

interface LoadedColumn {
  readonly validity: Validity;
  readonly write: CellWriter;
}

/** Writes the rows of a result, batch by batch: `load` one, then `writeRow` for as many of its rows as are wanted. */
export class RowEncoder {
  readonly #columns: readonly Column[];
  readonly #rowFormat: RowFormat;
  readonly #display: DisplayFormat;
  readonly #transcoding: ResultTranscoding;
  #loaded: readonly LoadedColumn[] = [];

  constructor(columns: readonly Column[], rowFormat: RowFormat, display: DisplayFormat, transcoding: ResultTranscoding = null) {
    this.#columns = columns;
    this.#rowFormat = rowFormat;
    this.#display = display;
    this.#transcoding = transcoding;
  }

  load(batch: Batch): void {
    this.#loaded = batch.columns.map((vector, index) => ({
      validity: vector.layout === 'values' ? validityOf(vector.values) : vector.validity,
      write: this.#cells(vector, this.#columns[index]?.type ?? { name: 'varchar' }),
    }));
  }

  #cells(vector: Vector, type: ColumnType): CellWriter {
    const transcoded = this.#transcoding && transcodedCells(vector, type, this.#display, this.#transcoding);
    if (transcoded !== null) return transcoded;
    return (this.#rowFormat === 'text' ? textCells : binaryCells)(vector, type, this.#display);
  }

  /** Writes the payload of one row of the loaded batch. */
  writeRow(bytes: ByteWriter, row: number): void {
    if (this.#rowFormat === 'text') this.#writeText(bytes, row);
    else this.#writeBinary(bytes, row);
  }

  #writeText(bytes: ByteWriter, row: number): void {
    for (const { validity, write } of this.#loaded) {
      if (isValid(validity, row)) write(bytes, row);
      else writeNullCell(bytes);
    }
  }

  #writeBinary(bytes: ByteWriter, row: number): void {
    const loaded = this.#loaded;
    const bitmap = beginBinaryRow(bytes, loaded.length);
    let index = 0;
    for (const { validity, write } of loaded) {
      if (isValid(validity, row)) write(bytes, row);
      else setBinaryNull(bytes, bitmap, index);
      index += 1;
    }
  }
}
