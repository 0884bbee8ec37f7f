import type { PlanKind } from '../../../engine/engine.js';
import type { CompiledQuery } from '../../../sql/query/compiled-query.js';
import type { StatementContext } from '../context.js';
import { forEngine } from '../engine-query.js';
import { sourceName } from './names.js';
import { readsAsText, withReadsAsJson } from './reads.js';

const RESULT_NAME = /^results\.main\.result_\d+$/;
const OUR_NAME = /\b(?:(?:source|common)_\d+|results\.main\.result_\d+)\b/g;

/** The engine's own plan, with tables under the names of the query, and what it reads of staged files. */
export async function enginePlan(compiled: CompiledQuery, kind: PlanKind, context: StatementContext): Promise<string> {
  const { plan, reads } = await context.services.engine.explain(await forEngine(compiled, context), kind, context.signal);
  const named = reads.map((read) => ({ ...read, table: compiled.tables.filter(({ name }) => name === read.table).map(sourceName).join('') }));
  const names = new Map([...compiled.tables.map((table) => [table.name, sourceName(table)] as const), ...compiled.commonTables.map(({ name, written }) => [name, written] as const)]);
  const shown = (write: (name: string) => string): string => plan.replace(OUR_NAME, (name) => write(names.get(name) ?? name.replace(RESULT_NAME, 'result_scan')));
  return kind === 'JSON' ? withReadsAsJson(shown((name) => JSON.stringify(name).slice(1, -1)), named) : shown((name) => name) + readsAsText(named);
}
