import { isUtf8 } from 'node:buffer';
import { StagewireError } from '../../errors/index.js';
import type { BoundValue } from '../../protocol/bound-values.js';
import type { Transcoding } from '../../protocol/charsets/text-codec.js';
import { MysqlType } from '../../protocol/column-types.js';
import type { Parameter } from '../../sql/parameter.js';

const BLOBS: ReadonlySet<number> = new Set([MysqlType.TINY_BLOB, MysqlType.MEDIUM_BLOB, MysqlType.LONG_BLOB, MysqlType.BLOB, MysqlType.BIT, MysqlType.GEOMETRY]);

/**
 * What a client binds, as the engine and our grammar take it. An integer of any width is a BIGINT, as in MySQL, so
 * that no arithmetic depends on the width that a driver picks. Text is in the client's character set; of a client that
 * writes UTF-8, text that is none is binary: drivers send buffers as VAR_STRING. Throws 1292 for a date that does not exist.
 */
export function parameterOf({ type: { type, unsigned }, value }: BoundValue, transcoding: Transcoding): Parameter {
  if (value === null) return { type: { name: 'null' }, value };
  if (Buffer.isBuffer(value)) return ofBytes(type, value, transcoding);
  switch (type) {
    case MysqlType.FLOAT:
      return { type: { name: 'float' }, value };
    case MysqlType.DOUBLE:
      return { type: { name: 'double' }, value };
    case MysqlType.LONGLONG:
      return { type: { name: unsigned ? 'uint64' : 'int64' }, value };
    case MysqlType.DATE:
      return { type: { name: 'date' }, value: existingDate('DATE', String(value).slice(0, 10)) };
    case MysqlType.DATETIME:
    case MysqlType.TIMESTAMP:
      return { type: { name: 'timestamp' }, value: moment(String(value)) };
    case MysqlType.TIME:
      return ofTime(String(value));
    default:
      return { type: { name: 'int64' }, value };
  }
}

function ofBytes(type: number, bytes: Buffer, transcoding: Transcoding): Parameter {
  if (BLOBS.has(type) || (transcoding === null && !isUtf8(bytes))) return { type: { name: 'bytes' }, value: bytes };
  const text = transcoding === null ? bytes.toString('utf8') : transcoding.decode(bytes);
  return type === MysqlType.NEWDECIMAL || type === MysqlType.DECIMAL ? ofDecimal(text) : { type: { name: 'varchar' }, value: text };
}

/** The type has the digits that were sent; a number with an exponent is a DOUBLE. */
function ofDecimal(text: string): Parameter {
  const [, whole = '', fraction = ''] = /^[+-]?(\d*)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  const precision = whole.length + fraction.length;
  if (precision > 0) return { type: { name: 'decimal', precision, scale: fraction.length }, value: text.trim() };
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw incorrect('DECIMAL', text);
  return { type: { name: 'double' }, value: number };
}

function ofTime(text: string): Parameter {
  const [, minutes = '', seconds = ''] = /^-?\d+:(\d\d):(\d\d)/.exec(text) ?? [];
  if (Number(minutes) > 59 || Number(seconds) > 59) throw incorrect('TIME', text);
  return { type: { name: 'time' }, value: text };
}

/** `YYYY-MM-DD HH:MM:SS.ffffff` */
function moment(text: string): string {
  const [date = '', clock = '00:00:00'] = text.split(' ');
  const [hours, minutes, seconds] = clock.split(/[:.]/).map(Number);
  if ((hours ?? 0) > 23 || (minutes ?? 0) > 59 || (seconds ?? 0) > 59) throw incorrect('DATETIME', text);
  return `${existingDate('DATETIME', date)} ${clock.includes('.') ? clock : `${clock}.000000`}`;
}

function existingDate(type: string, text: string): string {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (month < 1 || month > 12 || date.getUTCMonth() !== month - 1 || day < 1) throw incorrect(type, text);
  return text;
}

/** ER_TRUNCATED_WRONG_VALUE */
function incorrect(type: string, text: string): StagewireError {
  return new StagewireError('BadArguments', `Incorrect ${type} value: '${text}'`, { mysql: { errno: 1292, sqlState: '22007' } });
}
