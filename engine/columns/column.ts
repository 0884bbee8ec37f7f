/** Texts or byte strings, one after the other. */
export interface Strings {
  /** Bytes of each. */
  readonly lengths: Int32Array;
  readonly data: Uint8Array;
}

/** The values of a column that are there, without gaps. */
export type Values =
  /** Of a fixed width (`widthOf`), little-endian; decimals of 16 bytes big-endian; booleans a byte each. */
  | { readonly kind: 'fixed'; readonly bytes: Uint8Array }
  | ({ readonly kind: 'strings' } & Strings)
  /** Each value is the number of an entry, from 0. */
  | { readonly kind: 'dictionary'; readonly indices: Int32Array; readonly entries: Strings }
  /** The items of all lists are one column. */
  | { readonly kind: 'list'; readonly lengths: Int32Array; readonly item: Column }
  | { readonly kind: 'map'; readonly lengths: Int32Array; readonly key: Column; readonly value: Column }
  | { readonly kind: 'struct'; readonly fields: readonly Column[] };

/** Rows of a column, or entries of a nested one: as many as its parent has values. */
export interface Column {
  /** A byte for each, 1 if there is a value and 0 for NULL; null where there are no NULLs. */
  readonly validity: Uint8Array | null;
  readonly values: Values;
}

/** Bytes of memory that a column takes. */
export function columnBytes({ validity, values }: Column): number {
  return (validity?.length ?? 0) + valuesBytes(values);
}

function valuesBytes(values: Values): number {
  switch (values.kind) {
    case 'fixed':
      return values.bytes.length;
    case 'strings':
      return values.lengths.byteLength + values.data.length;
    case 'dictionary':
      return values.indices.byteLength + values.entries.data.length;
    case 'list':
      return values.lengths.byteLength + columnBytes(values.item);
    case 'map':
      return values.lengths.byteLength + columnBytes(values.key) + columnBytes(values.value);
    case 'struct':
      return values.fields.reduce((sum, field) => sum + columnBytes(field), 0);
  }
}
