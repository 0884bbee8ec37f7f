import { writeBinaryDate, writeBinaryDateTime, writeBinaryTime, writeBinaryZeroDate } from '../../../protocol/binary-value.js';
import type { ByteWriter } from '../../../protocol/byte-writer.js';
import type { DisplayFormat } from '../../../sql/display/cell-text.js';
import type { ColumnType, Value } from '../../../sql/relation.js';
import { fitsNumber, signedNumber, type NumberVector, type ValueVector, type Vector, type WordVector } from '../../../sql/vector.js';
import type { CellWriter } from './cell-writer.js';
import { civilDate, isOrdinaryDay, MICROS_PER_DAY } from './temporal-text.js';
import { textCells } from './text-cells.js';

/**
 * The writer of a column's cells in binary rows, manual page "Binary Protocol Value". Types that the page
 * has as string<lenenc> look as in text rows.
 */
export function binaryCells(vector: Vector, type: ColumnType, format: DisplayFormat): CellWriter {
  const cells =
    vector.layout === 'values' ? valueCells(vector, type)
    : vector.layout === 'numbers' ? numberCells(vector, type)
    : vector.layout === 'words' ? wordCells(vector, type)
    : null;
  return cells ?? textCells(vector, type, format);
}

/** Writes a number in the width that its column was announced with. */
type NumberWriter = (bytes: ByteWriter, value: number) => void;

const INT16: NumberWriter = (bytes, value) => {
  bytes.uint16(value & 0xffff);
};
const INT8: NumberWriter = (bytes, value) => {
  bytes.uint8(value & 0xff);
};
const INT32: NumberWriter = (bytes, value) => {
  bytes.uint32(value);
};

const NUMBERS: Readonly<Partial<Record<ColumnType['name'], NumberWriter>>> = {
  boolean: INT16,
  int8: INT8,
  uint8: INT8,
  int16: INT16,
  uint16: INT16,
  int32: INT32,
  uint32: INT32,
  float: (bytes, value) => {
    bytes.float(value);
  },
  double: (bytes, value) => {
    bytes.double(value);
  },
  date: writeDays,
};

function numberCells({ data }: NumberVector, type: ColumnType): CellWriter | null {
  const write = NUMBERS[type.name];
  return write === undefined ? null : (bytes, row) => {
    write(bytes, data[row] ?? 0);
  };
}

function wordCells({ words }: WordVector, type: ColumnType): CellWriter | null {
  const low = (row: number): number => words[row * 2] ?? 0;
  const high = (row: number): number => words[row * 2 + 1] ?? 0;
  switch (type.name) {
    case 'int64':
    case 'uint64':
      return (bytes, row) => {
        bytes.uint32(low(row));
        bytes.uint32(high(row));
      };
    case 'time':
      return (bytes, row) => {
        writeBinaryTime(bytes, signedNumber(low(row), high(row)));
      };
    case 'timestamp':
      return (bytes, row) => {
        writeMicros(bytes, low(row), high(row), 0);
      };
    case 'timestamp_tz':
      return (bytes, row) => {
        // What the clock showed there; the form has no place for the offset.
        writeMicros(bytes, low(row * 2), high(row * 2), ((words[row * 4 + 2] ?? 0) | 0) * 1_000_000);
      };
    default:
      return null;
  }
}

/** A date that clients can't hold, an infinite one among them, is their zero date. */
function writeDays(bytes: ByteWriter, days: number): void {
  if (!isOrdinaryDay(days)) {
    writeBinaryZeroDate(bytes);
    return;
  }
  const { year, month, day } = civilDate(days);
  writeBinaryDate(bytes, year, month, day);
}

function writeMicros(bytes: ByteWriter, low: number, high: number, shift: number): void {
  const micros = signedNumber(low, high) + shift;
  const days = Math.floor(micros / MICROS_PER_DAY);
  if (!fitsNumber(high) || !isOrdinaryDay(days)) {
    writeBinaryZeroDate(bytes);
    return;
  }
  const { year, month, day } = civilDate(days);
  writeBinaryDateTime(bytes, year, month, day, micros - days * MICROS_PER_DAY);
}

function valueCells({ values }: ValueVector, type: ColumnType): CellWriter | null {
  const write = VALUES[type.name] ?? numberOfValue(type);
  return write && ((bytes, row) => {
    write(bytes, values[row] ?? null);
  });
}

type ValueWriter = (bytes: ByteWriter, value: Value) => void;

function numberOfValue(type: ColumnType): ValueWriter | null {
  const write = NUMBERS[type.name];
  return write === undefined ? null : (bytes, value) => {
    write(bytes, Number(value));
  };
}

const bigint: ValueWriter = (bytes, value) => {
  bytes.uint64(BigInt.asUintN(64, typeof value === 'bigint' ? value : BigInt(Number(value))));
};
const moment: ValueWriter = (bytes, value) => {
  const { days, micros } = momentOf(value);
  if (!isOrdinaryDay(days)) {
    writeBinaryZeroDate(bytes);
    return;
  }
  const { year, month, day } = civilDate(days);
  writeBinaryDateTime(bytes, year, month, day, micros);
};

const VALUES: Readonly<Partial<Record<ColumnType['name'], ValueWriter>>> = {
  int64: bigint,
  uint64: bigint,
  date: (bytes, value) => {
    writeDays(bytes, momentOf(value).days);
  },
  timestamp: moment,
  timestamp_tz: moment,
  time: (bytes, value) => {
    writeBinaryTime(bytes, microsOfTime(String(value)));
  },
};

const TIME = /^(-?)(\d+):(\d+):(\d+)(?:\.(\d{1,6}))?/;

function microsOfTime(text: string): number {
  const [, sign, hours, minutes, seconds, fraction = ''] = TIME.exec(text) ?? [];
  const micros = (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)) * 1_000_000 + Number(fraction.padEnd(6, '0'));
  return sign === '-' ? -micros : micros;
}

/** Days since 1970 and microseconds of the day, of a Date or of a text `YYYY-MM-DD[ HH:MM:SS[.ffffff]]`; no day at all for anything else. */
function momentOf(value: Value): { readonly days: number; readonly micros: number } {
  if (value instanceof Date) {
    const days = Math.floor(value.getTime() / 86_400_000);
    return { days, micros: (value.getTime() - days * 86_400_000) * 1000 };
  }
  const text = String(value);
  return { days: Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000, micros: microsOfTime(text.slice(11)) };
}
