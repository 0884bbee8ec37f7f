import type { FirstRows } from '../../sql/query/first-rows.js';
import { readerOf } from '../formats/readers.js';
import type { ScanContext } from '../formats/reader.js';
import { beginnings } from './beginnings.js';
import type { StagedTable } from './staged-table.js';

/**
 * Ever larger beginnings of a table for a query of its first rows, at least one; the last is the table. `inspect` is for formats
 * whose files have to be looked into.
 */
export async function portionsOf(
  table: StagedTable, first: FirstRows, inspect: <Found>(work: (context: ScanContext) => Promise<Found>) => Promise<Found>,
): Promise<readonly StagedTable[]> {
  const withContent = { ...table, files: table.files.filter(({ size }) => size > 0) };
  const reader = readerOf(table.format.type);
  if (!reader.portions) return beginnings(withContent);
  return (await inspect(async (context) => reader.portions?.(withContent, first, context))) ?? beginnings(withContent);
}
