import { quoteName, quoteText } from '../../sql/query/quoting.js';
import { typeParts } from '../type-parts.js';

/**
 * SQL for a value of a file's column that the engine's to_json() writes as our variants have it: bytes in hexadecimal digits, TIMESTAMPs with
 * six digits behind the point and without a zone, DECIMALs with all digits of their scale. `type` is DuckDB's.
 */
export function variantValue(sql: string, type: string): string {
  return written(sql, type, 1) ?? sql;
}

/** Null where the engine writes it so anyway. `depth` tells the parameters of nested lambdas apart. */
function written(sql: string, type: string, depth: number): string | null {
  const parts = typeParts(type);
  const each = `each_${depth}`;
  switch (parts.kind) {
    case 'scalar':
      return writtenScalar(sql, parts.name);
    case 'list': {
      const element = written(each, parts.element, depth + 1);
      return element === null ? null : `list_transform(CAST(${sql} AS ${parts.element}[]), lambda ${each} : ${element})`;
    }
    case 'map': {
      const [key, value] = [written(`${each}.key`, parts.key, depth + 1), written(`${each}.value`, parts.value, depth + 1)];
      if (key === null && value === null) return null;
      return `map_from_entries(list_transform(map_entries(${sql}), lambda ${each} : {'key': ${key ?? `${each}.key`}, 'value': ${value ?? `${each}.value`}}))`;
    }
    case 'tuple': {
      const fields = parts.fields.map(({ name, type: fieldType }) => {
        const field = `(${sql}).${quoteName(name ?? '')}`;
        return { name, field, changed: name === null ? null : written(field, fieldType, depth + 1) };
      });
      if (fields.every(({ changed }) => changed === null)) return null;
      return `CASE WHEN ${sql} IS NOT NULL THEN {${fields.map(({ name, field, changed }) => `${quoteText(name ?? '')}: ${changed ?? field}`).join(', ')}} END`;
    }
  }
}

/** Digits up to which the engine makes a DOUBLE of a DECIMAL in JSON, which loses zeros at its end. */
const MOST_DOUBLE_DIGITS = 15;

function writtenScalar(sql: string, type: string): string | null {
  if (type === 'BLOB') return `hex(${sql})`;
  if (type.startsWith('TIMESTAMP')) return `strftime(CAST(${sql} AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%f')`;
  const [, width, scale] = /^DECIMAL\((\d+), ?(\d+)\)$/.exec(type) ?? [];
  return width !== undefined && Number(width) <= MOST_DOUBLE_DIGITS ? `CAST(${sql} AS DECIMAL(${MOST_DOUBLE_DIGITS + 1}, ${scale ?? 0}))` : null;
}
