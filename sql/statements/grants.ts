import { StagewireError } from '../../errors/index.js';
import { showNarrowing, type ShowNarrowing } from '../grammar/clauses.js';
import type { Cursor } from '../grammar/cursor.js';
import { stageName } from '../grammar/stage-name.js';
import { GLOBAL_PRIVILEGES, STAGE_PRIVILEGES, type GlobalPrivilege, type StagePrivilege } from '../privileges.js';
import { userName } from './users.js';

/** Privileges together with the object on which they exist. */
export type GrantObject =
  | { readonly type: 'global'; readonly privileges: readonly GlobalPrivilege[] }
  | { readonly type: 'stage'; readonly stage: string; readonly privileges: readonly StagePrivilege[] };

export interface Grant {
  readonly kind: 'grant';
  readonly object: GrantObject;
  readonly user: string;
}

export interface Revoke {
  readonly kind: 'revoke';
  readonly object: GrantObject;
  readonly user: string;
}

/** `GRANT <privilege>, … ON { *.* | STAGE <name> } TO [USER] <user>` */
export function parseGrant(cursor: Cursor): Grant {
  cursor.expect('GRANT');
  const object = grantObject(cursor);
  cursor.expect('TO');
  return { kind: 'grant', object, user: grantee(cursor) };
}

/** `REVOKE <privilege>, … ON { *.* | STAGE <name> } FROM [USER] <user>` */
export function parseRevoke(cursor: Cursor): Revoke {
  cursor.expect('REVOKE');
  const object = grantObject(cursor);
  cursor.expect('FROM');
  return { kind: 'revoke', object, user: grantee(cursor) };
}

function grantee(cursor: Cursor): string {
  cursor.take('USER');
  const user = userName(cursor);
  cursor.expectEnd();
  return user;
}

function grantObject(cursor: Cursor): GrantObject {
  const asked = privilegeList(cursor);
  cursor.expect('ON');
  if (cursor.takeSymbol('*')) {
    if (cursor.takeSymbol('.')) cursor.expectSymbol('*');
    return { type: 'global', privileges: asked === 'ALL' ? GLOBAL_PRIVILEGES : asked };
  }
  if (!cursor.take('STAGE')) throw cursor.unexpected('*.* or STAGE');
  const stage = stageName(cursor);
  if (stage === '~') throw new StagewireError('IllegalGrant', 'privileges on a user stage (~) can not be granted or revoked');
  const privileges = asked === 'ALL' ? STAGE_PRIVILEGES : asked.map((privilege) => stagePrivilege(privilege, stage));
  return { type: 'stage', stage, privileges };
}

function stagePrivilege(privilege: GlobalPrivilege, stage: string): StagePrivilege {
  const found = STAGE_PRIVILEGES.find((candidate) => candidate === privilege);
  if (!found) throw new StagewireError('IllegalGrant', `privilege ${privilege} does not exist on a stage (${stage}); READ and WRITE do`);
  return found;
}

function privilegeList(cursor: Cursor): 'ALL' | readonly GlobalPrivilege[] {
  if (cursor.take('ALL')) {
    cursor.take('PRIVILEGES');
    return 'ALL';
  }
  const privileges: GlobalPrivilege[] = [];
  do {
    const privilege = GLOBAL_PRIVILEGES.find((candidate) => cursor.take(...candidate.split(' ')));
    if (!privilege) throw cursor.unexpected(`a privilege (ALL, ${GLOBAL_PRIVILEGES.join(', ')})`);
    privileges.push(privilege);
  } while (cursor.takeSymbol(','));
  return privileges;
}

export interface ShowGrants extends ShowNarrowing {
  readonly kind: 'show-grants';
  readonly of: { readonly type: 'user'; /** Null for the current user. */ readonly name: string | null } | { readonly type: 'stage'; readonly name: string };
}

/** `SHOW GRANTS [FOR [USER] <user> | ON STAGE <name>] [LIKE … | WHERE …] [LIMIT n]` */
export function parseShowGrants(cursor: Cursor): ShowGrants {
  cursor.expect('SHOW', 'GRANTS');
  const of = grantsOf(cursor);
  return { kind: 'show-grants', of, ...showNarrowing(cursor) };
}

function grantsOf(cursor: Cursor): ShowGrants['of'] {
  if (cursor.take('ON', 'STAGE')) return { type: 'stage', name: stageName(cursor) };
  if (!cursor.take('FOR')) return { type: 'user', name: null };
  cursor.take('USER');
  if (cursor.take('CURRENT_USER')) {
    if (cursor.takeSymbol('(')) cursor.expectSymbol(')');
    return { type: 'user', name: null };
  }
  return { type: 'user', name: userName(cursor) };
}
