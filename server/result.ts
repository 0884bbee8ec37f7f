import type { Batch, Column, Relation } from '../sql/relation.js';

export type { ColumnType, Value } from '../sql/relation.js';
export type ResultColumn = Column;
export type ResultBatch = Batch;

export interface RowsResult extends Relation {
  readonly kind: 'rows';
}

export interface OkResult {
  readonly kind: 'ok';
  readonly affectedRows: number;
  readonly info?: string;
}

/** What one statement answers. */
export type Result = RowsResult | OkResult;
