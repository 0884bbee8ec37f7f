import type { MetadataColumn } from '../../sql/query/column-positions.js';
import { quoteName, quoteText } from '../../sql/query/quoting.js';
import type { SourceFile } from '../sources/source-file.js';
import type { RowOrigins } from './gathered/gather.js';

/** `, <value> AS "metadata$…"` for the columns asked for. `fileIndex` and `rowNumber` are the reader's expressions for them. */
export function metadataItems(columns: readonly MetadataColumn[], files: readonly SourceFile[], { fileIndex, rowNumber }: { readonly fileIndex: string; readonly rowNumber: string }): string {
  return columns.map((column) => `, ${valueOf(column, files, fileIndex, rowNumber)} AS ${quoteName(column)}`).join('');
}

function valueOf(column: MetadataColumn, files: readonly SourceFile[], fileIndex: string, rowNumber: string): string {
  return column === ROW_NUMBER ? numberValue(rowNumber) : `list_extract(${ofFiles(column, files)}, CAST(${fileIndex} AS BIGINT) + 1)`;
}

const ROW_NUMBER = 'metadata$file_row_number';
const numberValue = (number: string): string => `CAST(${number} AS UBIGINT)`;

/** A list of what the column says of each of the files. */
function ofFiles(column: Exclude<MetadataColumn, typeof ROW_NUMBER>, files: readonly SourceFile[]): string {
  const list = (type: string, value: (file: SourceFile) => string | null): string => `CAST([${files.map((file) => value(file) ?? 'NULL').join(', ')}] AS ${type}[])`;
  switch (column) {
    case 'metadata$filename':
    case 'metadata$file_path':
      return list('VARCHAR', ({ name }) => quoteText(name));
    case 'metadata$file_basename':
      return list('VARCHAR', ({ name }) => quoteText(name.slice(name.lastIndexOf('/') + 1)));
    case 'metadata$file_content_key':
      return list('VARCHAR', ({ contentKey }) => (contentKey === null ? null : quoteText(contentKey)));
    case 'metadata$file_last_modified':
      return list('TIMESTAMP', ({ lastModified }) => quoteText(lastModified.toISOString().replace('T', ' ').replace('Z', '')));
  }
}

/**
 * Puts metadata columns, under their names, beside what reads the rows of many files in their order, one for one. `firstNumber` is the number of the
 * first row of each file.
 */
export function besideRows(reader: string, columns: readonly MetadataColumn[], { files, rows }: RowOrigins, firstNumber: number): string {
  const perFile = columns.filter((column) => column !== ROW_NUMBER);
  const lists = perFile.map((column) => `unnest(${ofFiles(column, files)}) AS ${quoteName(column)}, `).join('');
  const number = numberValue(`unnest(range(${firstNumber}, ${firstNumber} + rows))`);
  const items = [...perFile.map(quoteName), `${number} AS ${quoteName(ROW_NUMBER)}`];
  return `${reader} POSITIONAL JOIN (SELECT ${items.join(', ')} FROM (SELECT ${lists}unnest([${rows.join(', ')}]) AS rows)) AS origins`;
}

/** The columns of {@link besideRows} as items of a SELECT. */
export function besideItems(columns: readonly MetadataColumn[]): string {
  return columns.map((column) => `, origins.${quoteName(column)}`).join('');
}

/** A list of paths for a reader of DuckDB. */
export function pathList(paths: readonly string[]): string {
  return `[${paths.map(quoteText).join(', ')}]`;
}
