import { StagewireError } from '../../../errors/index.js';
import { compileQuery } from '../../../sql/query/compile.js';
import { outlineOf } from '../../../sql/query/plan-outline.js';
import type { Explain, ExplainFormat } from '../../../sql/statements/explain.js';
import { smallRelation, type ColumnDefinition } from '../../relations/table.js';
import type { Result } from '../../result.js';
import { readVariable } from '../../variables/session-variables.js';
import type { Handler, StatementContext } from '../context.js';
import { limited } from '../select-limit.js';
import { sessionValues } from '../session-values.js';
import { enginePlan } from './engine-plan.js';
import { explainJson } from './json.js';
import { explainLines, LINE_COLUMNS } from './lines.js';

export const explain: Handler<'explain'> = async (statement, context) => {
  const format = formatOf(statement, context);
  const plan = format === 'TRADITIONAL' ? null : await planText(statement, format, context);
  if (plan === null) return { kind: 'rows', ...smallRelation(LINE_COLUMNS, explainLines(outlineOf(statement.query.expression))) };
  if (statement.into === null) return { kind: 'rows', ...smallRelation(PLAN, [plan]) };
  context.session.userVariables.set(statement.into, { type: { name: 'varchar' }, value: plan });
  return { kind: 'ok', affectedRows: 0 } satisfies Result;
};

const PLAN: readonly ColumnDefinition<string>[] = [{ name: 'EXPLAIN', type: 'varchar', of: (plan) => plan }];

/** ANALYZE runs the query, and says in the format TREE what happened. */
function formatOf({ format, isAnalyzed, into }: Explain, { services, session }: StatementContext): ExplainFormat {
  const usual = String(readVariable(services.variables, session, null, 'explain_format'));
  const chosen = format ?? (usual === 'TREE' || usual === 'JSON' ? usual : 'TRADITIONAL');
  if (into !== null && chosen !== 'JSON') throw new StagewireError('BadArguments', 'EXPLAIN INTO takes FORMAT = JSON', { mysql: { errno: 1235, sqlState: '42000' } });
  if (!isAnalyzed) return chosen;
  if ((format ?? 'TREE') === 'TREE') return 'TREE';
  throw new StagewireError('Unimplemented', `EXPLAIN ANALYZE gives the format TREE, not ${chosen}`, { mysql: { errno: 1235, sqlState: '42000' } });
}

async function planText({ query: written, isAnalyzed }: Explain, format: 'TREE' | 'JSON', context: StatementContext): Promise<string> {
  const query = limited(written, context.session, context.services);
  const compiled = compileQuery(query, sessionValues(context));
  if (format === 'JSON') return explainJson(outlineOf(query.expression), compiled.kind === 'engine' ? await enginePlan(compiled, 'JSON', context) : null);
  if (compiled.kind === 'constant') return '-> Rows fetched before execution\n';
  return enginePlan(compiled, isAnalyzed ? 'ANALYZE' : 'TEXT', context);
}
