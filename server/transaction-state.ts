import type { Session } from './session.js';

/** Transactions of a session as its client sees them. What is done to stages is done at once and stays. */
export interface TransactionState {
  /** Of the running transaction, or of the one that ended if none runs. */
  readOnly: boolean;
  /** Names in lower case, the oldest first. */
  savepoints: readonly string[];
  /** What was said of this transaction by its beginning and by SET TRANSACTION; while none runs, of the next one. */
  said: TransactionCharacteristics;
  /** No statement has begun it but one that reads, with autocommit off. */
  isImplicit: boolean;
}

export interface TransactionCharacteristics {
  /** `SERIALIZABLE`, `READ-COMMITTED` …; null where the session's holds. */
  readonly isolation: string | null;
  /** Null where the session's default holds. */
  readonly readOnly: boolean | null;
  readonly snapshot: boolean;
}

export const NOTHING_SAID: TransactionCharacteristics = { isolation: null, readOnly: null, snapshot: false };

export function noTransaction(): TransactionState {
  return { readOnly: false, savepoints: [], said: NOTHING_SAID, isImplicit: false };
}

export function endTransaction(session: Session): void {
  session.inTransaction = false;
  session.transaction = noTransaction();
}
