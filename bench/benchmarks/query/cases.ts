/** Without header, or with one and quotes. */
export type CsvKind = 'plain' | 'headed';

/** How an engine names the staged files and their columns. */
export interface Dialect {
  readonly parquet: (name: string, numbered?: boolean) => string;
  /** Columns are texts without names. */
  readonly csv: (name: string, kind: CsvKind) => string;
  readonly ndjson: (name: string) => string;
  readonly column: (position: number) => string;
  /** A field of a line of JSON, as a number. */
  readonly field: (name: string) => string;
  /** What stands for all files of a folder. */
  readonly all: string;
  readonly rowNumber: { readonly csv: string; readonly parquet: string };
}

export interface QueryCase {
  readonly what: string;
  /** Below the stage: a file, or a folder. */
  readonly files: readonly string[];
  readonly sql: (dialect: Dialect, exported: number) => string;
  /** Of the answer; `exported` says how many an export has. */
  readonly rows: (exported: number) => number;
  /** What the time may be at its first run, of the peer's. */
  readonly target?: number;
  /** Asked on S3 as well, and what of the files it needs. */
  readonly onS3?: 'all' | 'one column';
}

const TARGET = 1.15;
const csvTotals = ({ column }: Dialect, from: string): string => `SELECT ${column(2)}, count(*), sum(CAST(${column(3)} AS DECIMAL(10, 2))) FROM ${from} GROUP BY ${column(2)}`;
const TOTALS = 1000;

/** What is measured. Every engine must give as many rows. */
export const CASES: readonly QueryCase[] = [
  {
    what: 'aggregate, Parquet', files: ['t.parquet'], onS3: 'all', target: TARGET, rows: () => TOTALS,
    sql: ({ parquet }) => `SELECT k, count(*), sum(amount) FROM ${parquet('t.parquet')} GROUP BY k`,
  },
  { what: 'aggregate, CSV', files: ['t.csv'], onS3: 'all', target: TARGET, rows: () => TOTALS, sql: (dialect) => csvTotals(dialect, dialect.csv('t.csv', 'plain')) },
  { what: 'aggregate, CSV with header and quotes', files: ['quoted.csv'], target: TARGET, rows: () => TOTALS, sql: (dialect) => csvTotals(dialect, dialect.csv('quoted.csv', 'headed')) },
  { what: 'aggregate, CSV with quotes and CRLF', files: ['crlf.csv'], rows: () => TOTALS, sql: (dialect) => csvTotals(dialect, dialect.csv('crlf.csv', 'headed')) },
  { what: 'filter on one of twenty columns', files: ['wide.parquet'], onS3: 'one column', target: TARGET, rows: () => 1, sql: ({ parquet }) => `SELECT count(*) FROM ${parquet('wide.parquet')} WHERE c7 > 500000` },
  {
    // Every row group has rows that pass and rows that don't.
    what: 'filter on two of twenty columns', files: ['wide.parquet'], target: TARGET, rows: () => 1,
    sql: ({ parquet }) => `SELECT sum(c3) FROM ${parquet('wide.parquet')} WHERE c7 BETWEEN 250000 AND 500000`,
  },
  {
    what: 'filter that statistics answer', files: ['t.parquet'], target: TARGET, rows: () => 1,
    sql: ({ parquet }) => `SELECT count(*), sum(amount) FROM ${parquet('t.parquet')} WHERE id < 1000`,
  },
  { what: 'LIMIT 10, Parquet', files: ['t.parquet'], onS3: 'all', rows: () => 10, sql: ({ parquet }) => `SELECT id, k, amount, city FROM ${parquet('t.parquet')} LIMIT 10` },
  { what: 'LIMIT 10, CSV', files: ['t.csv'], onS3: 'all', rows: () => 10, sql: ({ csv, column }) => `SELECT ${column(1)}, ${column(4)} FROM ${csv('t.csv', 'plain')} LIMIT 10` },
  {
    what: 'join of two stages', files: ['t.parquet', 'cities.parquet'], target: TARGET, rows: () => 7,
    sql: ({ parquet }) => `SELECT c.region, count(*), sum(t.amount) FROM ${parquet('t.parquet')} t JOIN ${parquet('cities.parquet')} c ON t.city = c.city GROUP BY c.region`,
  },
  {
    what: 'export to a client', files: ['t.parquet'], rows: (exported) => exported,
    sql: ({ parquet }, exported) => `SELECT id, k, amount, city FROM ${parquet('t.parquet')} WHERE id < ${exported}`,
  },
  {
    what: 'numbers of rows, Parquet', files: ['t.parquet'], rows: () => 1,
    sql: ({ parquet, rowNumber }) => `SELECT max(${rowNumber.parquet}) FROM ${parquet('t.parquet', true)}`,
  },
  {
    what: 'numbers of rows, CSV', files: ['t.csv'], rows: () => 1,
    sql: ({ csv, column, rowNumber }) => `SELECT max(n), count(c) FROM (SELECT ${rowNumber.csv} AS n, ${column(1)} AS c FROM ${csv('t.csv', 'plain')}) numbered`,
  },
  { what: 'small files, CSV', files: ['small-csv'], rows: () => 1, sql: ({ csv, column, all }) => `SELECT sum(CAST(${column(2)} AS BIGINT)) FROM ${csv(`small-csv/${all}`, 'plain')}` },
  { what: 'small files, NDJSON', files: ['small-ndjson'], rows: () => 1, sql: ({ ndjson, field, all }) => `SELECT sum(${field('k')}) FROM ${ndjson(`small-ndjson/${all}`)}` },
  { what: 'small files, Parquet', files: ['small-parquet'], onS3: 'all', rows: () => 1, sql: ({ parquet, all }) => `SELECT sum(k) FROM ${parquet(`small-parquet/${all}`)}` },
];
