import { DuckDBArrayValue, DuckDBDecimalValue, DuckDBListValue, DuckDBStructValue, DuckDBVariantValue, type DuckDBValue } from '@duckdb/node-api';

/** What a VARIANT holds as JSON: numbers with all their digits, and what JSON has no form for as text. */
export function variantJson(value: DuckDBValue): string {
  if (value instanceof DuckDBVariantValue) return variantJson(value.value);
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return `[${value.items.map(variantJson).join(',')}]`;
  if (value instanceof DuckDBStructValue) {
    return `{${Object.entries(value.entries).map(([key, entry]) => `${JSON.stringify(key)}:${variantJson(entry)}`).join(',')}}`;
  }
  return JSON.stringify(String(value));
}
