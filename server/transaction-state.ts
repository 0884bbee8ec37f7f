import type { Session } from './session.js';

/** Transactions of a session as its client sees them. What is done to stages is done at once and stays. */
export interface TransactionState {
  /** Of the running transaction, or of the one that ended if none runs. */
  readOnly: boolean;
  /** Names in lower case, the oldest first. */
  savepoints: readonly string[];
  /** Said by SET TRANSACTION for the next transaction alone. */
  nextReadOnly: boolean | null;
}

export function noTransaction(): TransactionState {
  return { readOnly: false, savepoints: [], nextReadOnly: null };
}

export function endTransaction(session: Session): void {
  session.inTransaction = false;
  session.transaction = noTransaction();
}
