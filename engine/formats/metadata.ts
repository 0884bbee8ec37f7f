import type { MetadataColumn } from '../../sql/query/column-positions.js';
import { quoteName, quoteText } from '../../sql/query/quoting.js';
import type { SourceFile } from '../sources/source-file.js';

/** `, <value> AS "metadata$…"` for the columns asked for. `fileIndex` and `rowNumber` are the reader's expressions for them. */
export function metadataItems(columns: readonly MetadataColumn[], files: readonly SourceFile[], { fileIndex, rowNumber }: { readonly fileIndex: string; readonly rowNumber: string }): string {
  return columns.map((column) => `, ${valueOf(column, files, fileIndex, rowNumber)} AS ${quoteName(column)}`).join('');
}

function valueOf(column: MetadataColumn, files: readonly SourceFile[], fileIndex: string, rowNumber: string): string {
  const ofFile = (type: string, value: (file: SourceFile) => string | null): string => {
    const values = files.map((file) => value(file) ?? 'NULL');
    return `list_extract(CAST([${values.join(', ')}] AS ${type}[]), CAST(${fileIndex} AS BIGINT) + 1)`;
  };
  switch (column) {
    case 'metadata$filename':
    case 'metadata$file_path':
      return ofFile('VARCHAR', ({ name }) => quoteText(name));
    case 'metadata$file_basename':
      return ofFile('VARCHAR', ({ name }) => quoteText(name.slice(name.lastIndexOf('/') + 1)));
    case 'metadata$file_content_key':
      return ofFile('VARCHAR', ({ contentKey }) => (contentKey === null ? null : quoteText(contentKey)));
    case 'metadata$file_last_modified':
      return ofFile('TIMESTAMP', ({ lastModified }) => quoteText(lastModified.toISOString().replace('T', ' ').replace('Z', '')));
    case 'metadata$file_row_number':
      return `CAST(${rowNumber} AS UBIGINT)`;
  }
}

/** A list of paths for a reader of DuckDB. */
export function pathList(paths: readonly string[]): string {
  return `[${paths.map(quoteText).join(', ')}]`;
}
