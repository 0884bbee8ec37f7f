import { quoteText } from '../../../sql/query/quoting.js';
import { WIDEST_DECIMAL } from '../../columns/column-type.js';
import type { ScanColumn } from '../../sources/scan-plan.js';
import type { ScanContext } from '../reader.js';

/** A node of a file's schema. Leaves are numbered from 0 in the order of the file: those are its column chunks. */
export interface SchemaNode {
  readonly name: string;
  readonly firstLeaf: number;
  readonly leaves: number;
  readonly isLeaf: boolean;
  /** Of each leaf the sizes of a decimal of more than 38 digits, which DuckDB does not have; null for others. */
  readonly wideLeaves: readonly (WideType | null)[];
  /** The fields of a plain struct, else none. */
  readonly fields: readonly SchemaNode[];
}

export interface WideType {
  readonly precision: number;
  readonly scale: number;
}

interface SchemaElement {
  readonly name: string;
  readonly children: number;
  /** Has a meaning of its own, as lists and maps have. */
  readonly isPlain: boolean;
  readonly wide: WideType | null;
}

function wideType({ precision, scale, logical_type: logical }: Readonly<Record<string, unknown>>): WideType | null {
  const [, logicalScale, logicalPrecision] = /^DecimalType\(scale=(\d+), precision=(\d+)\)$/.exec(String(logical)) ?? [];
  const digits = Number(logicalPrecision ?? precision ?? 0);
  return digits > WIDEST_DECIMAL ? { precision: digits, scale: Number(logicalScale ?? scale ?? 0) } : null;
}

/** The top columns of a local Parquet file. */
export async function schemaTree(path: string, context: ScanContext): Promise<readonly SchemaNode[]> {
  const rows = await context.ask(`SELECT name, num_children, repetition_type, converted_type, logical_type, precision, scale FROM parquet_schema(${quoteText(path)})`);
  const elements = rows.map((row): SchemaElement => ({
    name: String(row['name']),
    children: Number(row['num_children'] ?? 0),
    isPlain: row['repetition_type'] !== 'REPEATED' && row['converted_type'] === null && row['logical_type'] === null,
    wide: wideType(row),
  }));
  const rest = elements[Symbol.iterator]();
  const root = rest.next();
  let leaf = 0;
  const read = (): SchemaNode => {
    const { value, done } = rest.next();
    if (done) throw new RangeError('the schema ends early');
    const firstLeaf = leaf;
    const fields = Array.from({ length: value.children }, read);
    if (value.children === 0) leaf += 1;
    return { name: value.name, firstLeaf, leaves: leaf - firstLeaf, isLeaf: value.children === 0, wideLeaves: value.children === 0 ? [value.wide] : fields.flatMap(({ wideLeaves }) => wideLeaves), fields: value.isPlain ? fields : [] };
  };
  return Array.from({ length: root.done ? 0 : root.value.children }, read);
}

/** The numbers of the leaves that a scan reads of those columns. */
export function leavesOf(columns: readonly ScanColumn[], tree: readonly SchemaNode[]): readonly number[] {
  return columns.flatMap(({ index, children }) => {
    const node = tree[index];
    if (!node) return [];
    if (children.length > 0 && node.fields.length > 0) return leavesOf(children, node.fields);
    return Array.from({ length: node.leaves }, (_, leaf) => node.firstLeaf + leaf);
  });
}
