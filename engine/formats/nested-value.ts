import { quoteName, quoteText } from '../../sql/query/quoting.js';
import { typeParts } from '../type-parts.js';

/** SQL for a scalar of a type (DuckDB's), written otherwise than it is read; null where it stays. */
export type WriteScalar = (sql: string, type: string) => string | null;

/** How a value is written that may hold others. */
export interface Writing {
  readonly scalar: WriteScalar;
  /** Whether the fields of tuples come in alphabetical order. */
  readonly sortsFields: boolean;
}

/** SQL for a value of a type, written so; null where all of it stays. */
export function nestedValue(sql: string, type: string, writing: Writing): string | null {
  return written(sql, type, writing, 1);
}

/** `depth` tells the parameters of nested lambdas apart. */
function written(sql: string, type: string, writing: Writing, depth: number): string | null {
  const parts = typeParts(type);
  const each = `each_${depth}`;
  switch (parts.kind) {
    case 'scalar':
      return writing.scalar(sql, parts.name);
    case 'list': {
      const element = written(each, parts.element, writing, depth + 1);
      // The engine transforms no lists of a fixed length.
      const list = /\[\d+\]$/.test(type) ? `CAST(${sql} AS ${parts.element}[])` : sql;
      return element === null ? null : `list_transform(${list}, lambda ${each} : ${element})`;
    }
    case 'map': {
      const [key, value] = [written(`${each}.key`, parts.key, writing, depth + 1), written(`${each}.value`, parts.value, writing, depth + 1)];
      if (key === null && value === null) return null;
      return `map_from_entries(list_transform(map_entries(${sql}), lambda ${each} : {'key': ${key ?? `${each}.key`}, 'value': ${value ?? `${each}.value`}}))`;
    }
    case 'tuple': {
      const fields = parts.fields.map(({ name, type: fieldType }) => {
        const field = `(${sql}).${quoteName(name ?? '')}`;
        return { name: name ?? '', field, changed: name === null ? null : written(field, fieldType, writing, depth + 1) };
      });
      const ordered = writing.sortsFields ? fields.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : fields;
      if (fields.every((field, index) => field.changed === null && field.name === ordered[index]?.name)) return null;
      return `CASE WHEN ${sql} IS NOT NULL THEN {${ordered.map(({ name, field, changed }) => `${quoteText(name)}: ${changed ?? field}`).join(', ')}} END`;
    }
  }
}
