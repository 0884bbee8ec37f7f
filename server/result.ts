import type { Batch, Column, Relation } from '../sql/relation.js';

export type { ColumnType, Relation, Value } from '../sql/relation.js';
export type ResultColumn = Column;
export type ResultBatch = Batch;

export interface RowsResult extends Relation {
  readonly kind: 'rows';
  /** What FOUND_ROWS() tells afterwards, if it is not how many rows there are. */
  readonly foundRows?: number;
}

export interface OkResult {
  readonly kind: 'ok';
  readonly affectedRows: number;
  readonly info?: string;
  /** Rows that follow as a result of their own, to clients that take several results for a statement. */
  readonly rows?: Relation;
  /** The connection ends behind this answer. */
  readonly endsConnection?: boolean;
}

/** What one statement answers. */
export type Result = RowsResult | OkResult;
