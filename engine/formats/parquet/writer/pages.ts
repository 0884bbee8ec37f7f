import type { Strings, Values } from '../../../columns/column.js';
import { widthOf, type ColumnType } from '../../../columns/column-type.js';
import { StagewireError } from '../../../../errors/index.js';
import { compactBytes, i32, struct, type Compact } from './compact-writer.js';
import { hybridBytes } from './hybrid.js';
import { valueCount, type Levels } from './levels.js';

/** Numbers of parquet.thrift. */
const PAGE = { data: 0, dictionary: 2 } as const;
export const ENCODING = { plain: 0, rle: 3, dictionary: 8 } as const;

const LARGEST_PAGE = 2 ** 31 - 1;

/** The pages of a column chunk: one of data, before it one of its dictionary if it has one. */
export interface ChunkPages {
  readonly pieces: readonly Uint8Array[];
  /** Bytes of the dictionary's page; 0 for none. */
  readonly dictionaryBytes: number;
  /** Bytes of both. */
  readonly bytes: number;
  /** Values and NULLs. */
  readonly slots: number;
}

type Flat = Exclude<Values, { readonly kind: 'list' | 'map' | 'struct' }>;

/** Writes the values of a column that is not nested; what they lack in `levels` is a damaged file (1046). */
export function chunkPages(values: Flat, type: ColumnType, levels: Levels): ChunkPages {
  const present = valueCount(levels);
  if (lengthOf(values, type) !== present) throw new StagewireError('BadBytes', 'the parts of a column differ in length');
  const pieces: Uint8Array[] = [];
  let dictionaryBytes = 0;
  const isDictionary = values.kind === 'dictionary';
  if (isDictionary) {
    const page = plainStrings(values.entries);
    const header = pageHeader(PAGE.dictionary, page.length, 7, struct([1, i32(values.entries.lengths.length)], [2, i32(ENCODING.plain)]));
    pieces.push(header, page);
    dictionaryBytes = header.length + page.length;
  }
  const slots = levels.definitions.length;
  const data = [...levelPieces(levels), ...(isDictionary ? indexPieces(values.indices, values.entries.lengths.length) : [plainValues(values, type)])];
  const dataBytes = data.reduce((sum, { length }) => sum + length, 0);
  const encoding = isDictionary ? ENCODING.dictionary : ENCODING.plain;
  const header = pageHeader(PAGE.data, dataBytes, 5, struct([1, i32(slots)], [2, i32(encoding)], [3, i32(ENCODING.rle)], [4, i32(ENCODING.rle)]));
  pieces.push(header, ...data);
  return { pieces, dictionaryBytes, bytes: dictionaryBytes + header.length + dataBytes, slots };
}

function lengthOf(values: Flat, type: ColumnType): number {
  switch (values.kind) {
    case 'fixed':
      return values.bytes.length / fixedWidth(type);
    case 'strings':
      return values.lengths.length;
    case 'dictionary':
      return values.indices.length;
  }
}

function pageHeader(kind: number, bytes: number, field: number, header: Compact): Uint8Array {
  if (bytes > LARGEST_PAGE) throw new StagewireError('BadBytes', 'rows of a column are too large');
  return compactBytes(struct([1, i32(kind)], [2, i32(bytes)], [3, i32(bytes)], [field, header]));
}

function levelPieces({ definitions, repetitions, definition, repetition }: Levels): readonly Uint8Array[] {
  const of = (levels: Uint8Array, highest: number): readonly Uint8Array[] => {
    const bytes = hybridBytes(levels, bitsFor(highest));
    return [uint32(bytes.length), bytes];
  };
  return [...(repetitions ? of(repetitions, repetition) : []), ...of(definitions, definition)];
}

function indexPieces(indices: Int32Array, entries: number): readonly Uint8Array[] {
  const width = bitsFor(Math.max(entries - 1, 0));
  return [Uint8Array.of(width), hybridBytes(indices, width)];
}

function plainValues(values: Exclude<Flat, { readonly kind: 'dictionary' }>, type: ColumnType): Uint8Array {
  if (values.kind === 'strings') return plainStrings(values);
  return type.kind === 'boolean' ? packedBooleans(values.bytes) : values.bytes;
}

/** Up to this many bytes are copied faster one by one. */
const SHORT = 24;

/** Each one after its length. */
function plainStrings({ lengths, data }: Strings): Uint8Array {
  const bytes = new Uint8Array(lengths.length * 4 + data.length);
  let from = 0;
  let to = 0;
  for (const length of lengths) {
    bytes[to] = length;
    bytes[to + 1] = length >> 8;
    bytes[to + 2] = length >> 16;
    bytes[to + 3] = length >> 24;
    to += 4;
    if (length > SHORT) bytes.set(data.subarray(from, from + length), to);
    else for (let index = 0; index < length; index += 1) bytes[to + index] = data[from + index] as number;
    from += length;
    to += length;
  }
  return bytes;
}

function packedBooleans(values: Uint8Array): Uint8Array {
  const bytes = new Uint8Array((values.length + 7) >> 3);
  for (let index = 0; index < values.length; index += 1) bytes[index >> 3] = (bytes[index >> 3] as number) | ((values[index] as number) << (index & 7));
  return bytes;
}

function fixedWidth(type: ColumnType): number {
  const width = widthOf(type);
  if (width === null) throw new TypeError(`values of ${type.kind} have no fixed width`);
  return width;
}

const bitsFor = (highest: number): number => 32 - Math.clz32(highest);

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
