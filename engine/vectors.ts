import { BIGINT, BIGNUM, DuckDBTypeId, DuckDBVector, UTINYINT, type DuckDBArrayType, type DuckDBType } from '@duckdb/node-api';
import duckdb, { type DataChunk } from '@duckdb/node-bindings';
import type { Batch } from '../sql/relation.js';
import { ofShape, wideText } from '../sql/display/wide-decimal.js';
import { isValid, type ListVector, type NumberArray, type Validity, type ValueVector, type Vector, type WordVector } from '../sql/vector.js';
import type { ChunkMemory } from './chunk-memory.js';
import { isBitmap, isClock, isWide, isZoned } from './types.js';
import { readStrings } from './strings.js';
import { variantJson } from './variant-json.js';
import { copyData, copyWords, type VectorSource } from './vector-source.js';
import { reachedByArrays, reachedByLists, readValidity } from './validity.js';

/**
 * The columns of a chunk. Everything is copied out of the engine's memory, which is gone as soon as the
 * chunk is collected, without an object per cell. Good until the next chunk is read into that memory.
 */
export function readChunk(chunk: DataChunk, types: readonly DuckDBType[], memory: ChunkMemory): Batch {
  memory.restart();
  const rowCount = duckdb.data_chunk_get_size(chunk);
  const columns = types.map((type, index) => readVector({ raw: duckdb.data_chunk_get_vector(chunk, index), count: rowCount, memory }, type, null));
  // Asked for at the end, so that the chunk lives until here.
  return { columns, rowCount: duckdb.data_chunk_get_size(chunk) };
}

/** `reached`: the rows that a parent refers to; others hold nothing that may be looked at. */
function readVector(source: VectorSource, type: DuckDBType, reached: Validity): Vector {
  const validity = readValidity(source, reached);
  switch (type.typeId) {
    case DuckDBTypeId.LIST: {
      const { valueType } = type;
      return readList(source, validity, (elements, within) => readVector(elements, valueType, within));
    }
    case DuckDBTypeId.MAP: {
      const { keyType, valueType } = type;
      return readList(source, validity, (entries, within) => readFields(entries, [keyType, valueType], readValidity(entries, within)));
    }
    case DuckDBTypeId.ARRAY:
      return readArray(source, type, validity);
    case DuckDBTypeId.STRUCT:
      if (isBitmap(type)) return { layout: 'values', values: Array.from({ length: source.count }, (_, row) => (isValid(validity, row) ? '<bitmap binary>' : null)) };
      if (isWide(type)) return readWide(source, validity);
      if (isZoned(type)) return readZoned(source, validity);
      return isClock(type) ? readFixed(fieldOf(source, 0), BIGINT, validity) : readFields(source, (type).entryTypes, validity);
    case DuckDBTypeId.UNION:
      return readFields(source, [UTINYINT, ...(type).memberTypes], validity);
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.BLOB:
    case DuckDBTypeId.BIT:
    case DuckDBTypeId.GEOMETRY:
      return { layout: 'bytes', ...readStrings(source, validity), validity };
    case DuckDBTypeId.VARIANT:
    case DuckDBTypeId.BIGNUM:
      return readByItem(source, type, validity);
    case DuckDBTypeId.SQLNULL:
      return { layout: 'values', values: new Array<null>(source.count).fill(null) };
    default:
      return readFixed(source, type, validity);
  }
}

interface ArrayOf {
  new (buffer: ArrayBuffer, byteOffset: number, length: number): NumberArray;
  readonly BYTES_PER_ELEMENT: number;
}

/** Types that are plain numbers in memory. */
const NUMBERS: Readonly<Partial<Record<DuckDBTypeId, ArrayOf>>> = {
  [DuckDBTypeId.BOOLEAN]: Uint8Array, [DuckDBTypeId.TINYINT]: Int8Array, [DuckDBTypeId.SMALLINT]: Int16Array, [DuckDBTypeId.INTEGER]: Int32Array,
  [DuckDBTypeId.UTINYINT]: Uint8Array, [DuckDBTypeId.USMALLINT]: Uint16Array, [DuckDBTypeId.UINTEGER]: Uint32Array,
  [DuckDBTypeId.FLOAT]: Float32Array, [DuckDBTypeId.DOUBLE]: Float64Array, [DuckDBTypeId.DATE]: Int32Array,
};

/** Types of 64 bits whose unit is not ours, and how they become microseconds. */
const TO_MICROS: Readonly<Partial<Record<DuckDBTypeId, (value: bigint) => bigint>>> = {
  [DuckDBTypeId.TIMESTAMP_S]: (value) => value * 1_000_000n,
  [DuckDBTypeId.TIMESTAMP_MS]: (value) => value * 1000n,
  [DuckDBTypeId.TIMESTAMP_NS]: floorThousandth,
  [DuckDBTypeId.TIME_NS]: floorThousandth,
  // 40 bits of microseconds above 24 bits of the offset.
  [DuckDBTypeId.TIME_TZ]: (value) => BigInt.asUintN(40, value >> 24n),
};
/** Infinite timestamps have this value, or its negative, in every unit. */
const INFINITE = 2n ** 63n - 1n;

function floorThousandth(value: bigint): bigint {
  return (value - (((value % 1000n) + 1000n) % 1000n)) / 1000n;
}

const LARGE = new Set<DuckDBTypeId>([DuckDBTypeId.HUGEINT, DuckDBTypeId.UHUGEINT, DuckDBTypeId.UUID, DuckDBTypeId.INTERVAL]);

function readFixed(source: VectorSource, type: DuckDBType, validity: Validity): Vector {
  const { typeId } = type;
  const arrayOf = NUMBERS[typeId] ?? smallDecimal(type) ?? smallEnum(type);
  if (arrayOf) return readNumbers(source, arrayOf, validity);
  const isLarge = LARGE.has(typeId) || (typeId === DuckDBTypeId.DECIMAL && (type).width > 18);
  const vector: WordVector = { layout: 'words', words: copyWords(source, isLarge ? 4 : 2), wordsPerRow: isLarge ? 4 : 2, validity };
  const toMicros = TO_MICROS[typeId];
  if (toMicros) {
    const values = new BigInt64Array(vector.words.buffer, vector.words.byteOffset, source.count);
    for (const [row, value] of values.entries()) if (value !== INFINITE && value !== -INFINITE) values[row] = toMicros(value);
  }
  return vector;
}

/** DECIMAL takes 16 bits up to 4 digits, 32 up to 9, 64 up to 18, else 128. */
function smallDecimal(type: DuckDBType): ArrayOf | null {
  if (type.typeId !== DuckDBTypeId.DECIMAL) return null;
  const { width } = type;
  if (width > 9) return null;
  return width > 4 ? Int32Array : Int16Array;
}

function smallEnum(type: DuckDBType): ArrayOf | null {
  if (type.typeId !== DuckDBTypeId.ENUM) return null;
  const { internalTypeId } = type;
  if (internalTypeId === DuckDBTypeId.UTINYINT) return Uint8Array;
  return internalTypeId === DuckDBTypeId.USMALLINT ? Uint16Array : Uint32Array;
}

function readNumbers(source: VectorSource, arrayOf: ArrayOf, validity: Validity): Vector {
  const { buffer, byteOffset } = copyData(source, arrayOf.BYTES_PER_ELEMENT);
  return { layout: 'numbers', data: new arrayOf(buffer, byteOffset, source.count), validity };
}

type ReadElements = (elements: VectorSource, reached: Validity) => Vector;

/** A list is an offset and a length per row, 64 bits each, into one vector of elements; so is a map, of entries. */
function readList(source: VectorSource, validity: Validity, readElements: ReadElements): ListVector {
  const { raw, count, memory } = source;
  const words = copyWords(source, 4);
  const starts = new Uint32Array(count);
  const lengths = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    if (!isValid(validity, row)) continue;
    starts[row] = words[row * 4] ?? 0;
    lengths[row] = words[row * 4 + 2] ?? 0;
  }
  const size = duckdb.list_vector_get_size(raw);
  const elements = readElements({ raw: duckdb.list_vector_get_child(raw), count: size, memory }, reachedByLists(starts, lengths, size));
  return { layout: 'lists', starts, lengths, elements, validity };
}

/** Arrays of a fixed length lie one behind the other. */
function readArray({ raw, count, memory }: VectorSource, { valueType, length }: DuckDBArrayType, validity: Validity): ListVector {
  const starts = Uint32Array.from({ length: count }, (_, row) => row * length);
  const elements = readVector({ raw: duckdb.array_vector_get_child(raw), count: count * length, memory }, valueType, reachedByArrays(validity, count, length));
  return { layout: 'lists', starts, lengths: new Uint32Array(count).fill(length), elements, validity };
}

const fieldOf = ({ raw, count, memory }: VectorSource, index: number): VectorSource => ({ raw: duckdb.struct_vector_get_child(raw, index), count, memory });

function readFields(source: VectorSource, types: readonly DuckDBType[], validity: Validity): Vector {
  const fields = types.map((type, index) => readVector(fieldOf(source, index), type, validity));
  return { layout: 'fields', fields, validity };
}

/** Moments and offsets side by side. The offset is the days of an interval, its second word. */
function readZoned(source: VectorSource, validity: Validity): WordVector {
  const moments = copyWords(fieldOf(source, 0), 2);
  const offsets = copyWords(fieldOf(source, 1), 4);
  const words = new Uint32Array(source.count * 4);
  for (let row = 0; row < source.count; row++) {
    words[row * 4] = moments[row * 2] ?? 0;
    words[row * 4 + 1] = moments[row * 2 + 1] ?? 0;
    words[row * 4 + 2] = offsets[row * 4 + 1] ?? 0;
  }
  return { layout: 'words', words, wordsPerRow: 4, validity };
}

/** Numbers beside their types, as texts. */
function readWide(source: VectorSource, validity: Validity): Vector {
  const units = readByItem(fieldOf(source, 0), BIGNUM, validity);
  const shapes = copyWords(fieldOf(source, 1), 4);
  const values = units.values.map((value, row) => (value === null ? null : wideText(ofShape(BigInt(String(value)), shapes[row * 4 + 1] ?? 0))));
  return { layout: 'values', values };
}

/** Types whose bytes only the package knows how to read: a VARIANT becomes JSON, a BIGNUM its digits. */
function readByItem({ raw, count }: VectorSource, type: DuckDBType, validity: Validity): ValueVector {
  const vector = DuckDBVector.create(raw, count, type);
  const values = Array.from({ length: count }, (_, row) => {
    const item = isValid(validity, row) ? vector.getItem(row) : null;
    if (item === null || typeof item === 'bigint') return item === null ? null : String(item);
    return variantJson(item);
  });
  return { layout: 'values', values };
}
