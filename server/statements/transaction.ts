import type { Completion } from '../../sql/statements/transactions.js';
import type { OkResult } from '../result.js';
import { endTransaction } from '../transaction-state.js';
import { beginTransaction, chainTransaction, cutSavepoints, setSavepoint } from '../transactions.js';
import { DONE, type Handler, type StatementContext } from './context.js';

// Handlers are asynchronous everywhere, so that there is one way to call them.
// eslint-disable-next-line @typescript-eslint/require-await
export const transaction: Handler<'transaction'> = async (statement, context) => {
  const { session, services } = context;
  switch (statement.action) {
    case 'begin':
      beginTransaction(session, services.variables, statement);
      return DONE;
    case 'commit':
    case 'rollback':
      return complete(statement, context);
    case 'savepoint':
      setSavepoint(session, services.variables, statement.savepoint);
      return DONE;
    case 'release-savepoint':
    case 'rollback-to':
      cutSavepoints(session, statement.savepoint, statement.action === 'rollback-to');
      return DONE;
  }
};

function complete({ chain, release }: Completion, { session }: StatementContext): OkResult {
  if (chain) chainTransaction(session);
  else endTransaction(session);
  return release ? { kind: 'ok', affectedRows: 0, endsConnection: true } : { kind: 'ok', affectedRows: 0 };
}
