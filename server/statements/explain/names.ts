import type { CompiledQuery } from '../../../sql/query/compiled-query.js';
import { locationName } from '../../../sql/query/origin-tables.js';
import { idsOf, type TableOutline } from '../../../sql/query/plan-outline.js';

/** What a table of the engine is called in a query. */
export function sourceName({ source }: CompiledQuery['tables'][number]): string {
  if (source.kind === 'function') return source.call.name;
  if (source.kind === 'result') return 'result_scan';
  if (source.kind === 'staged') return locationName(source.location);
  return source.database === null ? source.name : `${source.database}.${source.name}`;
}

/** What MySQL writes for a table: its alias, else its name; for one that a query makes the number of that. */
export function tableName({ reference, query }: TableOutline): string {
  if (query) return `<derived${idsOf(query)[0] ?? 0}>`;
  switch (reference?.kind) {
    case 'table':
      return reference.alias?.name ?? reference.path.at(-1) ?? '';
    case 'staged':
      return reference.alias?.name ?? locationName(reference.location);
    case 'table-function':
    case 'unnested':
      return reference.alias?.name ?? reference.call.name;
    case 'series':
      return reference.alias?.name ?? reference.series.name;
    case 'json-table':
      return reference.alias?.name ?? 'json_table';
    default:
      return '';
  }
}
