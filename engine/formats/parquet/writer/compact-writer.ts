import { COMPACT } from '../thrift.js';

/** A value of Thrift's compact protocol; null for a field that is left out. */
export type Compact =
  | { readonly type: typeof COMPACT.TRUE | typeof COMPACT.FALSE }
  | { readonly type: typeof COMPACT.I32 | typeof COMPACT.I64; readonly number: number }
  | { readonly type: typeof COMPACT.BINARY; readonly bytes: Uint8Array }
  | { readonly type: typeof COMPACT.LIST; readonly of: number; readonly items: readonly Compact[] }
  | { readonly type: typeof COMPACT.STRUCT; readonly fields: Fields };

/** By the number of the field, in ascending order. */
type Fields = readonly (readonly [number, Compact | null])[];

export const i32 = (number: number): Compact => ({ type: COMPACT.I32, number });
export const i64 = (number: number): Compact => ({ type: COMPACT.I64, number });
export const bool = (value: boolean): Compact => ({ type: value ? COMPACT.TRUE : COMPACT.FALSE });
export const binary = (value: string | Uint8Array): Compact => ({ type: COMPACT.BINARY, bytes: typeof value === 'string' ? Buffer.from(value) : value });
export const list = (of: number, items: readonly Compact[]): Compact => ({ type: COMPACT.LIST, of, items });
export const struct = (...fields: Fields): Compact => ({ type: COMPACT.STRUCT, fields });

/** The bytes in front of the elements of a list. */
export function listHeader(of: number, size: number): Uint8Array {
  const bytes: number[] = [];
  writeListHeader(of, size, bytes);
  return Uint8Array.from(bytes);
}

/** The bytes of a value (Thrift specification, Thrift Compact protocol encoding). */
export function compactBytes(value: Compact): Uint8Array {
  const bytes: number[] = [];
  write(value, bytes);
  return Uint8Array.from(bytes);
}

function write(value: Compact, bytes: number[]): void {
  switch (value.type) {
    case COMPACT.TRUE:
    case COMPACT.FALSE:
      // The type of the field is the value.
      return;
    case COMPACT.I32:
    case COMPACT.I64:
      varint(value.number < 0 ? -2 * value.number - 1 : 2 * value.number, bytes);
      return;
    case COMPACT.BINARY:
      varint(value.bytes.length, bytes);
      for (const one of value.bytes) bytes.push(one);
      return;
    case COMPACT.LIST:
      writeListHeader(value.of, value.items.length, bytes);
      for (const item of value.items) write(item, bytes);
      return;
    case COMPACT.STRUCT: {
      let previous = 0;
      for (const [id, field] of value.fields) {
        if (!field) continue;
        bytes.push(((id - previous) << 4) | field.type);
        previous = id;
        write(field, bytes);
      }
      bytes.push(COMPACT.STOP);
    }
  }
}

function writeListHeader(of: number, size: number, bytes: number[]): void {
  if (size < 15) bytes.push((size << 4) | of);
  else {
    bytes.push(0xf0 | of);
    varint(size, bytes);
  }
}

function varint(value: number, bytes: number[]): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}
