import { StagewireError } from '../../errors/index.js';
import { parameterText } from '../../sql/parameter.js';
import { bindStatement } from '../../sql/prepare.js';
import type { PreparedStatement } from '../statement-service.js';
import { DONE, type Handler } from './context.js';
import { userVariable, variablesOf } from './user-variables.js';

export const prepare: Handler<'prepare'> = async ({ name, source }, { session, nested }) => {
  // A name that is taken is free from here on, even if the new text is refused.
  const old = session.prepared.get(name);
  session.prepared.delete(name);
  if (old) nested.release(old);
  // A variable without a value is the word NULL, which no statement begins with.
  const text = source.kind === 'text' ? source.text : parameterText(userVariable(session, source.name)) ?? 'NULL';
  session.prepared.set(name, await nested.prepare(text));
  return { kind: 'ok', affectedRows: 0, info: 'Statement prepared' };
};

export const execute: Handler<'execute'> = async ({ name, using }, { session, nested }) => {
  const prepared = session.prepared.get(name);
  if (!prepared) throw unknownHandler(name, 'EXECUTE');
  const parameters = using.map((variable) => userVariable(session, variable));
  return nested.carryOut(bindStatement(prepared.text, parameters, variablesOf(session)));
};

// Handlers are asynchronous everywhere, so that there is one way to call them.
// eslint-disable-next-line @typescript-eslint/require-await
export const deallocate: Handler<'deallocate'> = async ({ name }, { session, nested }) => {
  const prepared: PreparedStatement | undefined = session.prepared.get(name);
  if (!prepared) throw unknownHandler(name, 'DEALLOCATE PREPARE');
  session.prepared.delete(name);
  nested.release(prepared);
  return DONE;
};

/** ER_UNKNOWN_STMT_HANDLER */
function unknownHandler(name: string, statement: string): StagewireError {
  return new StagewireError('BadArguments', `Unknown prepared statement handler (${name}) given to ${statement}`, { mysql: { errno: 1243, sqlState: 'HY000' } });
}
