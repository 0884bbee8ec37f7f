import { idsOf, type Outline, type SelectOutline, type SetOperator } from '../../../sql/query/plan-outline.js';
import type { ColumnDefinition } from '../../relations/table.js';
import { tableName } from './names.js';

/** A line of EXPLAIN in the format TRADITIONAL. */
export interface ExplainLine {
  readonly id: number | null;
  readonly type: SelectOutline['type'] | `${SetOperator} RESULT`;
  readonly table: string | null;
  readonly extra: readonly string[];
}

/** A line for each table, SELECT by SELECT; one without a table if there is none (MySQL manual, "EXPLAIN Output Format"). */
export function explainLines(outline: Outline): readonly ExplainLine[] {
  if (outline.kind === 'select') return selectLines(outline);
  const { operator, isDistinct, parts } = outline;
  const lines = parts.flatMap(explainLines);
  if (!isDistinct) return lines;
  return [...lines, { id: null, type: `${operator} RESULT`, table: unionName(outline), extra: ['Using temporary'] }];
}

export function unionName(outline: Outline & { readonly kind: 'union' }): string {
  return `<${outline.operator.toLowerCase()}${outline.parts.flatMap(idsOf).join(',')}>`;
}

function selectLines(select: SelectOutline): readonly ExplainLine[] {
  const { id, type, tables, subqueries } = select;
  const own = tables.map((table, index) => ({ id, type, table: tableName(table), extra: [...(index === 0 ? firstExtra(select) : []), ...(table.joined === null ? [] : joinExtra(table.joined))] }));
  const inner = [...tables.flatMap(({ query }) => (query ? explainLines(query) : [])), ...subqueries.flatMap(explainLines)];
  return [...(own.length === 0 ? [{ id, type, table: null, extra: ['No tables used'] }] : own), ...inner];
}

function firstExtra({ hasCondition, isDistinct, isGrouped, isSorted }: SelectOutline): readonly string[] {
  return [...(hasCondition ? ['Using where'] : []), ...(isGrouped || isDistinct ? ['Using temporary'] : []), ...(isSorted ? ['Using filesort'] : [])];
}

const joinExtra = (isConditional: boolean): readonly string[] => [...(isConditional ? ['Using where'] : []), 'Using join buffer (hash join)'];

const unknown = (name: string): ColumnDefinition<ExplainLine> => ({ name, type: 'varchar', nullable: true, of: () => null });

/** MySQL's columns. There are no indexes, and what the engine leaves out by itself is its own affair: tables are read as a whole. */
export const LINE_COLUMNS: readonly ColumnDefinition<ExplainLine>[] = [
  { name: 'id', type: 'int64', nullable: true, of: ({ id }) => id },
  { name: 'select_type', type: 'varchar', of: ({ type }) => type },
  { name: 'table', type: 'varchar', nullable: true, of: ({ table }) => table },
  unknown('partitions'),
  { name: 'type', type: 'varchar', nullable: true, of: ({ table }) => (table === null ? null : 'ALL') },
  unknown('possible_keys'), unknown('key'), unknown('key_len'), unknown('ref'), unknown('rows'),
  { name: 'filtered', type: 'double', nullable: true, of: ({ table, id }) => (table === null || id === null ? null : 100) },
  { name: 'Extra', type: 'varchar', nullable: true, of: ({ extra }) => (extra.length === 0 ? null : extra.join('; ')) },
];
