import { grouped } from '../../grouped.js';
import { inParallel } from '../../sources/in-parallel.js';
import type { RowFilter } from '../../sources/row-filter.js';
import type { ColumnFilter, FileScan, ScanColumn } from '../../sources/scan-plan.js';
import { pathList } from '../metadata.js';
import type { ScanContext } from '../reader.js';
import { readFooter } from './footer.js';
import { impossible } from './impossible.js';
import { leavesOf, schemaTree, type SchemaNode } from './schema-tree.js';

/** What a scan reads of a row group of a file: a column chunk, or the Bloom filter of one. Offset and length in bytes. */
export interface NeededChunk {
  readonly path: string;
  /** From 0. */
  readonly rowGroup: number;
  readonly offset: number;
  readonly length: number;
}

const FILES_AT_ONCE = 16;
/** By how much a chunk may be longer than it says. */
const PADDING_BYTES = 128;
/** Up to here the Bloom filters of a file that is joined are fetched for all of its row groups. */
const FEW_FILTER_BYTES = 1024 * 1024;
/** In place of the number of a leaf: the numbers of the rows, which are in no chunk. */
const ROW_NUMBERS = -1;

/** The chunks that a scan reads of some of its files, which need to have no more than their footers; all chunks where the scan is not known. */
export async function neededChunks(scan: FileScan | null, paths: readonly string[], context: ScanContext): Promise<readonly NeededChunk[]> {
  const needed: NeededChunk[] = [];
  for (const alike of await bySchema(paths)) needed.push(...await chunksOf(scan, alike, context));
  return needed;
}

async function bySchema(paths: readonly string[]): Promise<Iterable<readonly string[]>> {
  const files = await inParallel(paths, FILES_AT_ONCE, async (path) => ({ path, schema: (await readFooter(path, 'of a query')).schema.toString('latin1') }));
  return [...grouped(files, ({ schema }) => schema).values()].map((alike) => alike.map(({ path }) => path));
}

/** All files have the same schema. */
async function chunksOf(scan: FileScan | null, paths: readonly string[], context: ScanContext): Promise<readonly NeededChunk[]> {
  const tree = await schemaTree(paths[0] ?? '', context);
  const { filters, isJoined } = scan ?? { filters: [], isJoined: true };
  const leaves = leavesOf(scan ? columnsOf(scan, tree) : everyColumn(tree), tree);
  if (leaves.length === 0) return [];
  const conditions = filters.flatMap(({ column, type, filter }) => {
    const leaf = column === 'row number' ? ROW_NUMBERS : leafOf(column, tree);
    const condition = leaf === null ? null : impossible(filter, type);
    return condition === null ? [] : [`(leaf = ${leaf} AND ${condition})`];
  });
  const rows = await context.ask(chunkQuery(paths, leaves, conditions, { equal: equalLeaves(filters, tree), isJoined }));
  return rows.map((row) => ({ path: String(row['path']), rowGroup: Number(row['row_group']), offset: Number(row['start']), length: Number(row['length']) }));
}

const everyColumn = (tree: readonly SchemaNode[]): readonly ScanColumn[] => tree.map((_, index) => ({ index, children: [] }));

/** The columns that a scan reads of a file of that schema. */
export function columnsOf({ columns }: FileScan, tree: readonly SchemaNode[]): readonly ScanColumn[] {
  return typeof columns === 'function' ? everyColumn(tree).filter(({ index }) => columns(tree[index]?.name ?? '')) : columns;
}

/** The leaf of a column that has no parts; statistics of others are not those of its values. */
function leafOf(column: number, tree: readonly SchemaNode[]): number | null {
  const node = tree[column];
  return node?.isLeaf === true ? node.firstLeaf : null;
}

/** Columns that are compared for equality, which Bloom filters are looked into for. */
function equalLeaves(filters: readonly ColumnFilter[], tree: readonly SchemaNode[]): readonly number[] {
  return filters.flatMap(({ column, filter }) => {
    const node = column === 'row number' || !asksForEquality(filter) ? undefined : tree[column];
    return Array.from({ length: node?.leaves ?? 0 }, (_, leaf) => (node?.firstLeaf ?? 0) + leaf);
  });
}

function asksForEquality(filter: RowFilter): boolean {
  switch (filter.kind) {
    case 'any':
      return false;
    case 'in':
      return true;
    case 'compare':
      return filter.operator === '=';
    case 'and':
    case 'or':
      return filter.filters.some(asksForEquality);
  }
}

/**
 * A chunk begins with its dictionary where it has one. Some old writers count it too short, so what follows it is taken along as
 * far as nothing else begins there. Statistics of INT96 have no order. The engine may look into the Bloom filter of a row
 * group before it finds out by another column that it can leave that out, and a join may make it look into any.
 */
function chunkQuery(paths: readonly string[], leaves: readonly number[], conditions: readonly string[], { equal, isJoined }: { readonly equal: readonly number[]; readonly isJoined: boolean }): string {
  const among = (numbers: readonly number[]): string => (numbers.length === 0 ? 'false' : `leaf IN (${numbers.join(', ')})`);
  return `
    WITH chunks AS MATERIALIZED (
      SELECT *, file_name AS path, row_group_id AS row_group, column_id AS leaf, least(data_page_offset, CASE WHEN dictionary_page_offset >= 4 THEN dictionary_page_offset END) AS start
      FROM parquet_metadata(${pathList(paths)})
    ), facts AS (
      SELECT path, row_group, leaf, CASE WHEN type <> 'INT96' THEN stats_min_value END AS low, CASE WHEN type <> 'INT96' THEN stats_max_value END AS high FROM chunks
      UNION ALL
      SELECT path, row_group, ${ROW_NUMBERS}, CAST(ends - rows AS VARCHAR), CAST(ends - 1 AS VARCHAR)
      FROM (SELECT *, sum(rows) OVER (PARTITION BY path ORDER BY row_group) AS ends FROM (SELECT DISTINCT path, row_group, row_group_num_rows AS rows FROM chunks))
    ), excluded AS (
      SELECT DISTINCT path, row_group, true AS is_excluded FROM facts WHERE ${conditions.join(' OR ') || 'false'}
    ), parts AS (
      SELECT path, row_group, leaf, false AS is_filter, start, start + total_compressed_size AS ends FROM chunks
      UNION ALL
      SELECT path, row_group, leaf, true, bloom_filter_offset, bloom_filter_offset + bloom_filter_length FROM chunks WHERE bloom_filter_length > 0
    ), padded AS (
      SELECT *, greatest(ends, least(ends + ${PADDING_BYTES}, lead(start, 1, ends + ${PADDING_BYTES}) OVER (PARTITION BY path ORDER BY start))) AS padded_ends FROM parts
    ), read AS (
      SELECT *, sum(CASE WHEN is_filter THEN ends - start ELSE 0 END) OVER (PARTITION BY path) AS filter_bytes FROM padded WHERE ${among(leaves)}
    )
    SELECT path, row_group, start, padded_ends - start AS length FROM read LEFT JOIN excluded USING (path, row_group)
    WHERE CASE WHEN is_filter THEN ${among(equal)} OR (${isJoined} AND (is_excluded IS NULL OR filter_bytes <= ${FEW_FILTER_BYTES})) ELSE is_excluded IS NULL END`;
}
