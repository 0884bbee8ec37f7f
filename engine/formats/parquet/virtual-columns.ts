import { METADATA_COLUMNS } from '../../../sql/query/column-positions.js';
import { quoteName } from '../../../sql/query/quoting.js';
import type { FileColumn } from './schema.js';

/** What DuckDB's reader knows of each row beside its columns, unless a column of the file has the same name. */
export const VIRTUAL = { fileIndex: 'file_index', rowNumber: 'file_row_number' } as const;

/** With those of metadata, which may stand beside the columns. */
const NAMES: ReadonlySet<string> = new Set([...Object.values(VIRTUAL), ...METADATA_COLUMNS]);

/** How the columns of files are read: `alias` stands behind the reader, and gives all of them other names if one would hide what is virtual. */
export function besideVirtual<Column extends Pick<FileColumn, 'readAs'>>(columns: readonly Column[]): { readonly columns: readonly Column[]; readonly alias: string } {
  if (!columns.some(({ readAs }) => NAMES.has(readAs.toLowerCase()))) return { columns, alias: '' };
  const renamed = columns.map((column, index) => ({ ...column, readAs: `column ${index + 1}` }));
  return { columns: renamed, alias: ` AS files (${renamed.map(({ readAs }) => quoteName(readAs)).join(', ')})` };
}
