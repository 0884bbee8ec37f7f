/** What a column of a file holds; every value may be missing. */
export type ColumnType =
  | { readonly kind: 'boolean' | 'float' | 'double' | 'text' | 'bytes' | 'date' | 'timestamp' | 'time' }
  | { readonly kind: 'integer'; readonly bits: 8 | 16 | 32 | 64; readonly signed: boolean }
  /** `precision` from 1 to 38, `scale` from 0 to `precision`. */
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'list'; readonly item: ColumnType }
  | { readonly kind: 'map'; readonly key: ColumnType; readonly value: ColumnType }
  | { readonly kind: 'struct'; readonly fields: readonly NamedType[] };

export interface NamedType {
  readonly name: string;
  readonly type: ColumnType;
}

export const WIDEST_DECIMAL = 38;

/** Bytes of a value of fixed width in a column's buffer: whole numbers and decimals in two's complement, dates in days and times in microseconds since 1970 or midnight. */
export function widthOf(type: ColumnType): 1 | 4 | 8 | 16 | null {
  switch (type.kind) {
    case 'boolean':
      return 1;
    case 'integer':
      return type.bits === 64 ? 8 : 4;
    case 'float':
    case 'date':
      return 4;
    case 'double':
    case 'timestamp':
    case 'time':
      return 8;
    case 'decimal':
      return type.precision <= 9 ? 4 : type.precision <= 18 ? 8 : 16;
    default:
      return null;
  }
}
