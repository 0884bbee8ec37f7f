import type { StagewireError } from '../../errors/index.js';
import type { FirstRows } from '../../sql/query/first-rows.js';
import type { LocalFiles } from '../cache/local-files.js';
import type { SourceFile } from '../sources/source-file.js';
import type { StagedTable } from '../sources/staged-table.js';

/** What a format reader works with. */
export interface ScanContext {
  readonly files: LocalFiles;
  /** Asks the engine; for small answers. */
  ask(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** How the files of a format become a table. */
export interface FormatReader {
  /** Throws what the query may not ask of this format (1065). */
  check(table: StagedTable): void;
  /** A SELECT for DuckDB with the columns that the query may ask for; brings the files here first. */
  scan(table: StagedTable, context: ScanContext): Promise<string>;
  /** Ever larger beginnings of a table, the last of them the table, where its files tell more than that they are files. */
  portions?(table: StagedTable, first: FirstRows, context: ScanContext): Promise<readonly StagedTable[]>;
  /** Looks for the bad data that DuckDB could not read: the error that says what and where it is; null if there is none. */
  locate?(table: StagedTable, context: ScanContext): Promise<StagewireError | null>;
  /** The line, from 1 as editors count, on which the row of that number (metadata$file_row_number) begins, where files have lines. */
  lineOf?(file: SourceFile, row: number, table: StagedTable, context: ScanContext): Promise<number>;
}
