/** A value of a cell. A point in time is a Date (UTC) or, with microseconds, a text `YYYY-MM-DD HH:MM:SS.ffffff`; Uint8Array is binary. */
export type Value = null | boolean | number | bigint | string | Uint8Array | Date;

/** Logical column types, independent of how a protocol or an engine writes them. */
export type ColumnType =
  | { readonly name: 'null' | 'boolean' | 'float' | 'double' | 'date' | 'time' | 'timestamp' | 'varchar' | 'binary' | 'json' }
  | { readonly name: 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64' }
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** Some rows, column by column: `columns[c][r]`. */
export interface Batch {
  readonly rowCount: number;
  readonly columns: readonly (readonly Value[])[];
}

/** Rows with their columns, produced at the speed of the reader; returning early from the iteration stops the production. */
export interface Relation {
  readonly columns: readonly Column[];
  readonly batches: AsyncIterable<Batch>;
}
