import { quoteText } from '../../sql/query/quoting.js';
import type { FileColumn } from './parquet/schema.js';

/** A whole row as JSON, its keys in alphabetical order. `write` writes the value of a column as a variant has it. */
export function rowAsVariant(columns: readonly FileColumn[], write: (column: FileColumn) => string): string {
  const sorted = [...columns].sort((a, b) => (a.name < b.name ? -1 : 1));
  // A tuple can't have names that differ by case only.
  if (columns.some(({ name, readAs }) => name !== readAs)) return `json_object(${sorted.map((column) => `${quoteText(column.name)}, ${write(column)}`).join(', ')})`;
  return `to_json({${sorted.map((column) => `${quoteText(column.name)}: ${write(column)}`).join(', ')}})`;
}
