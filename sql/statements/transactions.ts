import type { Cursor } from '../grammar/cursor.js';

/** What follows the end of a transaction: another one with the same characteristics, or the end of the connection. */
export interface Completion {
  readonly chain: boolean;
  readonly release: boolean;
}

/** Statements of transactions (MySQL manual, "START TRANSACTION, COMMIT, and ROLLBACK Statements", "SAVEPOINT"). */
export type Transaction = { readonly kind: 'transaction' } & (
  /** `readOnly` is null where the session's default holds. */
  | { readonly action: 'begin'; readonly readOnly: boolean | null; readonly snapshot: boolean }
  | ({ readonly action: 'commit' | 'rollback' } & Completion)
  /** Names in lower case: they do not differ by it. */
  | { readonly action: 'savepoint' | 'release-savepoint' | 'rollback-to'; readonly savepoint: string }
);

/** `BEGIN [WORK | TRANSACTION]` */
export function parseBegin(cursor: Cursor): Transaction {
  cursor.expect('BEGIN');
  cursor.takeOneOf('WORK', 'TRANSACTION');
  cursor.expectEnd();
  return { kind: 'transaction', action: 'begin', readOnly: null, snapshot: false };
}

/** `START TRANSACTION [READ ONLY | READ WRITE | WITH CONSISTENT SNAPSHOT] [, …]` */
export function parseStartTransaction(cursor: Cursor): Transaction {
  cursor.expect('START', 'TRANSACTION');
  let characteristics: Characteristics = { readOnly: null, snapshot: false };
  if (!cursor.atEnd()) {
    do characteristics = withCharacteristic(cursor, characteristics); while (cursor.takeSymbol(','));
  }
  cursor.expectEnd();
  return { kind: 'transaction', action: 'begin', ...characteristics };
}

interface Characteristics {
  readonly readOnly: boolean | null;
  readonly snapshot: boolean;
}

function withCharacteristic(cursor: Cursor, said: Characteristics): Characteristics {
  if (cursor.take('WITH', 'CONSISTENT', 'SNAPSHOT')) return { ...said, snapshot: true };
  // Only one of the two may be said.
  if (said.readOnly === null && cursor.take('READ', 'ONLY')) return { ...said, readOnly: true };
  if (said.readOnly === null && cursor.take('READ', 'WRITE')) return { ...said, readOnly: false };
  throw cursor.unexpected('READ ONLY, READ WRITE or WITH CONSISTENT SNAPSHOT');
}

/** `COMMIT [WORK] [AND [NO] CHAIN] [[NO] RELEASE]` */
export function parseCommit(cursor: Cursor): Transaction {
  cursor.expect('COMMIT');
  cursor.takeOneOf('WORK', 'TRANSACTION');
  return { kind: 'transaction', action: 'commit', ...completion(cursor) };
}

/** `ROLLBACK [WORK] [AND [NO] CHAIN] [[NO] RELEASE]`, `ROLLBACK [WORK] TO [SAVEPOINT] <name>` */
export function parseRollback(cursor: Cursor): Transaction {
  cursor.expect('ROLLBACK');
  cursor.takeOneOf('WORK', 'TRANSACTION');
  if (!cursor.take('TO')) return { kind: 'transaction', action: 'rollback', ...completion(cursor) };
  cursor.take('SAVEPOINT');
  return { kind: 'transaction', action: 'rollback-to', savepoint: savepoint(cursor) };
}

/** `SAVEPOINT <name>` */
export function parseSavepoint(cursor: Cursor): Transaction {
  cursor.expect('SAVEPOINT');
  return { kind: 'transaction', action: 'savepoint', savepoint: savepoint(cursor) };
}

/** `RELEASE SAVEPOINT <name>` */
export function parseReleaseSavepoint(cursor: Cursor): Transaction {
  cursor.expect('RELEASE', 'SAVEPOINT');
  return { kind: 'transaction', action: 'release-savepoint', savepoint: savepoint(cursor) };
}

function savepoint(cursor: Cursor): string {
  const name = cursor.expectName('the name of a savepoint');
  cursor.expectEnd();
  return name.toLowerCase();
}

function completion(cursor: Cursor): Completion {
  const chain = cursor.take('AND') ? !cursor.take('NO') : false;
  if (chain || cursor.isWord('CHAIN')) cursor.expect('CHAIN');
  const refused = !chain && cursor.take('NO');
  const release = cursor.take('RELEASE') && !refused;
  cursor.expectEnd();
  return { chain, release };
}
