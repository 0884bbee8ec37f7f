import { quoteText } from '../../../sql/query/quoting.js';
import type { FirstRows } from '../../../sql/query/first-rows.js';
import { beginnings, GROWTH } from '../../sources/beginnings.js';
import type { StagedTable } from '../../sources/staged-table.js';
import type { ScanContext } from '../reader.js';
import { Memory } from '../remember.js';
import { localParquet } from './local-parquet.js';

/**
 * Beginnings of a table of Parquet files: of the first file as many row groups as hold the rows, if every row counts, or
 * one; then more of it, then more files. Files of this machine are read in place, and no further than needed.
 */
export async function parquetPortions(table: StagedTable, { count, offset, takesAll }: FirstRows, context: ScanContext): Promise<readonly StagedTable[]> {
  const [first] = table.files;
  if (!first) return [table];
  const path = await localParquet(first, context.files);
  if (context.files.isInPlace(path)) return [table];
  if (!context.files.withHoles.has(path)) return beginnings(table);
  const ends = await knownEnds.of([first.identity], () => groupEnds(path, context));
  const enough = takesAll ? ends.findIndex((end) => end >= count + offset) : 0;
  const parts: StagedTable[] = [];
  for (let groups = enough + 1; groups > 0 && groups < ends.length; groups *= GROWTH) {
    parts.push({ ...table, files: [first], leadingRows: ends[groups - 1] ?? 0 });
  }
  return [...parts, ...beginnings(table)];
}

const knownEnds = new Memory<readonly number[]>();

/** How many rows a file has up to the end of each of its row groups. */
async function groupEnds(path: string, context: ScanContext): Promise<readonly number[]> {
  const rows = await context.ask(`SELECT sum(row_group_num_rows) OVER (ORDER BY row_group_id) AS ends FROM parquet_metadata(${quoteText(path)}) WHERE column_id = 0 ORDER BY row_group_id`);
  return rows.map(({ ends }) => Number(ends));
}
