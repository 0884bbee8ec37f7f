import type { Grant } from '../../catalog/index.js';
import { grouped } from '../../engine/grouped.js';
import { StagewireError } from '../../errors/index.js';
import { GLOBAL_PRIVILEGES, privilegeTitle, type GlobalPrivilege } from '../../sql/privileges.js';
import type { GrantObject } from '../../sql/statements/grants.js';
import { ADMINISTRATOR, isAdministrator, unknownStage, type AuthorizedStages } from '../privileges/authorize.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { identityText } from '../privileges/identity-text.js';
import { DONE, type Handler } from './context.js';
import { narrow } from './narrow.js';

function grantsOf(object: GrantObject, user: string, stages: AuthorizedStages): Grant[] {
  if (object.type === 'global') return object.privileges.map((privilege) => ({ user, object: { type: 'global' }, privilege }));
  const stage = stages.get(object.stage);
  if (!stage) throw unknownStage(object.stage);
  return object.privileges.map((privilege) => ({ user, object: { type: 'stage', stageId: stage.id, stageName: stage.name }, privilege }));
}

export const grant: Handler<'grant'> = async ({ object, user }, { services, stages }) => {
  await services.catalog.grants.grant(grantsOf(object, user, stages));
  return DONE;
};

export const revoke: Handler<'revoke'> = async ({ object, user }, { services, stages }) => {
  if (isAdministrator(user)) throw new StagewireError('IllegalGrant', `user '${ADMINISTRATOR}' has every privilege and keeps it`);
  await services.catalog.grants.revoke(grantsOf(object, user, stages));
  return DONE;
};

interface GrantRow {
  readonly privileges: string;
  readonly object: string;
  readonly objectName: string;
  readonly objectId: string | null;
  readonly user: string;
}

const COLUMNS: readonly ColumnDefinition<GrantRow>[] = [
  { name: 'privileges', type: 'varchar', of: ({ privileges }) => privileges },
  { name: 'object_name', type: 'varchar', of: ({ objectName }) => objectName },
  { name: 'object_id', type: 'varchar', nullable: true, of: ({ objectId }) => objectId },
  { name: 'grant_to', type: 'varchar', of: () => 'USER' },
  { name: 'name', type: 'varchar', of: ({ user }) => user },
  { name: 'grants', type: 'varchar', of: ({ privileges, object, user }) => `GRANT ${privileges} ON ${object} TO ${identityText(user)}` },
];

export const showGrants: Handler<'show-grants'> = async (statement, context) => {
  const { of } = statement;
  const { catalog } = context.services;
  if (of.type === 'stage') {
    const stage = context.stages.get(of.name);
    if (!stage) throw unknownStage(of.name);
    return narrow(smallRelation(COLUMNS, toRows(await catalog.grants.forStage(stage.id))), statement, context);
  }
  const user = of.name ?? context.session.identity.user;
  if (!(await catalog.users.get(user))) throw new StagewireError('UnknownUser', `User '${user}'@'%' does not exist.`);
  const everything = GLOBAL_PRIVILEGES.map((privilege): Grant => ({ user, object: { type: 'global' }, privilege }));
  const held = isAdministrator(user) ? everything : await catalog.grants.forUser(user);
  return narrow(smallRelation(COLUMNS, toRows(held)), statement, context);
};

/** One row for each user and object, with all privileges together; every privilege of `*.*` shows as ALL. */
function toRows(grants: readonly Grant[]): readonly GrantRow[] {
  const groups = grouped(grants, ({ user, object }) => JSON.stringify([user, object.type === 'stage' ? object.stageId : null]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const held = GLOBAL_PRIVILEGES.filter((privilege) => group.some((entry) => entry.privilege === privilege));
    const { object, user } = first;
    return [{
      privileges: held.length === GLOBAL_PRIVILEGES.length ? 'ALL' : held.map((privilege: GlobalPrivilege) => privilegeTitle(privilege)).join(','),
      object: object.type === 'stage' ? `STAGE ${object.stageName}` : '*.*',
      objectName: object.type === 'stage' ? object.stageName : '*.*',
      objectId: object.type === 'stage' ? object.stageId : null,
      user,
    }];
  });
}
