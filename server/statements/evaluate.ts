import { StagewireError } from '../../errors/index.js';
import { columnValues } from '../../sql/cell-value.js';
import type { ExpressionText } from '../../sql/grammar/expression-text.js';
import { parseStatement } from '../../sql/parse.js';
import type { Scalar } from '../../sql/query/quoting.js';
import type { Value } from '../../sql/relation.js';
import { rulesOf } from '../variables/session-rules.js';
import type { StatementContext } from './context.js';
import { runQuery } from './query.js';

/** The value of an expression outside of a query: that of a query of one row and one column. */
export async function evaluate({ text, parameters }: ExpressionText, context: StatementContext): Promise<Scalar> {
  const parsed = parseStatement(`SELECT (${text})`, 0, parameters, rulesOf(context.session, context.services.variables));
  if (parsed?.statement.kind !== 'query' || parsed.next !== null) throw new StagewireError('SemanticError', `'${text}' is not an expression`);
  const { tableFunctions, fileContents } = parsed.statement;
  if (tableFunctions.length > 0 || fileContents.length > 0) throw new StagewireError('SemanticError', 'an expression outside of a query can not list or read a stage');
  const rows = await runQuery(parsed.statement, context);
  let first: Value | undefined;
  for await (const batch of rows.batches) first ??= columnValues(batch, rows.columns, 0)[0];
  if (first instanceof Uint8Array) return Buffer.from(first).toString('utf8');
  return first ?? null;
}
