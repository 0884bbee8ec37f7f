import { nestedValue } from './nested-value.js';
import { wideScalar } from './parquet/wide-values.js';

/**
 * SQL for a value of a file's column that the engine's to_json() writes as our variants have it: bytes in hexadecimal digits, TIMESTAMPs with
 * six digits behind the point and without a zone, DECIMALs with all digits of their scale, those of more than 38 as texts. `type` is DuckDB's.
 */
export function variantValue(sql: string, type: string): string {
  return nestedValue(sql, type, writtenScalar) ?? sql;
}

/** Digits up to which the engine makes a DOUBLE of a DECIMAL in JSON, which loses zeros at its end. */
const MOST_DOUBLE_DIGITS = 15;

function writtenScalar(sql: string, type: string): string | null {
  const wide = wideScalar(sql, type);
  if (wide !== null) return `fn.plain_text(${wide})`;
  if (type === 'BLOB') return `hex(${sql})`;
  if (type.startsWith('TIMESTAMP')) return `strftime(CAST(${sql} AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%f')`;
  const [, width, scale] = /^DECIMAL\((\d+), ?(\d+)\)$/.exec(type) ?? [];
  return width !== undefined && Number(width) <= MOST_DOUBLE_DIGITS ? `CAST(${sql} AS DECIMAL(${MOST_DOUBLE_DIGITS + 1}, ${scale ?? 0}))` : null;
}
