import type { DuckDBValue } from '@duckdb/node-api';
import { DuckDBBlobValue, DuckDBTimestampValue } from '@duckdb/node-api';
import type { Parameter } from '../../sql/parameter.js';
import { quoteText } from '../../sql/query/quoting.js';
import { bindings } from '../bindings.js';

/** Texts, names and parameters of our translation; a `$` stands nowhere else outside of quotes. */
const QUOTED_OR_PARAMETER = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/g;

/** The SQL of our translation with its parameters written out, for a plan of the query; what runs has them bound. */
export function withLiterals(sql: string, parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return sql;
  const [values, types] = bindings(parameters);
  return sql.replace(QUOTED_OR_PARAMETER, (found, number?: string) => {
    const index = Number(number) - 1;
    return number === undefined || index >= values.length ? found : literal(values[index] ?? null, String(types[index]));
  });
}

/** A text has no type of its own, as where it is bound. */
function literal(value: DuckDBValue, type: string): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return quoteText(value);
  if (value instanceof DuckDBBlobValue) return `CAST(${quoteText([...value.bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''))} AS BLOB)`;
  if (value instanceof DuckDBTimestampValue) return `make_timestamp(${value.micros})`;
  return `CAST(${quoteText(String(value))} AS ${type})`;
}
