import type { ColumnType, Value } from '../relation.js';
import { isNull, wordsToBigInt, type ByteVector, type NumberVector, type Vector, type WordVector } from '../vector.js';
import { dateText, intervalText, timestampText, timeText, zonedText } from './calendar.js';
import { jsonText } from './json-text.js';
import { decimalText, doubleText, floatText, scaledText } from './number-text.js';

/** How binary values are shown, the session variable `binary_output_format`. */
export type BinaryFormat = 'hex' | 'base64' | 'raw';

/** What the session decides about the display of values. */
export interface DisplayFormat {
  readonly binary: BinaryFormat;
}

const NULL = 'NULL';

/** The text of a cell as `spec/10` section 4, "Display", has it. A NULL is for the caller to see to. */
export function cellText(vector: Vector, type: ColumnType, row: number, format: DisplayFormat): string {
  switch (vector.layout) {
    case 'values':
      return valueText(vector.values[row] ?? null, type, format);
    case 'numbers':
      return numberText(vector, type, row);
    case 'words':
      return wordText(vector, type, row);
    case 'bytes':
      return byteText(bytesAt(vector, row), type, format);
    case 'lists': {
      const start = vector.starts[row] ?? 0;
      const rows = Array.from({ length: vector.lengths[row] ?? 0 }, (_, index) => start + index);
      if (type.name === 'map') return mapText(vector.elements, type, rows, format);
      return type.name === 'array' ? `[${rows.map((at) => nestedText(vector.elements, type.element, at, format)).join(',')}]` : '';
    }
    case 'fields':
      if (type.name === 'union') return memberText(vector.fields, type, row, format);
      if (type.name !== 'tuple') return '';
      return `(${vector.fields.map((field, index) => nestedText(field, type.fields[index]?.type ?? { name: 'null' }, row, format)).join(',')})`;
  }
}

function mapText(entries: Vector, type: ColumnType & { name: 'map' }, rows: readonly number[], format: DisplayFormat): string {
  if (entries.layout !== 'fields') return '{}';
  const [keys, values] = entries.fields;
  if (!keys || !values) return '{}';
  return `{${rows.map((at) => `${nestedText(keys, type.key, at, format)}:${nestedText(values, type.value, at, format)}`).join(',')}}`;
}

/** What a union holds, as if it were a column of its own. */
function memberText([tags, ...members]: readonly Vector[], type: ColumnType & { name: 'union' }, row: number, format: DisplayFormat): string {
  const tag = tags?.layout === 'numbers' ? (tags.data[row] ?? 0) : 0;
  const member = members[tag];
  const memberType = type.members[tag];
  return member && memberType && !isNull(member, row) ? cellText(member, memberType, row, format) : NULL;
}

/** Types whose values stand in double quotes inside arrays, maps and tuples. */
const QUOTED = new Set<ColumnType['name']>(['varchar', 'enum', 'date', 'time', 'timestamp', 'timestamp_tz', 'uuid', 'bit', 'interval']);

function nestedText(vector: Vector, type: ColumnType, row: number, format: DisplayFormat): string {
  if (isNull(vector, row)) return NULL;
  const text = cellText(vector, type, row, format);
  return QUOTED.has(type.name) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}

function numberText({ data }: NumberVector, type: ColumnType, row: number): string {
  const value = data[row] ?? 0;
  switch (type.name) {
    case 'float':
      return floatText(value);
    case 'double':
      return doubleText(value);
    case 'decimal':
      return scaledText(value, type.scale);
    case 'date':
      return dateText(value);
    case 'enum':
      return type.labels[value] ?? '';
    default:
      return String(value);
  }
}

function wordText(vector: WordVector, type: ColumnType, row: number): string {
  switch (type.name) {
    case 'decimal':
      return scaledText(wordsToBigInt(vector, row, true), type.scale);
    case 'time':
      return timeText(Number(wordsToBigInt(vector, row, true)));
    case 'timestamp':
      return timestampText(wordsToBigInt(vector, row, true));
    case 'timestamp_tz':
      return zonedText(momentAt(vector, row), offsetAt(vector, row));
    case 'uuid':
      return uuidText(vector, row);
    case 'interval': {
      const at = row * 4;
      const [months = 0, days = 0, low = 0, high = 0] = vector.words.subarray(at, at + 4);
      return intervalText(months | 0, days | 0, BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)));
    }
    default:
      return String(wordsToBigInt(vector, row, !type.name.startsWith('u')));
  }
}

const momentAt = ({ words }: WordVector, row: number): bigint => BigInt.asIntN(64, (BigInt(words[row * 4 + 1] ?? 0) << 32n) | BigInt(words[row * 4] ?? 0));
const offsetAt = ({ words }: WordVector, row: number): number => (words[row * 4 + 2] ?? 0) | 0;

function uuidText({ words }: WordVector, row: number): string {
  const hex = [3, 2, 1, 0]
    .map((word) => ((words[row * 4 + word] ?? 0) ^ (word === 3 ? 0x8000_0000 : 0)) >>> 0)
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The bytes of a cell; not to be written to. */
export function bytesAt({ bytes, starts, lengths }: ByteVector, row: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + (starts[row] ?? 0), lengths[row] ?? 0);
}

function byteText(bytes: Buffer, type: ColumnType, format: DisplayFormat): string {
  switch (type.name) {
    case 'binary':
    case 'geometry':
      return binaryText(bytes, format.binary);
    case 'json':
      return jsonText(bytes.toString('utf8'));
    case 'bit':
      return bitText(bytes);
    default:
      return bytes.toString('utf8');
  }
}

/** `0101`: the first byte says how many bits of the next are padding. */
function bitText([padding = 0, ...bytes]: Buffer): string {
  return bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('').slice(padding);
}

/** Bytes that are shown as text. */
export function binaryText(bytes: Uint8Array, format: BinaryFormat): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'raw') return view.toString('utf8');
  return format === 'hex' ? view.toString('hex').toUpperCase() : view.toString('base64');
}

/** The text of a value of JavaScript in a column of a type. */
export function valueText(value: Value, type: ColumnType, format: DisplayFormat): string {
  if (value === null) return NULL;
  if (value instanceof Date) {
    const text = timestampText(BigInt(value.getTime()) * 1000n);
    return type.name === 'date' ? text.slice(0, text.indexOf(' ')) : text;
  }
  if (value instanceof Uint8Array) return type.name === 'binary' ? binaryText(value, format.binary) : Buffer.from(value).toString('utf8');
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'bigint') return type.name === 'decimal' ? decimalText(value, type.scale) : String(value);
  if (typeof value === 'string') return type.name === 'json' ? jsonText(value) : value;
  if (type.name === 'float') return floatText(value);
  if (type.name === 'decimal') return decimalText(value, type.scale);
  return type.name !== 'double' && Number.isSafeInteger(value) ? String(value) : doubleText(value);
}
