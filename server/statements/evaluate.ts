import { StagewireError } from '../../errors/index.js';
import { columnValues } from '../../sql/cell-value.js';
import type { ExpressionText } from '../../sql/grammar/expression-text.js';
import { parseStatement } from '../../sql/parse.js';
import type { Parameter } from '../../sql/parameter.js';
import type { Scalar } from '../../sql/query/quoting.js';
import type { Value } from '../../sql/relation.js';
import { rulesOf } from '../variables/session-rules.js';
import type { StatementContext } from './context.js';
import { runQuery } from './query.js';
import { variableOf } from './user-variables.js';

/** The value of an expression outside of a query: that of a query of one row and one column. */
export async function evaluate(expression: ExpressionText, context: StatementContext): Promise<Scalar> {
  const { value } = await evaluateTyped(expression, context);
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
}

/** The same with its type, as a variable keeps it. */
export async function evaluateTyped({ text, parameters }: ExpressionText, context: StatementContext): Promise<Parameter> {
  const parsed = parseStatement(`SELECT (${text})`, 0, parameters, rulesOf(context.session, context.services.variables));
  if (parsed?.statement.kind !== 'query' || parsed.next !== null) throw new StagewireError('SemanticError', `'${text}' is not an expression`);
  const { tableFunctions, fileContents } = parsed.statement;
  if (tableFunctions.length > 0 || fileContents.length > 0) throw new StagewireError('SemanticError', 'an expression outside of a query can not list or read a stage');
  const rows = await runQuery(parsed.statement, context);
  let first: Value | undefined;
  for await (const batch of rows.batches) first ??= columnValues(batch, rows.columns, 0)[0];
  return variableOf(first ?? null, rows.columns[0]?.type);
}
