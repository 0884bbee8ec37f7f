import { quoteText } from '../../sql/query/quoting.js';
import { readFooter } from '../formats/parquet/footer.js';
import { localParquet } from '../formats/parquet/local-parquet.js';
import type { ScanContext } from '../formats/reader.js';
import type { SourceFile } from '../sources/source-file.js';

/** What the footer of a Parquet file says of it. Sizes in bytes. */
export interface ParquetSummary {
  readonly createdBy: string | null;
  readonly columns: number;
  readonly rows: bigint;
  readonly rowGroups: number;
  readonly footerSize: number;
  readonly largestGroupCompressed: bigint;
  readonly largestGroupUncompressed: bigint;
}

/** 1201 for a file that is no Parquet. */
export async function inspectParquet(file: SourceFile, context: ScanContext): Promise<ParquetSummary> {
  const ask = (sql: string): ReturnType<ScanContext['ask']> => context.ask(sql);
  const path = await localParquet(file, context.files);
  const footer = await readFooter(path, file.name);
  const [whole] = await ask(`SELECT created_by, num_rows, num_row_groups, (SELECT count(*) FROM parquet_schema(${quoteText(path)}) WHERE num_children IS NULL) AS leaves FROM parquet_file_metadata(${quoteText(path)})`);
  const [groups] = await ask(
    `SELECT max(compressed) AS compressed, max(uncompressed) AS uncompressed FROM (SELECT sum(total_compressed_size) AS compressed, sum(total_uncompressed_size) AS uncompressed FROM parquet_metadata(${quoteText(path)}) GROUP BY row_group_id)`,
  );
  const number = (value: unknown): bigint => (typeof value === 'string' || typeof value === 'number' ? BigInt(value) : 0n);
  return {
    createdBy: typeof whole?.['created_by'] === 'string' ? whole['created_by'] : null,
    columns: Number(number(whole?.['leaves'])),
    rows: number(whole?.['num_rows']),
    rowGroups: Number(number(whole?.['num_row_groups'])),
    footerSize: footer.bytes.length,
    largestGroupCompressed: number(groups?.['compressed']),
    largestGroupUncompressed: number(groups?.['uncompressed']),
  };
}
