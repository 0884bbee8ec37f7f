import type { ByteWriter } from './byte-writer.js';
import { MysqlType } from './column-types.js';
import type { PayloadReader } from './payload-reader.js';
import { malformedPacket } from './protocol-error.js';

/** A parameter as it came: text and decimals as bytes, dates and times as text. */
export type BinaryValue = null | number | bigint | string | Buffer;

/** A type of the wire with the bit that stands beside it. */
export interface BinaryType {
  readonly type: number;
  readonly unsigned: boolean;
}

/** Manual page "Binary Protocol Value". Throws ER_MALFORMED_PACKET for a type that has no such form. */
export function readBinaryValue(reader: PayloadReader, { type, unsigned }: BinaryType): BinaryValue {
  switch (type) {
    case MysqlType.NULL:
      return null;
    case MysqlType.TINY: {
      const value = reader.uint8();
      return unsigned ? value : (value << 24) >> 24;
    }
    case MysqlType.SHORT:
    case MysqlType.YEAR: {
      const value = reader.uint16();
      return unsigned ? value : (value << 16) >> 16;
    }
    case MysqlType.LONG:
    case MysqlType.INT24: {
      const value = reader.uint32();
      return unsigned ? value : value | 0;
    }
    case MysqlType.LONGLONG: {
      const value = reader.uint64();
      return unsigned ? value : BigInt.asIntN(64, value);
    }
    case MysqlType.FLOAT:
      return reader.float();
    case MysqlType.DOUBLE:
      return reader.double();
    case MysqlType.DATE:
    case MysqlType.DATETIME:
    case MysqlType.TIMESTAMP:
      return readDateTime(reader);
    case MysqlType.TIME:
      return readTime(reader);
    case MysqlType.DECIMAL:
    case MysqlType.NEWDECIMAL:
    case MysqlType.VARCHAR:
    case MysqlType.BIT:
    case MysqlType.JSON:
    case MysqlType.ENUM:
    case MysqlType.SET:
    case MysqlType.TINY_BLOB:
    case MysqlType.MEDIUM_BLOB:
    case MysqlType.LONG_BLOB:
    case MysqlType.BLOB:
    case MysqlType.VAR_STRING:
    case MysqlType.STRING:
    case MysqlType.GEOMETRY:
      return reader.lenencBytes();
    default:
      throw malformedPacket();
  }
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

/** A length of 0, 4, 7 or 11 bytes, then as many of year, month, day, hour, minute, second, microseconds. */
function readDateTime(reader: PayloadReader): string {
  const length = reader.uint8();
  if (length === 0) return '0000-00-00';
  if (length !== 4 && length !== 7 && length !== 11) throw malformedPacket();
  const date = `${pad(reader.uint16(), 4)}-${pad(reader.uint8(), 2)}-${pad(reader.uint8(), 2)}`;
  if (length === 4) return date;
  return `${date} ${readClock(reader, 0, length === 11)}`;
}

/** A length of 0, 8 or 12 bytes, then sign, days, hours, minutes, seconds, microseconds. */
function readTime(reader: PayloadReader): string {
  const length = reader.uint8();
  if (length === 0) return '00:00:00';
  if (length !== 8 && length !== 12) throw malformedPacket();
  const sign = reader.uint8() === 1 ? '-' : '';
  const days = reader.uint32();
  return sign + readClock(reader, days * 24, length === 12);
}

function readClock(reader: PayloadReader, extraHours: number, withFraction: boolean): string {
  const clock = `${pad(reader.uint8() + extraHours, 2)}:${pad(reader.uint8(), 2)}:${pad(reader.uint8(), 2)}`;
  return withFraction ? `${clock}.${pad(reader.uint32(), 6)}` : clock;
}

/** A date, in the form of {@link readBinaryValue}. */
export function writeBinaryDate(bytes: ByteWriter, year: number, month: number, day: number): void {
  bytes.uint8(4);
  bytes.uint16(year);
  bytes.uint8(month);
  bytes.uint8(day);
}

/** A date with the time of day; `micros` since midnight. */
export function writeBinaryDateTime(bytes: ByteWriter, year: number, month: number, day: number, micros: number): void {
  if (micros === 0) {
    writeBinaryDate(bytes, year, month, day);
    return;
  }
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = micros - seconds * 1_000_000;
  bytes.uint8(fraction === 0 ? 7 : 11);
  bytes.uint16(year);
  bytes.uint8(month);
  bytes.uint8(day);
  writeClock(bytes, seconds, fraction);
}

/** `0000-00-00`: what stands where a client has no way to hold the real value. */
export function writeBinaryZeroDate(bytes: ByteWriter): void {
  bytes.uint8(0);
}

/** A time in microseconds; days and sign are fields of their own. */
export function writeBinaryTime(bytes: ByteWriter, micros: number): void {
  const size = Math.abs(micros);
  if (size === 0) {
    bytes.uint8(0);
    return;
  }
  const seconds = Math.floor(size / 1_000_000);
  const fraction = size - seconds * 1_000_000;
  const days = Math.floor(seconds / 86_400);
  bytes.uint8(fraction === 0 ? 8 : 12);
  bytes.uint8(micros < 0 ? 1 : 0);
  bytes.uint32(days);
  writeClock(bytes, seconds - days * 86_400, fraction);
}

function writeClock(bytes: ByteWriter, seconds: number, fraction: number): void {
  bytes.uint8(Math.floor(seconds / 3600));
  bytes.uint8(Math.floor(seconds / 60) % 60);
  bytes.uint8(seconds % 60);
  if (fraction !== 0) bytes.uint32(fraction);
}
