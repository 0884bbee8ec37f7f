/** A value of a result cell. Date is a point in time shown as UTC; Uint8Array is binary. */
export type Value = null | boolean | number | bigint | string | Uint8Array | Date;

/** Logical column types, independent of how a protocol writes them. */
export type ColumnType =
  | { readonly name: 'null' | 'boolean' | 'float' | 'double' | 'date' | 'time' | 'timestamp' | 'varchar' | 'binary' | 'json' }
  | { readonly name: 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64' }
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number };

export interface ResultColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** Some rows, column by column: `columns[c][r]`. */
export interface ResultBatch {
  readonly rowCount: number;
  readonly columns: readonly (readonly Value[])[];
}

export interface RowsResult {
  readonly kind: 'rows';
  readonly columns: readonly ResultColumn[];
  /** Produced at the speed of the reader; returning early from the iteration stops the production. */
  readonly batches: AsyncIterable<ResultBatch>;
}

export interface OkResult {
  readonly kind: 'ok';
  readonly affectedRows: number;
  readonly info?: string;
}

/** What one statement answers. */
export type Result = RowsResult | OkResult;
