import { nestedValue } from './nested-value.js';
import { wideScalar } from './parquet/wide-values.js';

/**
 * SQL for a value of a file's column that the engine's to_json() writes as our variants have it: bytes in hexadecimal digits, TIMESTAMPs with
 * six digits behind the point and without a zone, DECIMALs with all digits of their scale, those of more than 38 as texts,
 * keys in alphabetical order. `type` is DuckDB's.
 */
export function variantValue(sql: string, type: string): string {
  return nestedValue(sql, type, { scalar: writtenScalar, sortsFields: true }) ?? sql;
}

/** Digits up to which the engine makes a DOUBLE of a DECIMAL in JSON, which loses zeros at its end. */
const MOST_DOUBLE_DIGITS = 15;
/** The most that the engine's DECIMAL has. */
const MOST_DIGITS = 38;

function writtenScalar(sql: string, type: string): string | null {
  const wide = wideScalar(sql, type);
  if (wide !== null) return `fn.plain_text(${wide})`;
  if (type === 'BLOB') return `hex(${sql})`;
  if (type.startsWith('TIMESTAMP')) return `strftime(CAST(${sql} AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%f')`;
  const [, width, scale] = /^DECIMAL\((\d+), ?(\d+)\)$/.exec(type) ?? [];
  if (width === undefined) return null;
  if (Number(width) <= MOST_DOUBLE_DIGITS) return `CAST(${sql} AS DECIMAL(${MOST_DOUBLE_DIGITS + 1}, ${scale ?? 0}))`;
  if (width !== scale) return null;
  // With all digits behind its point the engine writes none before it, which is no JSON. Where there is no room for one it is a text, as wider ones are.
  return Number(width) < MOST_DIGITS ? `CAST(${sql} AS DECIMAL(${Number(width) + 1}, ${scale}))` : `fn.decimal_text(${sql})`;
}
