import type { Parameter } from '../../sql/parameter.js';
import { quoteText } from '../../sql/query/quoting.js';
import type { ScanContext } from '../formats/reader.js';
import { withLiterals } from './literal-parameters.js';
import { columnsByName } from './named-scan.js';
import { rowFilter, type RowFilter } from './row-filter.js';
import { parseExact, type JsonObject } from './exact-json.js';

/** A column that a scan reads; `children` are the fields of a struct that it reads, none for all. */
export interface ScanColumn {
  /** From 0, in the order of the file's columns. */
  readonly index: number;
  readonly children: readonly ScanColumn[];
}

/** What a scan tells its reader of a column, so that it may leave out what has no row that passes. */
export interface ColumnFilter {
  /** As in {@link ScanColumn}, or the number of the row in its file, from 0. */
  readonly column: number | 'row number';
  /** DuckDB's name of the column's type without its parameters: `INTEGER`, `DECIMAL` … */
  readonly type: string;
  readonly filter: RowFilter;
}

/** One scan of Parquet files in the plan of a query. */
export interface FileScan {
  /** Local paths, in order. */
  readonly files: readonly string[];
  /** A test of names where no more is known. */
  readonly columns: readonly ScanColumn[] | ((name: string) => boolean);
  readonly filters: readonly ColumnFilter[];
  /** Whether a join may tell it, while it runs, which values it looks for. */
  readonly isJoined: boolean;
}

/** DuckDB's number of the virtual column `file_row_number`. Others, and "no column", are above it or one below. */
const ROW_NUMBER = '9223372036854775809';

/**
 * The scans of Parquet files that the engine plans for a query, from its optimized logical plan (function
 * `json_serialize_plan`). Some plans can't be shown so: then one scan of all `paths` stands for all.
 */
export async function fileScans(query: string, parameters: readonly Parameter[], paths: readonly string[], context: ScanContext): Promise<readonly FileScan[]> {
  const sql = withLiterals(query, parameters);
  const [row] = await context.ask(`SELECT json_serialize_plan(${quoteText(sql)}, optimize := true) AS plan`);
  const text = String(row?.['plan']);
  const plan = parseExact(text);
  if (plan['error'] !== false) return [{ files: paths, columns: await columnsByName(sql, context), filters: [], isJoined: true }];
  const scans: FileScan[] = [];
  const isJoined = /"type":\s*"LOGICAL_\w*JOIN"/.test(text);
  collect(plan['plans'], isJoined, scans);
  return scans;
}

function collect(value: unknown, isJoined: boolean, scans: FileScan[]): void {
  if (typeof value !== 'object' || value === null) return;
  const node = value as JsonObject;
  if (node['type'] === 'LOGICAL_GET' && node['name'] === 'read_parquet') scans.push(scanOf(node, isJoined));
  for (const child of Object.values(node)) collect(child, isJoined, scans);
}

function scanOf(node: JsonObject, isJoined: boolean): FileScan {
  const { files } = node['function_data'] as { readonly files: readonly string[] };
  const filters = (node['table_filters'] as { readonly filters?: readonly { readonly key: unknown; readonly value: JsonObject }[] } | undefined)?.filters ?? [];
  const types = node['returned_types'] as readonly { readonly id: string }[];
  const filtered = filters.flatMap(({ key, value }): readonly ColumnFilter[] => {
    if (String(key) === ROW_NUMBER) return [{ column: 'row number', type: 'BIGINT', filter: rowFilter(value) }];
    return typeof key === 'number' ? [{ column: key, type: types[key]?.id ?? '', filter: rowFilter(value) }] : [];
  });
  const read = columnsOf(node['column_indexes']);
  const alsoFiltered = filtered.flatMap(({ column }) => (column === 'row number' || read.some(({ index }) => index === column) ? [] : [{ index: column, children: [] }]));
  return { files, columns: [...read, ...alsoFiltered], filters: filtered, isJoined };
}

/** Without virtual columns, whose numbers are too large to be numbers here. */
function columnsOf(indexes: unknown): ScanColumn[] {
  return (indexes as readonly JsonObject[]).flatMap(({ index, child_indexes: children }) => (typeof index === 'number' ? [{ index, children: columnsOf(children) }] : []));
}
