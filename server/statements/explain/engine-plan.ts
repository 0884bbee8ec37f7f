import type { PlanKind } from '../../../engine/engine.js';
import type { CompiledQuery } from '../../../sql/query/compile.js';
import type { StatementContext } from '../context.js';
import { forEngine } from '../query.js';
import { sourceName } from './names.js';
import { readsAsText, withReadsAsJson } from './reads.js';

/** The engine's own plan, with tables under the names of the query, and what it reads of staged files. */
export async function enginePlan(compiled: CompiledQuery, kind: PlanKind, context: StatementContext): Promise<string> {
  const { plan, reads } = await context.services.engine.explain(await forEngine(compiled, context), kind, context.signal);
  const named = reads.map((read) => ({ ...read, table: compiled.tables.filter(({ name }) => name === read.table).map(sourceName).join('') }));
  // The last first, since `source_1` begins other names.
  const shown = (write: (name: string) => string): string => [...compiled.tables].reverse().reduce((text, table) => text.replaceAll(table.name, () => write(sourceName(table))), plan);
  return kind === 'JSON' ? withReadsAsJson(shown((name) => JSON.stringify(name).slice(1, -1)), named) : shown((name) => name) + readsAsText(named);
}
