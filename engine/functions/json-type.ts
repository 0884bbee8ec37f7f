import { DuckDBVarCharType } from '@duckdb/node-api';

/** DuckDB's JSON: texts under another name. */
export const JSON_TYPE = DuckDBVarCharType.create('JSON');
