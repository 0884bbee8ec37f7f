import { StagewireError } from '../../../errors/index.js';
import { quoteText } from '../../../sql/query/quoting.js';
import type { ScanContext } from '../reader.js';

/** A column of a file as DuckDB sees it. */
export interface FileColumn {
  readonly name: string;
  /** `BIGINT`, `DECIMAL(10,2)`, `STRUCT(a INTEGER)[]` … */
  readonly type: string;
}

/** The columns of a local Parquet file. */
export async function fileColumns(path: string, context: ScanContext): Promise<readonly FileColumn[]> {
  const rows = await context.ask(`DESCRIBE SELECT * FROM read_parquet(${quoteText(path)})`);
  return rows.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
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
