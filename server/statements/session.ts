import { StagewireError } from '../../errors/index.js';
import { columnValues } from '../../sql/cell-value.js';
import { parseStatement } from '../../sql/parse.js';
import type { Scalar } from '../../sql/query/quoting.js';
import type { Value } from '../../sql/relation.js';
import type { AssignedValue, Assignment } from '../../sql/statements/session.js';
import { databaseNamed } from '../databases.js';
import { acceptCharset } from '../variables/definitions.js';
import { rulesOf } from '../variables/session-rules.js';
import { setVariable } from '../variables/session-variables.js';
import { DONE, type Handler, type StatementContext } from './context.js';
import { runQuery } from './query.js';

export const set: Handler<'set'> = async ({ assignments }, context) => {
  for (const assignment of assignments) await assign(assignment, context);
  return DONE;
};

async function assign(assignment: Assignment, context: StatementContext): Promise<void> {
  const { session, services } = context;
  switch (assignment.target) {
    case 'system':
      setVariable(services.variables, session, assignment.scope, assignment.name, await valueOf(assignment.value, context));
      return;
    case 'user':
      session.userVariables.set(assignment.name, (await valueOf(assignment.value, context)) ?? null);
      return;
    case 'names': {
      const charset = assignment.charset === null ? 'utf8mb4' : acceptCharset(assignment.charset, 'character_set_client');
      for (const name of ['character_set_client', 'character_set_connection', 'character_set_results']) {
        setVariable(services.variables, session, 'session', name, charset);
      }
      if (assignment.collation !== null) setVariable(services.variables, session, 'session', 'collation_connection', assignment.collation);
      return;
    }
    case 'isolation':
      setVariable(services.variables, session, 'session', 'transaction_isolation', assignment.level);
  }
}

/** Undefined for DEFAULT. */
async function valueOf(value: AssignedValue, context: StatementContext): Promise<Scalar | undefined> {
  switch (value.kind) {
    case 'default':
      return undefined;
    case 'literal':
      return value.value;
    case 'expression':
      return evaluate(value, context);
  }
}

/** An expression is a query of one row and one column. */
async function evaluate({ text, parameters }: AssignedValue & { readonly kind: 'expression' }, context: StatementContext): Promise<Scalar> {
  const parsed = parseStatement(`SELECT (${text})`, 0, parameters, rulesOf(context.session, context.services.variables));
  if (parsed?.statement.kind !== 'query' || parsed.next !== null) throw new StagewireError('SemanticError', 'SET takes an expression');
  if (parsed.statement.tableFunctions.length > 0) throw new StagewireError('SemanticError', 'SET can not list a stage');
  const rows = await runQuery(parsed.statement, context);
  let first: Value | undefined;
  for await (const batch of rows.batches) first ??= columnValues(batch, rows.columns, 0)[0];
  if (first instanceof Uint8Array) return Buffer.from(first).toString('utf8');
  return first ?? null;
}

// Handlers are asynchronous everywhere, so that there is one way to call them.
/* eslint-disable @typescript-eslint/require-await */

export const use: Handler<'use'> = async ({ database }, { session }) => {
  session.database = databaseNamed(database);
  return DONE;
};

export const transaction: Handler<'transaction'> = async ({ action }, { session }) => {
  session.inTransaction = action === 'begin';
  return DONE;
};
