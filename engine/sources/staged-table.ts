import type { FileFormat } from '../../sql/file-format.js';
import type { ColumnUse } from '../../sql/query/staged-columns.js';
import type { SourceFile } from './source-file.js';

/** Staged files that a query reads as a table. */
export interface StagedTable {
  /** In the order in which their rows come. */
  readonly files: readonly SourceFile[];
  readonly format: FileFormat;
  readonly use: ColumnUse;
  /** Only its columns are asked for, no row will be read. */
  readonly columnsOnly?: true;
  /** No path may stand for several of the files. */
  readonly eachByItself?: true;
  /** If given, only so many first rows of its one file, which is Parquet, are meant. */
  readonly leadingRows?: number;
}
