import { DataType, DateUnit, Precision, util, type Data, type Vector } from 'apache-arrow';
import { dateText, decimalText, timestampText, timeText } from '../json-text.js';
import { toMicros } from './arrow-types.js';

/** Writes the value at an index of a column as JSON that DuckDB reads as the column's type. */
export type ValueWriter = (index: number) => string;

const text = (value: string): string => JSON.stringify(value);

/** Reads straight from the buffers: the package's own values lose digits of times and of decimals. */
export function valueWriter(data: Data): ValueWriter {
  const write = presentWriter(data);
  return data.nullCount === 0 ? write : (index) => (data.getValid(index) ? write(index) : 'null');
}

type Numbers = ArrayLike<number | bigint>;

function presentWriter(data: Data): ValueWriter {
  const type: DataType = data.type;
  const values = data.values as unknown as Numbers;
  const whole = (index: number): bigint => BigInt(values[index] ?? 0);
  if (DataType.isNull(type)) return () => 'null';
  if (DataType.isBool(type)) return (index) => String(isBitSet(data.values as Uint8Array, data.offset + index));
  if (DataType.isInt(type)) return (index) => String(values[index]);
  if (DataType.isFloat(type)) return floatWriter(values, type.precision);
  if (DataType.isDecimal(type)) return decimalWriter(data.values as Uint32Array, type.bitWidth, type.scale);
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return (index) => text(bytesAt(data, index).toString());
  if (DataType.isBinary(type) || DataType.isLargeBinary(type)) return (index) => blob(bytesAt(data, index));
  if (DataType.isFixedSizeBinary(type)) return (index) => blob(Buffer.from((data.values as Uint8Array).subarray(index * type.byteWidth, (index + 1) * type.byteWidth)));
  if (DataType.isDate(type)) return type.unit === DateUnit.DAY ? (index) => text(dateText(Number(values[index]))) : dateOfMillis(data);
  if (DataType.isTimestamp(type)) return (index) => text(timestampText(toMicros(whole(index), type.unit)));
  if (DataType.isTime(type)) return (index) => text(timeText(toMicros(whole(index), type.unit)));
  if (DataType.isList(type)) return listWriter(data);
  if (DataType.isFixedSizeList(type)) return fixedListWriter(data, type.listSize);
  if (DataType.isStruct(type)) return structWriter(data, type.children.map(({ name }) => name));
  if (DataType.isMap(type)) return mapWriter(data);
  if (DataType.isDictionary(type)) return dictionaryWriter(data);
  throw new TypeError('a column has a type that is not readable');
}

function isBitSet(bytes: Uint8Array, index: number): boolean {
  return (((bytes[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
}

/** Numbers that JSON lacks are texts, which DuckDB reads as what they say. */
function floatWriter(values: Numbers, precision: Precision): ValueWriter {
  const of = precision === Precision.HALF ? (value: number): number => util.uint16ToFloat64(value) : (value: number): number => value;
  return (index) => {
    const value = of(Number(values[index]));
    return Number.isFinite(value) ? String(value) : text(String(value));
  };
}

/** Words of 32 bits, least significant first, in two's complement. */
function decimalWriter(words: Uint32Array, bits: number, scale: number): ValueWriter {
  const count = bits / 32;
  return (index) => {
    let value = 0n;
    for (let word = count - 1; word >= 0; word -= 1) value = (value << 32n) | BigInt(words[index * count + word] ?? 0);
    return text(decimalText(BigInt.asIntN(bits, value), scale));
  };
}

function offsets(data: Data, index: number): readonly [number, number] {
  const all = data.valueOffsets as unknown as Numbers;
  return [Number(all[index] ?? 0), Number(all[index + 1] ?? 0)];
}

function bytesAt(data: Data, index: number): Buffer {
  const [start, end] = offsets(data, index);
  const bytes = data.values as Uint8Array;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
}

function blob(bytes: Buffer): string {
  return text(bytes.toString('hex'));
}

function dateOfMillis(data: Data): ValueWriter {
  const { values } = data as unknown as { values: Numbers };
  return (index) => text(dateText(Math.floor(Number(values[index]) / 86_400_000)));
}

function child(data: Data, index: number): Data {
  const found = data.children[index];
  if (!found) throw new TypeError('a column lacks its parts');
  return found;
}

function span(write: ValueWriter, start: number, end: number): string {
  const items: string[] = [];
  for (let index = start; index < end; index += 1) items.push(write(index));
  return `[${items.join(',')}]`;
}

function listWriter(data: Data): ValueWriter {
  const write = valueWriter(child(data, 0));
  return (index) => span(write, ...offsets(data, index));
}

function fixedListWriter(data: Data, size: number): ValueWriter {
  const write = valueWriter(child(data, 0));
  return (index) => span(write, (data.offset + index) * size, (data.offset + index + 1) * size);
}

function structWriter(data: Data, names: readonly string[]): ValueWriter {
  const fields = names.map((name, index) => ({ key: text(name), write: valueWriter(child(data, index)) }));
  return (index) => `{${fields.map(({ key, write }) => `${key}:${write(index)}`).join(',')}}`;
}

/** As a list of its entries, which DuckDB makes a map again. */
function mapWriter(data: Data): ValueWriter {
  const entries = child(data, 0);
  const key = valueWriter(child(entries, 0));
  const value = valueWriter(child(entries, 1));
  return (index) => span((entry) => `{"key":${key(entry)},"value":${value(entry)}}`, ...offsets(data, index));
}

function dictionaryWriter(data: Data): ValueWriter {
  const indices = data.values as unknown as Numbers;
  const parts = (data.dictionary as Vector<DataType> | undefined)?.data.map((part: Data) => ({ length: part.length, write: valueWriter(part) })) ?? [];
  return (index) => {
    let at = Number(indices[index]);
    for (const { length, write } of parts) {
      if (at < length) return write(at);
      at -= length;
    }
    return 'null';
  };
}
