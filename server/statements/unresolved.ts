import type { StageRecord } from '../../catalog/index.js';
import { compileQuery } from '../../sql/query/compile.js';
import type { TableSource } from '../../sql/query/tables.js';
import type { Statement } from '../../sql/statements/index.js';
import type { StatementContext } from './context.js';
import { sessionValues } from './session-values.js';
import { checkLocation } from './staged-query.js';

/**
 * What is wrong with the names of a query and with what it asks of formats (2507, 1065), for one whose privileges do not suffice: clients
 * learn of that first. Nothing of the stages is read but their formats.
 */
export async function refuseUnresolved(statement: Statement, context: Omit<StatementContext, 'stages'>): Promise<void> {
  if (statement.kind !== 'query') return;
  const compiled = compileQuery(statement, sessionValues(context));
  if (compiled.kind === 'constant') return;
  const locations = compiled.tables.map(({ source }) => source).filter((source): source is TableSource & { readonly kind: 'staged' } => source.kind === 'staged');
  const stages = new Map<string, StageRecord>();
  for (const { location: { place } } of locations) {
    const stage = place.kind === 'stage' ? await context.services.catalog.stages.get(place.location.stage) : null;
    if (stage) stages.set(stage.name, stage);
  }
  for (const { location, use } of locations) await checkLocation(location, use, { ...context, stages });
}
