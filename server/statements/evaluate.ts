import { StagewireError } from '../../errors/index.js';
import { columnValues } from '../../sql/cell-value.js';
import type { ExpressionText } from '../../sql/grammar/expression-text.js';
import { parseStatement } from '../../sql/parse.js';
import type { Parameter } from '../../sql/parameter.js';
import type { Scalar } from '../../sql/query/quoting.js';
import type { Value } from '../../sql/relation.js';
import { authorize } from '../privileges/authorize.js';
import { requirementsOf } from '../privileges/requirements.js';
import { expandViews } from '../views/expand-views.js';
import { rulesOf } from '../variables/session-rules.js';
import type { StatementContext } from './context.js';
import { runQuery } from './query.js';
import { variableOf } from './user-variables.js';

/** The value of an expression outside of a query: that of a query of one row and one column. */
export async function evaluate(expression: ExpressionText, context: StatementContext): Promise<Scalar> {
  const { value } = await evaluateTyped(expression, context);
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
}

/** The same with its type, as a variable keeps it. What it lists and reads needs what a query of it needs. */
export async function evaluateTyped({ text, parameters }: ExpressionText, context: StatementContext): Promise<Parameter> {
  const { services: { catalog, variables }, session } = context;
  const parsed = parseStatement(`SELECT (${text})`, 0, parameters, rulesOf(session, variables));
  if (parsed?.statement.kind !== 'query' || parsed.next !== null) throw new StagewireError('SemanticError', `'${text}' is not an expression`);
  const statement = await expandViews(parsed.statement, catalog, session);
  const stages = await authorize(catalog, session.identity.user, requirementsOf(statement));
  const rows = await runQuery(statement, { ...context, stages });
  let first: Value | undefined;
  for await (const batch of rows.batches) first ??= columnValues(batch, rows.columns, 0)[0];
  return variableOf(first ?? null, rows.columns[0]?.type);
}
