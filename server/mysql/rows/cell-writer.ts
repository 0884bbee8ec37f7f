import type { ByteWriter } from '../../../protocol/byte-writer.js';

/** Writes the cell of one row of a loaded column. Never asked for a row that is NULL. */
export type CellWriter = (bytes: ByteWriter, row: number) => void;
