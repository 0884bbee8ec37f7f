import type { Expression, QueryBody, Select } from './ast.js';
import type { ExpressionContext } from './expression-context.js';
import { hasAggregate } from './functions/aggregates.js';

/**
 * Columns that a grouped query may name though they are no part of its groups, where sql_mode is without ONLY_FULL_GROUP_BY
 * (MySQL manual, "MySQL Handling of GROUP BY"): those of any row of the group, here the first.
 */
export interface LooseGrouping {
  /** Names (lower case) that stand for themselves: what is grouped by, and aliases. */
  readonly kept: ReadonlySet<string>;
}

/** The context for what comes after grouping: the select list, HAVING, ORDER BY. */
export function afterGrouping(body: QueryBody, context: ExpressionContext): ExpressionContext {
  return body.kind === 'select' && !context.session.onlyFullGroupBy && isGrouped(body) ? { ...context, loose: { kept: keptNames(body) } } : context;
}

function isGrouped({ groupBy, items }: Select): boolean {
  if (groupBy) return groupBy.kind === 'items' && !groupBy.withRollup;
  return items.some(({ expression }) => hasAggregate(expression));
}

function keptNames({ groupBy, items }: Select): ReadonlySet<string> {
  const aliases = items.flatMap(({ alias }) => (alias === null ? [] : [alias.toLowerCase()]));
  return new Set([...aliases, ...(groupBy?.kind === 'items' ? groupBy.items.flatMap((item) => columnName(grouped(item, items))) : [])]);
}

/** What an item of GROUP BY stands for: itself, or the item of the select list at that position. */
function grouped(item: Expression, items: Select['items']): Expression {
  return item.kind === 'number' ? items[Number(item.text) - 1]?.expression ?? item : item;
}

function columnName(expression: Expression): readonly string[] {
  return expression.kind === 'column' ? [(expression.path.at(-1) ?? '').toLowerCase()] : [];
}

/** Whether an item of the select list is what is grouped by, under its alias or at its position. */
export function isGroupKey({ alias }: Select['items'][number], index: number, { groupBy }: Select): boolean {
  if (groupBy?.kind !== 'items') return false;
  return groupBy.items.some((item) => (item.kind === 'number' ? Number(item.text) === index + 1 : alias !== null && columnName(item).includes(alias.toLowerCase())));
}
