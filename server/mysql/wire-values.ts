import type { ByteWriter } from '../../protocol/byte-writer.js';
import { writeNullCell } from '../../protocol/packets/text-row.js';
import type { ColumnType, Value } from '../result.js';
import { decimalText, doubleText, floatText } from './number-text.js';

/** Writes one cell of a text row, as string<lenenc> or NULL. */
export type CellWriter = (bytes: ByteWriter, value: Value | undefined) => void;

/** How binary values are shown, the session variable `binary_output_format`. */
export type BinaryFormat = 'hex' | 'base64' | 'raw';

/** The writer of a column's cells, chosen once per result. */
export function cellWriter(type: ColumnType, binaryFormat: BinaryFormat): CellWriter {
  switch (type.name) {
    case 'float':
      return (bytes, value) => {
        if (typeof value === 'number') bytes.lenencText(floatText(value));
        else writeByValue(bytes, value);
      };
    case 'double':
      return (bytes, value) => {
        if (typeof value === 'number') bytes.lenencText(doubleText(value));
        else writeByValue(bytes, value);
      };
    case 'decimal': {
      const { scale } = type;
      return (bytes, value) => {
        if (typeof value === 'number' || typeof value === 'bigint') bytes.lenencText(decimalText(value, scale));
        else writeByValue(bytes, value);
      };
    }
    case 'date':
      return (bytes, value) => {
        if (value instanceof Date) writeDate(bytes, value);
        else writeByValue(bytes, value);
      };
    case 'binary':
      return (bytes, value) => {
        if (value instanceof Uint8Array) writeBinary(bytes, value, binaryFormat);
        else writeByValue(bytes, value);
      };
    default:
      return writeByValue;
  }
}

/** Values whose text follows from the value itself. */
function writeByValue(bytes: ByteWriter, value: Value | undefined): void {
  if (typeof value === 'string') bytes.lenencText(value);
  else if (typeof value === 'number') writeNumber(bytes, value);
  else if (value === null || value === undefined) writeNullCell(bytes);
  else if (typeof value === 'boolean') bytes.lenencDigits(value ? 1 : 0);
  else if (typeof value === 'bigint') bytes.lenencText(value.toString());
  else if (value instanceof Date) writeDateTime(bytes, value);
  else bytes.lenencBytes(value);
}

function writeNumber(bytes: ByteWriter, value: number): void {
  if (Number.isSafeInteger(value)) bytes.lenencDigits(value);
  else bytes.lenencText(doubleText(value));
}

function writeBinary(bytes: ByteWriter, value: Uint8Array, format: BinaryFormat): void {
  if (format === 'raw') {
    bytes.lenencBytes(value);
    return;
  }
  const view = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  bytes.lenencText(format === 'hex' ? view.toString('hex').toUpperCase() : view.toString('base64'));
}

const DATE_LENGTH = 10;
const DATETIME_LENGTH = 26;
const DASH = 0x2d;
const COLON = 0x3a;

/** YYYY-MM-DD */
function writeDate(bytes: ByteWriter, value: Date): void {
  bytes.uint8(DATE_LENGTH);
  writeDateDigits(bytes, value);
}

/** YYYY-MM-DD HH:MM:SS.ffffff in UTC; a Date knows three of the six digits. */
function writeDateTime(bytes: ByteWriter, value: Date): void {
  bytes.uint8(DATETIME_LENGTH);
  writeDateDigits(bytes, value);
  bytes.uint8(0x20);
  bytes.paddedDigits(value.getUTCHours(), 2);
  bytes.uint8(COLON);
  bytes.paddedDigits(value.getUTCMinutes(), 2);
  bytes.uint8(COLON);
  bytes.paddedDigits(value.getUTCSeconds(), 2);
  bytes.uint8(0x2e);
  bytes.paddedDigits(value.getUTCMilliseconds() * 1000, 6);
}

function writeDateDigits(bytes: ByteWriter, value: Date): void {
  bytes.paddedDigits(value.getUTCFullYear(), 4);
  bytes.uint8(DASH);
  bytes.paddedDigits(value.getUTCMonth() + 1, 2);
  bytes.uint8(DASH);
  bytes.paddedDigits(value.getUTCDate(), 2);
}
