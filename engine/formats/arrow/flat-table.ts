/**
 * A table of the FlatBuffers format (flatbuffers.dev, FlatBuffer Binary Format): fields by number. RangeError for whatever lies outside of the
 * bytes.
 */
export class FlatTable {
  readonly #view: DataView;
  readonly #start: number;

  private constructor(view: DataView, start: number) {
    this.#view = view;
    this.#start = start;
  }

  /** The table that a buffer is about. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  /** A number of one byte; 0 where it is not there. */
  byte(field: number): number {
    const at = this.#place(field);
    return at === null ? 0 : this.#view.getUint8(at);
  }

  /** A number of 64 bits; 0 where it is not there. */
  long(field: number): number {
    const at = this.#place(field);
    return at === null ? 0 : Number(this.#view.getBigInt64(at, true));
  }

  table(field: number): FlatTable | null {
    const at = this.#place(field);
    return at === null ? null : new FlatTable(this.#view, this.#follow(at));
  }

  tables(field: number): readonly FlatTable[] {
    const { start, length } = this.#vector(field, OFFSET_BYTES);
    return Array.from({ length }, (_, index) => new FlatTable(this.#view, this.#follow(start + index * OFFSET_BYTES)));
  }

  /** The bytes of each of the structs, or numbers, of so many bytes. */
  structs(field: number, size: number): readonly DataView[] {
    const { start, length } = this.#vector(field, size);
    return Array.from({ length }, (_, index) => new DataView(this.#view.buffer, this.#view.byteOffset + start + index * size, size));
  }

  #vector(field: number, size: number): { readonly start: number; readonly length: number } {
    const at = this.#place(field);
    if (at === null) return { start: 0, length: 0 };
    const vector = this.#follow(at);
    const length = this.#view.getUint32(vector, true);
    const start = vector + OFFSET_BYTES;
    if (start + length * size > this.#view.byteLength) throw new RangeError('a list is longer than the bytes that hold it');
    return { start, length };
  }

  /** Where a field is; null where it has its default. */
  #place(field: number): number | null {
    const table = this.#start - this.#view.getInt32(this.#start, true);
    const entry = VTABLE_HEADER_BYTES + 2 * field;
    if (entry >= this.#view.getUint16(table, true)) return null;
    const offset = this.#view.getUint16(table + entry, true);
    return offset === 0 ? null : this.#start + offset;
  }

  #follow(at: number): number {
    return at + this.#view.getUint32(at, true);
  }
}

const OFFSET_BYTES = 4;
/** Lengths of the vtable and of the table. */
const VTABLE_HEADER_BYTES = 4;
