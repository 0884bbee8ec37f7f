import type { Grant, UserRecord } from '../../catalog/index.js';
import { GLOBAL_PRIVILEGES } from '../../sql/privileges.js';
import { heldPrivileges, isAdministrator } from '../privileges/authorize.js';
import type { MetadataContext } from './schema-object.js';

/** The users that the session's user may know of: all with one of the privileges of SHOW USERS, otherwise only oneself. */
export async function visibleUsers(context: MetadataContext): Promise<readonly UserRecord[]> {
  const { catalog } = context.services;
  if (await seesAllUsers(context)) return catalog.users.list();
  const self = await catalog.users.get(context.session.identity.user);
  return self ? [self] : [];
}

async function seesAllUsers({ services, session }: MetadataContext): Promise<boolean> {
  const { user } = session.identity;
  if (isAdministrator(user)) return true;
  const { global } = await heldPrivileges(services.catalog, user);
  return ['CREATE USER', 'SUPER', 'GRANT'].some((privilege) => global.has(privilege));
}

/** Privileges on `*.*` of each visible user, the administrator's too, which no grant records. */
export async function visibleGlobalPrivileges(context: MetadataContext): Promise<ReadonlyMap<string, readonly string[]>> {
  const users = await visibleUsers(context);
  const grants = await grantsOf(users, context);
  return new Map(users.map(({ name }) => [name, isAdministrator(name) ? GLOBAL_PRIVILEGES : globalPrivileges(grants, name)]));
}

async function grantsOf(users: readonly UserRecord[], { services }: MetadataContext): Promise<readonly Grant[]> {
  const [only] = users;
  return users.length === 1 && only ? services.catalog.grants.forUser(only.name) : services.catalog.grants.all();
}

function globalPrivileges(grants: readonly Grant[], user: string): readonly string[] {
  return grants.filter((grant) => grant.user === user && grant.object.type === 'global').map(({ privilege }) => privilege);
}
