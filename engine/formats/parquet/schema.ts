import { StagewireError } from '../../../errors/index.js';
import { quoteText } from '../../../sql/query/quoting.js';
import type { ScanContext } from '../reader.js';
import { schemaTree } from './schema-tree.js';
import { withWideTypes } from './wide-values.js';

/** A column of a file as DuckDB sees it. */
export interface FileColumn {
  readonly name: string;
  /** What DuckDB calls it: of names that differ by case only it numbers all but the first. */
  readonly readAs: string;
  /** `BIGINT`, `DECIMAL(10,2)`, `STRUCT(a INTEGER)[]` … */
  readonly type: string;
  /** Whether it is a decimal of more than 38 digits, or holds one. DuckDB would make a DOUBLE of it. */
  readonly isWide?: true;
}

/** The columns of a local Parquet file. */
export async function fileColumns(path: string, context: ScanContext): Promise<readonly FileColumn[]> {
  const rows = await context.ask(`DESCRIBE SELECT * FROM read_parquet(${quoteText(path)})`);
  const columns = rows.map((row) => ({ readAs: String(row['column_name']), type: String(row['column_type']) }));
  const all = new Set(columns.map(({ readAs }) => readAs.toLowerCase()));
  const mayBeNumbered = columns.some(({ readAs }) => /_\d+$/.test(readAs) && all.has(readAs.toLowerCase().replace(/_\d+$/, '')));
  const nodes = mayBeNumbered || columns.some(({ type }) => type.includes('DOUBLE')) ? await schemaTree(path, context) : [];
  return columns.map((column, index) => {
    const node = nodes[index];
    const named = { name: node?.name ?? column.readAs, ...column };
    return node?.wideLeaves.some((wide) => wide !== null) ? { ...named, type: withWideTypes(column.type, node.wideLeaves), isWide: true } : named;
  });
}

/** 1303 unless the second file has the same columns as the first. */
export function refuseOtherColumns(first: string, expected: readonly FileColumn[], second: string, found: readonly FileColumn[]): void {
  if (schemaText(expected) === schemaText(found)) return;
  throw new StagewireError(
    'TableSchemaMismatch',
    `infer schema from '${first}', but get diff schema in file '${second}'. Expected schema: ${schemaText(expected)}, actual: ${schemaText(found)}`,
  );
}

function schemaText(columns: readonly FileColumn[]): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(', ');
}
