import { quoteName, quoteText } from '../../sql/query/quoting.js';
import { typeParts } from '../type-parts.js';

/** SQL for a scalar of a type (DuckDB's), written otherwise than it is read; null where it stays. */
export type WriteScalar = (sql: string, type: string) => string | null;

/** SQL for a value of a type, each scalar in it as `scalar` writes it; null where all stay. */
export function nestedValue(sql: string, type: string, scalar: WriteScalar): string | null {
  return written(sql, type, scalar, 1);
}

/** `depth` tells the parameters of nested lambdas apart. */
function written(sql: string, type: string, scalar: WriteScalar, depth: number): string | null {
  const parts = typeParts(type);
  const each = `each_${depth}`;
  switch (parts.kind) {
    case 'scalar':
      return scalar(sql, parts.name);
    case 'list': {
      const element = written(each, parts.element, scalar, depth + 1);
      // The engine transforms no lists of a fixed length.
      const list = /\[\d+\]$/.test(type) ? `CAST(${sql} AS ${parts.element}[])` : sql;
      return element === null ? null : `list_transform(${list}, lambda ${each} : ${element})`;
    }
    case 'map': {
      const [key, value] = [written(`${each}.key`, parts.key, scalar, depth + 1), written(`${each}.value`, parts.value, scalar, depth + 1)];
      if (key === null && value === null) return null;
      return `map_from_entries(list_transform(map_entries(${sql}), lambda ${each} : {'key': ${key ?? `${each}.key`}, 'value': ${value ?? `${each}.value`}}))`;
    }
    case 'tuple': {
      const fields = parts.fields.map(({ name, type: fieldType }) => {
        const field = `(${sql}).${quoteName(name ?? '')}`;
        return { name, field, changed: name === null ? null : written(field, fieldType, scalar, depth + 1) };
      });
      if (fields.every(({ changed }) => changed === null)) return null;
      return `CASE WHEN ${sql} IS NOT NULL THEN {${fields.map(({ name, field, changed }) => `${quoteText(name ?? '')}: ${changed ?? field}`).join(', ')}} END`;
    }
  }
}
