import { quoteName, quoteText } from '../../sql/query/quoting.js';
import type { FileColumn } from './parquet/schema.js';

/** A whole row as JSON, its keys in alphabetical order. */
export function rowAsVariant(columns: readonly FileColumn[]): string {
  const sorted = [...columns].sort((a, b) => (a.name < b.name ? -1 : 1));
  // A tuple can't have names that differ by case only.
  if (columns.some(({ name, readAs }) => name !== readAs)) return `json_object(${sorted.map(({ name, readAs }) => `${quoteText(name)}, ${quoteName(readAs)}`).join(', ')})`;
  return `to_json({${sorted.map(({ name }) => `${quoteText(name)}: ${quoteName(name)}`).join(', ')}})`;
}
