/** Types of the compact protocol (Thrift specification, Thrift Compact protocol encoding). */
export const COMPACT = { STOP: 0, TRUE: 1, FALSE: 2, BYTE: 3, I16: 4, I32: 5, I64: 6, DOUBLE: 7, BINARY: 8, LIST: 9, SET: 10, MAP: 11, STRUCT: 12 } as const;

const DEEPEST = 64;

/** Walks over values of Thrift's compact protocol. RangeError for bytes that are none. */
export class CompactReader {
  readonly #bytes: Buffer;
  #offset: number;

  constructor(bytes: Buffer, offset = 0) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  get offset(): number {
    return this.#offset;
  }

  /** The next field of a struct, or null at its end. */
  fieldHeader(previousId: number): { readonly id: number; readonly type: number } | null {
    const byte = this.#byte();
    const type = byte & 0x0f;
    if (type === COMPACT.STOP) return null;
    const delta = byte >> 4;
    return { id: delta === 0 ? this.zigzag() : previousId + delta, type };
  }

  /** The header of a list or set. */
  listHeader(): { readonly size: number; readonly type: number } {
    const byte = this.#byte();
    const short = byte >> 4;
    return { size: short === 15 ? this.varint() : short, type: byte & 0x0f };
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Exact up to 2^53, which is beyond every offset and count in a file. */
  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * factor;
      if (byte < 128) return value;
      if (factor > 2 ** 63) throw new RangeError('varint too long');
    }
  }

  binary(): Buffer {
    const length = this.varint();
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Skips a value. In a list of booleans each element is a byte; in a struct its type is its value. */
  skip(type: number, isElement = false, depth = 0): void {
    if (depth > DEEPEST) throw new RangeError('nested too deeply');
    switch (type) {
      case COMPACT.TRUE:
      case COMPACT.FALSE:
        if (isElement) this.#advance(1);
        return;
      case COMPACT.BYTE:
        this.#advance(1);
        return;
      case COMPACT.I16:
      case COMPACT.I32:
      case COMPACT.I64:
        this.varint();
        return;
      case COMPACT.DOUBLE:
        this.#advance(8);
        return;
      case COMPACT.BINARY:
        this.binary();
        return;
      case COMPACT.LIST:
      case COMPACT.SET: {
        const list = this.listHeader();
        for (let index = 0; index < list.size; index += 1) this.skip(list.type, true, depth + 1);
        return;
      }
      case COMPACT.MAP: {
        const size = this.varint();
        if (size === 0) return;
        const types = this.#byte();
        for (let index = 0; index < size; index += 1) {
          this.skip(types >> 4, true, depth + 1);
          this.skip(types & 0x0f, true, depth + 1);
        }
        return;
      }
      case COMPACT.STRUCT:
        for (let field = this.fieldHeader(0); field; field = this.fieldHeader(field.id)) this.skip(field.type, false, depth + 1);
        return;
      default:
        throw new RangeError(`unknown type ${type}`);
    }
  }

  #byte(): number {
    return this.#bytes[this.#advance(1)] ?? 0;
  }

  #advance(length: number): number {
    const start = this.#offset;
    if (start + length > this.#bytes.length) throw new RangeError('the bytes end too early');
    this.#offset = start + length;
    return start;
  }
}
