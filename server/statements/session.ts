import { StagewireError } from '../../errors/index.js';
import type { Parameter } from '../../sql/parameter.js';
import type { Scalar } from '../../sql/query/quoting.js';
import type { AssignedValue, Assignment } from '../../sql/statements/session.js';
import { databaseNamed } from '../databases.js';
import { setCharacterSet, setNames } from '../variables/client-character-set.js';
import { setVariable } from '../variables/session-variables.js';
import { addWarning } from '../warnings.js';
import { DONE, type Handler, type StatementContext } from './context.js';
import { evaluate, evaluateTyped } from './evaluate.js';
import { variableOf } from './user-variables.js';

/** All assignments or none: one that fails undoes what the others did to the session. */
export const set: Handler<'set'> = async ({ assignments }, context) => {
  const { session } = context;
  const before = { variables: [...session.variables], userVariables: [...session.userVariables], sessionVariables: [...session.sessionVariables], autocommit: session.autocommit };
  try {
    for (const assignment of assignments) await assign(assignment, context);
  } catch (error) {
    restore(session.variables, before.variables);
    restore(session.userVariables, before.userVariables);
    restore(session.sessionVariables, before.sessionVariables);
    session.autocommit = before.autocommit;
    throw error;
  }
  return DONE;
};

function restore<Value>(variables: Map<string, Value>, entries: readonly (readonly [string, Value])[]): void {
  variables.clear();
  for (const [name, value] of entries) variables.set(name, value);
}

async function assign(assignment: Assignment, context: StatementContext): Promise<void> {
  const { session, services } = context;
  switch (assignment.target) {
    case 'system':
      await assignSystem(assignment, context);
      return;
    case 'user':
      session.userVariables.set(assignment.name, await variableValue(assignment.value, context));
      return;
    case 'variable':
      if (assignment.value.kind === 'default') session.sessionVariables.delete(assignment.name);
      else session.sessionVariables.set(assignment.name, await variableValue(assignment.value, context));
      return;
    case 'names':
      setNames(services.variables, session, assignment.charset, assignment.collation);
      return;
    case 'character-set':
      setCharacterSet(services.variables, session, assignment.charset);
      return;
    case 'transaction':
      assignTransaction(assignment, context);
  }
}

async function assignSystem({ scope, name, value }: Assignment & { readonly target: 'system' }, context: StatementContext): Promise<void> {
  const { session, services } = context;
  if (scope === 'persist-only') throw new StagewireError('Unimplemented', 'SET PERSIST_ONLY is not supported: nothing is kept over a restart but what the environment says');
  setVariable(services.variables, session, scope === 'persist' ? 'global' : scope, name, await valueOf(value, context));
  if (scope === 'persist') addWarning(session, services.variables, { level: 'Warning', code: 1235, message: `the value of '${name}' is set, but not kept over a restart of the server` });
}

/** Every transaction sees what is committed, whatever its isolation is called; READ ONLY is meant. */
function assignTransaction({ scope, isolation, readOnly }: Assignment & { readonly target: 'transaction' }, { session, services }: StatementContext): void {
  if (scope === 'next') {
    if (session.inTransaction) {
      throw new StagewireError('BadArguments', "Transaction characteristics can't be changed while a transaction is in progress", { mysql: { errno: 1568, sqlState: '25001' } });
    }
    const { said } = session.transaction;
    session.transaction.said = { ...said, isolation: isolation ?? said.isolation, readOnly: readOnly ?? said.readOnly };
    return;
  }
  if (isolation !== null) setVariable(services.variables, session, scope, 'transaction_isolation', isolation);
  if (readOnly !== null) setVariable(services.variables, session, scope, 'transaction_read_only', readOnly ? 1 : 0);
}

/** What a user variable or a variable of SET VARIABLE becomes. */
async function variableValue(value: AssignedValue, context: StatementContext): Promise<Parameter> {
  if (value.kind === 'expression') return evaluateTyped(value, context);
  return variableOf(value.kind === 'literal' ? value.value : null);
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

// Handlers are asynchronous everywhere, so that there is one way to call them.
// eslint-disable-next-line @typescript-eslint/require-await
export const use: Handler<'use'> = async ({ database }, { session }) => {
  session.database = databaseNamed(database);
  return DONE;
};
