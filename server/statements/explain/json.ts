import type { Outline, SelectOutline, TableOutline } from '../../../sql/query/plan-outline.js';
import { unionName } from './lines.js';
import { tableName } from './names.js';

type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | boolean;

/**
 * EXPLAIN in the format JSON as tools read it (MySQL manual, "EXPLAIN Output Format", version 1), without costs: there
 * are none. `plan` is what the engine itself says, as JSON; null for a query that does not reach it.
 */
export function explainJson(outline: Outline, plan: string | null): string {
  const document = { query_block: block(outline), ...(plan === null ? {} : { engine_plan: JSON.parse(plan) as Json }) };
  return JSON.stringify(document, null, 2);
}

function block(outline: Outline): Json {
  if (outline.kind === 'select') return selectBlock(outline);
  const parts = { query_specifications: outline.parts.map((part) => inner(part)) };
  const { isDistinct, operator } = outline;
  const result = isDistinct ? { using_temporary_table: true, table_name: unionName(outline), access_type: 'ALL', ...parts } : { using_temporary_table: false, ...parts };
  return { [`${operator.toLowerCase()}_result`]: result };
}

function inner(outline: Outline): { readonly [key: string]: Json } {
  return { dependent: false, cacheable: true, query_block: block(outline) };
}

/** Operations stand around what they work on: sorting around making distinct around grouping around tables. */
function selectBlock(select: SelectOutline): Json {
  const { id, isSorted, isDistinct, isGrouped, subqueries } = select;
  let content = tablesOf(select);
  if (isGrouped) content = { grouping_operation: { using_temporary_table: true, using_filesort: false, ...content } };
  if (isDistinct) content = { duplicates_removal: { using_temporary_table: true, using_filesort: false, ...content } };
  if (isSorted) content = { ordering_operation: { using_filesort: true, ...content } };
  return { select_id: id, ...content, ...(subqueries.length === 0 ? {} : { optimized_away_subqueries: subqueries.map(inner) }) };
}

function tablesOf({ tables, hasCondition }: SelectOutline): { readonly [key: string]: Json } {
  const [only] = tables;
  if (!only) return { message: 'No tables used' };
  if (tables.length === 1) return { table: tableJson(only, hasCondition) };
  return { nested_loop: tables.map((table, index) => ({ table: tableJson(table, index === 0 && hasCondition) })) };
}

function tableJson(table: TableOutline, isFiltered: boolean): Json {
  return {
    table_name: tableName(table),
    access_type: 'ALL',
    filtered: '100.00',
    ...(table.joined === null ? {} : { using_join_buffer: 'hash join' }),
    ...(isFiltered || table.joined === true ? { has_condition: true } : {}),
    ...(table.query ? { materialized_from_subquery: { using_temporary_table: true, ...inner(table.query) } } : {}),
  };
}
