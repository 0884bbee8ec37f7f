import { valueVector, type Vector } from './vector.js';

/** A value of a cell. A point in time is a Date (UTC) or, with microseconds, a text `YYYY-MM-DD HH:MM:SS.ffffff`; Uint8Array is binary. */
export type Value = null | boolean | number | bigint | string | Uint8Array | Date;

/** Types that are said by their name alone. `binary` is shown as the session's `binary_output_format` says, `bytes` always as it is, `geometry` as MySQL has it: SRID and WKB. */
export type PlainTypeName =
  | 'null' | 'boolean' | 'float' | 'double' | 'date' | 'time' | 'timestamp' | 'timestamp_tz' | 'interval'
  | 'varchar' | 'binary' | 'bytes' | 'geometry' | 'json' | 'uuid' | 'bit'
  | 'int8' | 'int16' | 'int32' | 'int64' | 'int128' | 'uint8' | 'uint16' | 'uint32' | 'uint64' | 'uint128';

/** Logical column types, independent of how a protocol or an engine writes them. */
export type ColumnType =
  | { readonly name: PlainTypeName }
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly name: 'enum'; readonly labels: readonly string[] }
  | { readonly name: 'array'; readonly element: ColumnType }
  | { readonly name: 'map'; readonly key: ColumnType; readonly value: ColumnType }
  | { readonly name: 'tuple'; readonly fields: readonly { readonly name: string; readonly type: ColumnType }[] }
  | { readonly name: 'union'; readonly members: readonly ColumnType[] };

/** A DECIMAL of more than 38 digits: each value has a scale of its own, and is its text. Clients are told of 30 digits behind the point, the most that MySQL has. */
export const WIDE_DECIMAL: ColumnType = { name: 'decimal', precision: 76, scale: 30 };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** Absent or null where it is computed, or where that is not known. */
  readonly origin?: ColumnOrigin | null;
}

/** The column of a table that a column of a result is. */
export interface ColumnOrigin {
  /** Empty for a table that is in none. */
  readonly database: string;
  /** The name of the table in the query: its alias, if it has one. */
  readonly table: string;
  /** Its own name; empty for rows that the query makes. */
  readonly originalTable: string;
  readonly originalName: string;
  readonly isNotNull: boolean;
  /** How many a text may have; null if it has no bound of its own. */
  readonly characters: number | null;
}

/** Some rows, column by column. Good until the next batch is asked for. */
export interface Batch {
  readonly rowCount: number;
  readonly columns: readonly Vector[];
}

/** A batch of JavaScript's values: `columns[c][r]`. */
export function valueBatch(rowCount: number, columns: readonly (readonly Value[])[]): Batch {
  return { rowCount, columns: columns.map(valueVector) };
}

/** Rows with their columns, produced at the speed of the reader; returning early from the iteration stops the production. */
export interface Relation {
  readonly columns: readonly Column[];
  readonly batches: AsyncIterable<Batch>;
}
