import { together } from '../cache/pieces.js';
import type { PartsOfFile } from '../cache/local-files.js';
import { chunksByFile, chunksOfScans } from '../formats/parquet/chunks-of-scans.js';
import { columnsOf } from '../formats/parquet/needed-chunks.js';
import { schemaTree } from '../formats/parquet/schema-tree.js';
import { pathList } from '../formats/metadata.js';
import type { ScanContext } from '../formats/reader.js';
import type { FileScan } from './scan-plan.js';
import type { FileRange, SourceFile } from './source-file.js';
import type { StagedTable } from './staged-table.js';

/** What a query reads of a location. */
export interface PlannedReads {
  /** The name of its table in the SQL. */
  readonly table: string;
  /** Files that are read, of those that the location has; fewer where a LIMIT may be content with them. */
  readonly files: readonly PlannedFile[];
  readonly allFiles: number;
  /** Whether more files or rows follow if these give too few rows. */
  readonly isBeginning: boolean;
  /** Top columns, in the order of the file; null for formats that are read as a whole. */
  readonly columns: readonly string[] | null;
}

export interface PlannedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes that are read, and those of them that are here already. */
  readonly bytes: number;
  readonly cached: number;
  /** Of a Parquet file: numbers of the row groups that are read, how many there are, and where the chunks are. */
  readonly parts: { readonly rowGroups: readonly number[]; readonly allRowGroups: number; readonly ranges: readonly FileRange[] } | null;
}

/** What of a table a plan is made for. */
export interface OutlinedTable {
  readonly name: string;
  /** Without empty files. */
  readonly read: StagedTable;
  readonly allFiles: number;
  readonly isBeginning: boolean;
}

/** `read` is a beginning of `all`, or the same. */
export function outlined(name: string, read: StagedTable, all: StagedTable): OutlinedTable {
  const files = read.files.filter(({ size }) => size > 0);
  const allFiles = all.files.filter(({ size }) => size > 0).length;
  return { name, read: { ...read, files }, allFiles, isBeginning: files.length < allFiles || read.leadingRows !== undefined };
}

/** What a query with those scans reads of a location. */
export async function plannedReads({ name, read, allFiles, isBeginning }: OutlinedTable, scans: readonly FileScan[], context: ScanContext): Promise<PlannedReads> {
  const isParquet = read.format.type === 'PARQUET';
  const common = { table: name, allFiles, isBeginning };
  if (!isParquet) return { ...common, columns: null, files: read.files.map((file) => wholeFile(file, context)) };
  const paths = context.files.pathsOf(read.files);
  const own = scans.map((scan) => ({ ...scan, files: scan.files.filter((path) => paths.includes(path)) })).filter(({ files }) => files.length > 0);
  const chunks = await chunksOfScans(own, paths, context);
  const groups = await rowGroupCounts(paths, context);
  const parts = new Map(chunksByFile(chunks).map((part) => [part.path, part]));
  const files = paths.map((path, index) => {
    const rowGroups = [...new Set(chunks.filter((chunk) => chunk.path === path).map(({ rowGroup }) => rowGroup))].sort((a, b) => a - b);
    return partOfFile(read.files[index] as SourceFile, parts.get(path) ?? { path, parts: [] }, rowGroups, groups.get(path) ?? 0, context);
  });
  return { ...common, columns: await columnNames(own, paths, context), files };
}

function wholeFile(file: SourceFile, { files }: ScanContext): PlannedFile {
  return { name: file.name, size: file.size, bytes: file.size, cached: files.isCached(file) ? file.size : 0, parts: null };
}

function partOfFile({ name, size }: SourceFile, wanted: PartsOfFile, rowGroups: readonly number[], allRowGroups: number, { files }: ScanContext): PlannedFile {
  const bytes = sumOf(wanted.parts);
  return { name, size, bytes, cached: bytes - sumOf(files.missing(wanted)), parts: { rowGroups, allRowGroups, ranges: together(wanted.parts) } };
}

const sumOf = (ranges: readonly FileRange[]): number => ranges.reduce((sum, { length }) => sum + length, 0);

async function rowGroupCounts(paths: readonly string[], context: ScanContext): Promise<ReadonlyMap<string, number>> {
  if (paths.length === 0) return new Map();
  const rows = await context.ask(`SELECT file_name, num_row_groups FROM parquet_file_metadata(${pathList(paths)})`);
  return new Map(rows.map((row) => [String(row['file_name']), Number(row['num_row_groups'])]));
}

async function columnNames(scans: readonly FileScan[], [first]: readonly string[], context: ScanContext): Promise<readonly string[]> {
  if (first === undefined) return [];
  const tree = await schemaTree(first, context);
  const read = new Set(scans.flatMap((scan) => columnsOf(scan, tree)).map(({ index }) => index));
  return tree.filter((_, index) => read.has(index)).map(({ name }) => name);
}

