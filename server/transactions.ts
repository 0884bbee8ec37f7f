import { StagewireError } from '../errors/index.js';
import type { StatementKind } from '../sql/statements/index.js';
import type { Session } from './session.js';
import { endTransaction, noTransaction, NOTHING_SAID, type TransactionCharacteristics } from './transaction-state.js';
import type { GlobalVariables } from './variables/global-variables.js';
import { readVariable } from './variables/session-variables.js';

/** Begins a transaction, after ending the one that runs. */
export function beginTransaction(session: Session, variables: GlobalVariables, { readOnly, snapshot }: Pick<TransactionCharacteristics, 'readOnly' | 'snapshot'>): void {
  const before = session.inTransaction ? NOTHING_SAID : session.transaction.said;
  endTransaction(session);
  session.inTransaction = true;
  const said = { isolation: before.isolation, readOnly: readOnly ?? before.readOnly, snapshot };
  session.transaction = { ...noTransaction(), said, readOnly: said.readOnly ?? isReadOnlyByDefault(session, variables) };
}

/** Begins another transaction of the same kind, after ending the one that runs, if any (AND CHAIN). */
export function chainTransaction(session: Session): void {
  const { readOnly, said } = session.transaction;
  endTransaction(session);
  session.inTransaction = true;
  session.transaction = { ...noTransaction(), readOnly, said: { ...said, snapshot: false } };
}

/** With autocommit off the first statement that reads a table begins a transaction. */
export function joinTransaction(session: Session, variables: GlobalVariables): void {
  if (session.autocommit || session.inTransaction) return;
  beginTransaction(session, variables, NOTHING_SAID);
  session.transaction.isImplicit = true;
}

/** Sets a savepoint; outside of a transaction it is gone with its statement. */
export function setSavepoint(session: Session, variables: GlobalVariables, name: string): void {
  joinTransaction(session, variables);
  if (!session.inTransaction) return;
  const { transaction } = session;
  transaction.savepoints = [...transaction.savepoints.filter((known) => known !== name), name];
}

/** Forgets the savepoints behind one, and that one too unless `keep`. ER_SP_DOES_NOT_EXIST for an unknown name. */
export function cutSavepoints({ transaction }: Session, name: string, keep: boolean): void {
  const index = transaction.savepoints.indexOf(name);
  if (index === -1) throw new StagewireError('BadArguments', `SAVEPOINT ${name} does not exist`, { mysql: { errno: 1305, sqlState: '42000' } });
  transaction.savepoints = transaction.savepoints.slice(0, keep ? index + 1 : index);
}

function isReadOnlyByDefault(session: Session, variables: GlobalVariables): boolean {
  return readVariable(variables, session, 'session', 'transaction_read_only') === 1;
}

/** Statements that change definitions: they end a transaction before they run (MySQL manual, "Statements That Cause an Implicit Commit"). */
const DEFINITIONS: ReadonlySet<StatementKind> = new Set<StatementKind>([
  'create-stage', 'alter-stage', 'drop-stage', 'create-connection', 'drop-connection', 'create-file-format', 'alter-file-format', 'drop-file-format', 'create-view', 'drop-view', 'drop-table', 'truncate',
  'create-user', 'alter-user', 'drop-user', 'set-password', 'grant', 'revoke',
]);
const FILE_CHANGES: ReadonlySet<StatementKind> = new Set<StatementKind>(['remove', 'put']);

/** What a statement does to the transaction around it. ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION (1792) if that is read-only. */
export function enterStatement(session: Session, variables: GlobalVariables, kind: StatementKind): void {
  const defines = DEFINITIONS.has(kind);
  if (!defines && !FILE_CHANGES.has(kind)) return;
  if (session.inTransaction ? session.transaction.readOnly : (session.transaction.said.readOnly ?? isReadOnlyByDefault(session, variables))) {
    throw new StagewireError('PermissionDenied', 'Cannot execute statement in a READ ONLY transaction', { mysql: { errno: 1792, sqlState: '25006' } });
  }
  if (defines) endTransaction(session);
}
