import type { CsvKind, Dialect } from './cases.js';

/** The statements before which these names of formats mean something to Stagewire and Databend. */
export const FORMATS = ['CREATE FILE FORMAT headed TYPE = CSV SKIP_HEADER = 1'];

const formatOf = (kind: CsvKind): string => (kind === 'plain' ? 'csv' : 'headed');

/** Tables of Databend's spelling, below a stage or a URI. */
const staged = (location: (name: string) => string): Dialect => ({
  parquet: (name) => `${location(name)} (FILE_FORMAT => 'parquet')`,
  csv: (name, kind) => `${location(name)} (FILE_FORMAT => '${formatOf(kind)}')`,
  ndjson: (name) => `${location(name)} (FILE_FORMAT => 'ndjson')`,
  column: (position) => `$${position}`,
  field: (name) => `CAST($1:${name} AS BIGINT)`,
  all: '',
  rowNumber: { csv: 'metadata$file_row_number', parquet: 'metadata$file_row_number' },
});

export const stagewire = (stage: string): Dialect => staged((name) => `@${stage}/${name}`);
export const databend = (directory: string): Dialect => staged((name) => `'fs://${directory}/${name}'`);

/** On local files, told what it would find out by itself. */
export function duckdb(directory: string): Dialect {
  const columns = "columns = {'c1': 'VARCHAR', 'c2': 'VARCHAR', 'c3': 'VARCHAR', 'c4': 'VARCHAR'}";
  return {
    parquet: (name, numbered) => `read_parquet('${directory}/${name}'${numbered === true ? ', file_row_number = true' : ''})`,
    csv: (name, kind) => `read_csv('${directory}/${name}', auto_detect = false, delim = ',', quote = '"', header = ${kind !== 'plain'}, ${columns})`,
    ndjson: (name) => `read_ndjson('${directory}/${name}', columns = {'k': 'BIGINT'})`,
    column: (position) => `c${position}`,
    field: (name) => name,
    all: '*',
    rowNumber: { csv: 'row_number() OVER ()', parquet: 'file_row_number' },
  };
}
