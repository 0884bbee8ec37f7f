import type { MetadataColumn } from '../../sql/query/column-positions.js';
import { quoteName } from '../../sql/query/quoting.js';

const METADATA_TYPES: Readonly<Record<MetadataColumn, string>> = {
  metadata$filename: 'VARCHAR', metadata$file_path: 'VARCHAR', metadata$file_basename: 'VARCHAR', metadata$file_content_key: 'VARCHAR',
  metadata$file_row_number: 'UBIGINT', metadata$file_last_modified: 'TIMESTAMP',
};

/** A table without rows: columns by name with their DuckDB types, then metadata columns. */
export function emptyScan(columns: Readonly<Record<string, string>>, metadata: readonly MetadataColumn[]): string {
  const all = [...Object.entries(columns), ...metadata.map((column) => [column, METADATA_TYPES[column]] as const)];
  return `SELECT ${all.map(([name, type]) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`).join(', ')} WHERE FALSE`;
}
