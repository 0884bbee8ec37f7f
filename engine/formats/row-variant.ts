import { quoteName, quoteText } from '../../sql/query/quoting.js';

/** A whole row as JSON, its keys in alphabetical order. */
export function rowAsVariant(columnNames: readonly string[]): string {
  const sorted = [...columnNames].sort();
  return `to_json({${sorted.map((name) => `${quoteText(name)}: ${quoteName(name)}`).join(', ')}})`;
}
