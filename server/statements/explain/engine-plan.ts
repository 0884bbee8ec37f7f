import { columnValues } from '../../../sql/cell-value.js';
import { aroundSql, type CompiledQuery } from '../../../sql/query/compile.js';
import type { StatementContext } from '../context.js';
import { forEngine } from '../query.js';
import { sourceName } from './names.js';

/** How the engine is asked for a plan: as text, as JSON, or as text with what happened when the query ran. */
export type PlanKind = 'TEXT' | 'JSON' | 'ANALYZE';

const VERBS: Readonly<Record<PlanKind, string>> = { TEXT: 'EXPLAIN ', JSON: 'EXPLAIN (FORMAT JSON) ', ANALYZE: 'EXPLAIN ANALYZE ' };

/** The engine's own plan, with tables under the names of the query. */
export async function enginePlan(compiled: CompiledQuery, kind: PlanKind, context: StatementContext): Promise<string> {
  const query = await forEngine({ ...compiled, ...aroundSql(compiled, (sql) => VERBS[kind] + sql) }, context);
  const rows = await context.services.engine.query(query, context.signal);
  let plan = '';
  for await (const batch of rows.batches) plan += columnValues(batch, rows.columns, rows.columns.length - 1).map(String).join('\n');
  return compiled.tables.reduce((text, table) => text.replaceAll(table.name, sourceName(table)), plan);
}
