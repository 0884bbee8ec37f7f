import type { ByteWriter } from '../../../protocol/byte-writer.js';
import { cellText, valueText, type DisplayFormat } from '../../../sql/display/cell-text.js';
import { scaledText } from '../../../sql/display/number-text.js';
import type { ColumnType, Value } from '../../../sql/relation.js';
import { fitsNumber, signedNumber, wordsToBigInt, type ByteVector, type NumberVector, type ValueVector, type Vector, type WordVector } from '../../../sql/vector.js';
import type { CellWriter } from './cell-writer.js';
import { writeDoubleText, writeFloatText, writeScaledText } from './number-text.js';
import { timeText } from '../../../sql/display/calendar.js';
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
        writeDoubleText(bytes, data[row] ?? 0);
      };
    case 'float':
      return (bytes, row) => {
        writeFloatText(bytes, data[row] ?? 0);
      };
    case 'decimal': {
      const { scale } = type;
      return (bytes, row) => {
        writeScaledText(bytes, data[row] ?? 0, scale);
      };
    }
    case 'date':
      return (bytes, row) => {
        writeDateText(bytes, data[row] ?? 0);
      };
    default:
      return null;
  }
}

function wordCells(vector: WordVector, type: ColumnType): CellWriter | null {
  const { words, wordsPerRow } = vector;
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
    case 'int128':
    case 'decimal': {
      const scale = type.name === 'decimal' ? type.scale : 0;
      return (bytes, row) => {
        const at = row * wordsPerRow;
        const high = words[at + 1] ?? 0;
        if (fitsNumber(high) && (wordsPerRow === 2 || isSignOf(high, words[at + 2] ?? 0, words[at + 3] ?? 0))) writeScaledText(bytes, signedNumber(words[at] ?? 0, high), scale);
        else bytes.lenencText(scaledText(wordsToBigInt(vector, row, true), scale));
      };
    }
    case 'time':
      return (bytes, row) => {
        bytes.lenencText(timeText(signedNumber(words[row * 2] ?? 0, words[row * 2 + 1] ?? 0)));
      };
    case 'timestamp':
      return (bytes, row) => {
        writeTimestampText(bytes, words[row * 2] ?? 0, words[row * 2 + 1] ?? 0);
      };
    default:
      return null;
  }
}

/** Whether the upper words of 128 bits say no more than the sign of the lower ones. */
function isSignOf(high: number, third: number, fourth: number): boolean {
  const sign = high >>> 31 === 0 ? 0 : 0xffff_ffff;
  return third === sign && fourth === sign;
}

function bigText(low: number, high: number, signed: boolean): string {
  const value = (BigInt(high) << 32n) | BigInt(low);
  return String(signed ? BigInt.asIntN(64, value) : value);
}

function byteCells(vector: ByteVector, type: ColumnType): CellWriter | null {
  if (type.name !== 'varchar' && type.name !== 'bytes' && type.name !== 'geometry') return null;
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
