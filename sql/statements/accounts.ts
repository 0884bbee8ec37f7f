import { StagewireError } from '../../errors/index.js';
import type { Cursor } from '../grammar/cursor.js';
import type { NoOperation } from './no-operation.js';
import { userName } from './users.js';

export interface SetPassword {
  readonly kind: 'set-password';
  /** Null for the user who asks. */
  readonly name: string | null;
  readonly password: string;
}

/** `SET PASSWORD [FOR <user>] = {'<password>' | PASSWORD('<password>')}` */
export function parseSetPassword(cursor: Cursor): SetPassword {
  cursor.expect('SET', 'PASSWORD');
  const name = cursor.take('FOR') ? accountName(cursor) : null;
  if (cursor.isWord('TO')) throw new StagewireError('Unimplemented', 'SET PASSWORD … TO RANDOM is not supported: give the password');
  if (!cursor.takeSymbol('=')) cursor.expectSymbol(':=');
  const isCall = cursor.take('PASSWORD');
  if (isCall) cursor.expectSymbol('(');
  const password = cursor.expectString('a password in quotes');
  if (isCall) cursor.expectSymbol(')');
  if (cursor.isWord('REPLACE', 'RETAIN')) throw new StagewireError('Unimplemented', 'REPLACE and RETAIN CURRENT PASSWORD are not supported: a user has one password');
  cursor.expectEnd();
  return { kind: 'set-password', name, password };
}

/** Null for CURRENT_USER. */
function accountName(cursor: Cursor): string | null {
  if (!cursor.take('CURRENT_USER')) return userName(cursor);
  if (cursor.takeSymbol('(')) cursor.expectSymbol(')');
  return null;
}

/** `SET ROLE {DEFAULT | NONE | ALL}`, `SET DEFAULT ROLE {NONE | ALL} [TO <user> [, …]]`: there are no roles, so nobody can take another one. */
export function parseSetRole(cursor: Cursor): NoOperation {
  cursor.expect('SET');
  const isDefault = cursor.take('DEFAULT');
  cursor.expect('ROLE');
  const word = isDefault ? cursor.takeOneOf('NONE', 'ALL') : cursor.takeOneOf('NONE', 'DEFAULT', 'ALL');
  if (word === null) {
    const role = userName(cursor);
    // ER_ROLE_NOT_GRANTED
    throw new StagewireError('UnknownRole', `role '${role}' does not exist or is not granted to this user`, { mysql: { errno: 3530, sqlState: 'HY000' } });
  }
  if (isDefault && cursor.take('TO')) {
    do accountName(cursor); while (cursor.takeSymbol(','));
  }
  cursor.expectEnd();
  return { kind: 'no-operation', commits: isDefault };
}
