import type { StagedTable } from './staged-table.js';

/** Each beginning of a table has so many times as much as the one before. */
export const GROWTH = 4;

/** The first file, the first four … and all files. */
export function beginnings(table: StagedTable): readonly StagedTable[] {
  const found: StagedTable[] = [];
  for (let count = 1; count < table.files.length; count *= GROWTH) found.push({ ...table, files: table.files.slice(0, count) });
  return [...found, table];
}
