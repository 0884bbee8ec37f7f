import type { ByteWriter } from '../../../protocol/byte-writer.js';
import { cellText, valueText, type DisplayFormat } from '../../../sql/display/cell-text.js';
import { doubleText, floatText } from '../../../sql/display/number-text.js';
import type { ColumnType, Value } from '../../../sql/relation.js';
import { fitsNumber, signedNumber, type ByteVector, type NumberVector, type ValueVector, type Vector, type WordVector } from '../../../sql/vector.js';
import type { CellWriter } from './cell-writer.js';
import { MICROS_PER_DAY, writeDateText, writeTimestampText } from './temporal-text.js';

/**
 * The writer of a column's cells in text rows, string<lenenc> each. The common types have a way without an
 * object per cell; the rest goes through the text of the cell.
 */
export function textCells(vector: Vector, type: ColumnType, format: DisplayFormat): CellWriter {
  switch (vector.layout) {
    case 'values':
      return valueCells(vector, type, format);
    case 'numbers':
      return numberCells(vector, type) ?? textOf(vector, type, format);
    case 'words':
      return wordCells(vector, type) ?? textOf(vector, type, format);
    case 'bytes':
      return byteCells(vector, type) ?? textOf(vector, type, format);
    default:
      return textOf(vector, type, format);
  }
}

function textOf(vector: Vector, type: ColumnType, format: DisplayFormat): CellWriter {
  return (bytes, row) => {
    bytes.lenencText(cellText(vector, type, row, format));
  };
}

function numberCells({ data }: NumberVector, type: ColumnType): CellWriter | null {
  switch (type.name) {
    case 'boolean':
    case 'int8':
    case 'int16':
    case 'int32':
    case 'uint8':
    case 'uint16':
    case 'uint32':
      return (bytes, row) => {
        bytes.lenencDigits(data[row] ?? 0);
      };
    case 'double':
      return (bytes, row) => {
        bytes.lenencText(doubleText(data[row] ?? 0));
      };
    case 'float':
      return (bytes, row) => {
        bytes.lenencText(floatText(data[row] ?? 0));
      };
    case 'date':
      return (bytes, row) => {
        writeDateText(bytes, data[row] ?? 0);
      };
    default:
      return null;
  }
}

function wordCells(vector: WordVector, type: ColumnType): CellWriter | null {
  const { words } = vector;
  switch (type.name) {
    case 'int64':
    case 'uint64': {
      const signed = type.name === 'int64';
      return (bytes, row) => {
        const low = words[row * 2] ?? 0;
        const high = words[row * 2 + 1] ?? 0;
        if (fitsNumber(high) && (signed || high < 0x8000_0000)) bytes.lenencDigits(signedNumber(low, high));
        else bytes.lenencText(bigText(low, high, signed));
      };
    }
    case 'timestamp':
      return (bytes, row) => {
        writeTimestampText(bytes, words[row * 2] ?? 0, words[row * 2 + 1] ?? 0);
      };
    default:
      return null;
  }
}

function bigText(low: number, high: number, signed: boolean): string {
  const value = (BigInt(high) << 32n) | BigInt(low);
  return String(signed ? BigInt.asIntN(64, value) : value);
}

function byteCells(vector: ByteVector, type: ColumnType): CellWriter | null {
  if (type.name !== 'varchar' && type.name !== 'bytes') return null;
  const { bytes: source, starts, lengths } = vector;
  return (bytes, row) => {
    bytes.lenencPart(source, starts[row] ?? 0, lengths[row] ?? 0);
  };
}

function valueCells({ values }: ValueVector, type: ColumnType, format: DisplayFormat): CellWriter {
  return (bytes, row) => {
    writeValueText(bytes, values[row] ?? null, type, format);
  };
}

/** A value of JavaScript; whole numbers and plain texts, which most of them are, the short way. */
function writeValueText(bytes: ByteWriter, value: Value, type: ColumnType, format: DisplayFormat): void {
  if (typeof value === 'string' && type.name !== 'json') bytes.lenencText(value);
  else if (typeof value === 'number' && Number.isSafeInteger(value) && isWhole(type)) bytes.lenencDigits(value);
  else if (value instanceof Uint8Array && type.name !== 'binary') bytes.lenencBytes(value);
  else if (value instanceof Date && type.name === 'date') writeDateText(bytes, Math.floor(value.getTime() / (MICROS_PER_DAY / 1000)));
  else bytes.lenencText(valueText(value, type, format));
}

function isWhole({ name }: ColumnType): boolean {
  return name !== 'double' && name !== 'float' && name !== 'decimal';
}
