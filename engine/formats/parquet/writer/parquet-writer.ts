import type { Column } from '../../../columns/column.js';
import type { ColumnType, NamedType } from '../../../columns/column-type.js';
import { StagewireError } from '../../../../errors/index.js';
import { MAGIC, tailOf } from '../footer.js';
import { COMPACT } from '../thrift.js';
import { binary, compactBytes, i32, i64, list, struct, type Compact } from './compact-writer.js';
import { enterOptional, enterRepeated, rowLevels, type Levels } from './levels.js';
import { chunkPages, ENCODING } from './pages.js';
import { physicalType, schemaElements, structs } from './schema-elements.js';

const UNCOMPRESSED = 0;
const FORMAT_VERSION = 1;

/** Where the bytes of a file go, in their order. */
export type WritePieces = (pieces: readonly Uint8Array[]) => void;

/**
 * Writes Parquet (Parquet specification, File Format) from whole columns, a row group at a time, for files that this
 * server rewrites for the engine and keeps for itself: uncompressed, and without a JavaScript value for each cell.
 */
export class ParquetWriter {
  readonly #columns: readonly NamedType[];
  readonly #write: WritePieces;
  readonly #groups: Compact[] = [];
  #offset = 0;
  #rows = 0;

  constructor(columns: readonly NamedType[], write: WritePieces) {
    this.#columns = columns;
    this.#write = write;
    this.#append([Buffer.from(MAGIC, 'latin1')]);
  }

  /** Begins a row group, whose columns then come one by one. */
  rowGroup(rows: number): RowGroup {
    const chunks: Compact[] = [];
    let bytes = 0;
    const add = (column: Column): void => {
      const { name, type } = this.#columns[chunksOf.next] as NamedType;
      chunksOf.next += 1;
      for (const leaf of leaves([name], type, column, rowLevels(rows))) {
        const pages = chunkPages(leaf.values, leaf.type, leaf.levels);
        const start = this.#offset;
        this.#append(pages.pieces);
        bytes += pages.bytes;
        chunks.push(columnChunk(leaf, start, pages));
      }
    };
    const chunksOf = { next: 0 };
    const end = (): void => {
      this.#rows += rows;
      this.#groups.push(struct([1, structs(chunks)], [2, i64(bytes)], [3, i64(rows)]));
    };
    return { add, end };
  }

  /** Writes the footer, after the last row group. */
  end(): void {
    const footer = compactBytes(struct([1, i32(FORMAT_VERSION)], [2, structs(schemaElements(this.#columns))], [3, i64(this.#rows)], [4, structs(this.#groups)], [6, binary('stagewire')]));
    this.#append([footer, tailOf(footer.length)]);
  }

  #append(pieces: readonly Uint8Array[]): void {
    this.#write(pieces);
    for (const { length } of pieces) this.#offset += length;
  }
}

export interface RowGroup {
  /** The next column, in the order of the file's columns. */
  add(column: Column): void;
  end(): void;
}

interface Leaf {
  readonly path: readonly string[];
  readonly type: ColumnType;
  readonly values: Parameters<typeof chunkPages>[0];
  readonly levels: Levels;
}

/** The columns that are stored for one that may be nested; the names in between are those of `schemaElements`. */
function* leaves(path: readonly string[], type: ColumnType, column: Column, outer: Levels): Generator<Leaf> {
  const levels = enterOptional(outer, column);
  const { values } = column;
  switch (values.kind) {
    case 'list':
      if (type.kind !== 'list') break;
      yield* leaves([...path, 'list', 'element'], type.item, values.item, enterRepeated(levels, values.lengths));
      return;
    case 'map': {
      if (type.kind !== 'map') break;
      const entries = enterRepeated(levels, values.lengths);
      yield* requiredLeaves([...path, 'key_value', 'key'], type.key, values.key, entries);
      yield* leaves([...path, 'key_value', 'value'], type.value, values.value, entries);
      return;
    }
    case 'struct':
      if (type.kind !== 'struct') break;
      for (const [index, field] of type.fields.entries()) yield* leaves([...path, field.name], field.type, values.fields[index] as Column, levels);
      return;
    default:
      yield { path, type, values, levels };
      return;
  }
  throw new TypeError(`a column of ${type.kind} holds ${values.kind}`);
}

/** Keys of maps. */
function* requiredLeaves(path: readonly string[], type: ColumnType, column: Column, levels: Levels): Generator<Leaf> {
  if (column.validity?.includes(0)) throw new StagewireError('BadBytes', 'a map has a key that is NULL');
  // Its definition level is not one of its own: what was entered is left again.
  for (const leaf of leaves(path, type, column, levels)) yield { ...leaf, levels: withoutLevel(leaf.levels, levels.definition) };
}

function withoutLevel(levels: Levels, definition: number): Levels {
  return { ...levels, definitions: levels.definitions.map((one) => (one > definition ? one - 1 : one)), definition: levels.definition - 1 };
}

function columnChunk({ path, type }: Leaf, start: number, { bytes, dictionaryBytes, slots }: ReturnType<typeof chunkPages>): Compact {
  const encodings = dictionaryBytes > 0 ? [ENCODING.plain, ENCODING.rle, ENCODING.dictionary] : [ENCODING.plain, ENCODING.rle];
  const metadata = struct(
    [1, i32(physicalType(type))],
    [2, list(COMPACT.I32, encodings.map(i32))],
    [3, list(COMPACT.BINARY, path.map(binary))],
    [4, i32(UNCOMPRESSED)],
    [5, i64(slots)],
    [6, i64(bytes)],
    [7, i64(bytes)],
    [9, i64(start + dictionaryBytes)],
    [11, dictionaryBytes > 0 ? i64(start) : null],
  );
  return struct([2, i64(start)], [3, metadata]);
}
