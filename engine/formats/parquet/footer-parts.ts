import { GEO_KEY } from './footer.js';
import { COMPACT, CompactReader } from './thrift.js';
import { compactBytes, i64 } from './writer/compact-writer.js';

/** A footer taken apart for a file into which its file goes, with row groups that lie further on there. */
export interface FooterParts {
  /** The bytes up to the number of rows, and those behind the row groups. */
  readonly before: Buffer;
  readonly behind: Buffer;
  /** What files must have in common: all but rows, row groups, and the keys and values that anybody may add. */
  readonly common: Buffer;
  readonly rows: number;
  readonly groups: number;
  /** The elements of the list of row groups. */
  readonly groupBytes: readonly Uint8Array[];
}

/** Numbers of fields (parquet.thrift). */
const FILE = { rows: 3, groups: 4, keyValues: 5, encryption: 8 } as const;
const GROUP = { columns: 1, offset: 5 } as const;
const CHUNK = { path: 1, offset: 2, metadata: 3, offsetIndex: 4, columnIndex: 6, encryption: 8 } as const;
const COLUMN = { compressedSize: 7, dataPage: 9, indexPage: 10, dictionaryPage: 11, bloomFilter: 14 } as const;

/**
 * The parts of a footer of a file whose data ends at `dataEnd` and that will begin at `position`. Null for one that can't go
 * on there: damaged, encrypted, with data elsewhere, or with keys that tell of columns.
 */
export function footerParts(footer: Buffer, dataEnd: number, position: number): FooterParts | null {
  try {
    return new Walk(footer, dataEnd, position).parts();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Throws a RangeError where there is nothing to be had. */
class Walk {
  readonly #bytes: Buffer;
  readonly #reader: CompactReader;
  readonly #dataEnd: number;
  readonly #position: number;
  readonly #pieces: Uint8Array[] = [];
  /** How far the row groups were copied. */
  #copied = 0;

  constructor(bytes: Buffer, dataEnd: number, position: number) {
    this.#bytes = bytes;
    this.#reader = new CompactReader(bytes);
    this.#dataEnd = dataEnd;
    this.#position = position;
  }

  parts(): FooterParts {
    const reader = this.#reader;
    const common: Buffer[] = [];
    let found: Pick<FooterParts, 'before' | 'rows'> | null = null;
    let groups: number | null = null;
    let behind = 0;
    let previous = 0;
    for (let field = reader.fieldHeader(0); field; field = reader.fieldHeader(field.id)) {
      // They are written in one piece, in the order of their numbers.
      if (field.id <= previous || field.id >= FILE.encryption) throw new RangeError('not as expected');
      previous = field.id;
      const start = reader.offset;
      if (field.id === FILE.rows) {
        found = { before: this.#bytes.subarray(0, start), rows: reader.zigzag() };
      } else if (field.id === FILE.groups) {
        groups = this.#groups();
        behind = reader.offset;
      } else {
        reader.skip(field.type);
        const bytes = this.#bytes.subarray(start, reader.offset);
        if (field.id !== FILE.keyValues) common.push(Buffer.from([field.id]), bytes);
        else if (bytes.includes(GEO_KEY)) throw new RangeError('geometry columns');
      }
    }
    if (!found || groups === null) throw new RangeError('no rows');
    return { ...found, behind: this.#bytes.subarray(behind), common: Buffer.concat(common), groups, groupBytes: this.#pieces };
  }

  #groups(): number {
    const count = this.#structs(() => { this.#group(); }, () => { this.#copied = this.#reader.offset; });
    this.#pieces.push(this.#bytes.subarray(this.#copied, this.#reader.offset));
    return count;
  }

  #group(): void {
    this.#fields((id, type) => {
      if (id === GROUP.columns) this.#structs(() => { this.#chunk(); });
      else if (id === GROUP.offset) this.#moved();
      else this.#reader.skip(type);
    });
  }

  #chunk(): void {
    this.#fields((id, type) => {
      if (id === CHUNK.path || id >= CHUNK.encryption) throw new RangeError('data elsewhere');
      if (id === CHUNK.metadata) this.#column();
      else if (id === CHUNK.offset || id === CHUNK.offsetIndex || id === CHUNK.columnIndex) this.#moved();
      else this.#reader.skip(type);
    });
  }

  #column(): void {
    const offsets: number[] = [];
    let size = 0;
    this.#fields((id, type) => {
      if (id === COLUMN.compressedSize) size = this.#reader.zigzag();
      else if (id === COLUMN.dataPage || id === COLUMN.dictionaryPage) offsets.push(this.#moved());
      else if (id === COLUMN.indexPage || id === COLUMN.bloomFilter) this.#moved();
      else this.#reader.skip(type);
    });
    // Beyond its own data there would be that of another file. Zero says that there is none.
    const start = Math.min(...offsets.filter((offset) => offset > 0));
    if (size < 0 || start + size > this.#dataEnd) throw new RangeError('data elsewhere');
  }

  /** A place in the file, which is further on now; the one that it was. */
  #moved(): number {
    const start = this.#reader.offset;
    const offset = this.#reader.zigzag();
    if (offset < 0) throw new RangeError('data elsewhere');
    if (offset > 0) {
      this.#pieces.push(this.#bytes.subarray(this.#copied, start), compactBytes(i64(offset + this.#position)));
      this.#copied = this.#reader.offset;
    }
    return offset;
  }

  #fields(read: (id: number, type: number) => void): void {
    for (let field = this.#reader.fieldHeader(0); field; field = this.#reader.fieldHeader(field.id)) read(field.id, field.type);
  }

  #structs(read: () => void, begin: () => void = () => undefined): number {
    const { size, type } = this.#reader.listHeader();
    if (size > 0 && type !== COMPACT.STRUCT) throw new RangeError('no structs');
    begin();
    for (let index = 0; index < size; index += 1) read();
    return size;
  }
}
