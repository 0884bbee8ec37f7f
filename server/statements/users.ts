import type { UserRecord } from '../../catalog/index.js';
import { StagewireError } from '../../errors/index.js';
import type { Identification } from '../../sql/statements/users.js';
import { createVerifiers } from '../authentication.js';
import { ADMINISTRATOR, isAdministrator } from '../privileges/authorize.js';
import { usersRelation } from '../relations/users.js';
import { DONE, type Handler } from './context.js';
import { createNamed, unless } from './existing.js';
import { narrow } from './narrow.js';

type Login = Pick<UserRecord, 'plugin' | 'nativeHash' | 'sha2' | 'passwordFromSetting'>;

async function login({ plugin, password }: Identification): Promise<Login> {
  return { plugin, ...(await createVerifiers(password, plugin)), passwordFromSetting: false };
}

export const createUser: Handler<'create-user'> = async ({ name, ifExists, identification, requires, disabled }, { services }) => {
  const { users } = services.catalog;
  const user = { name, ...(await login(identification)), defaultRole: null, requires, disabled };
  await createNamed(ifExists, 'UserAlreadyExists', {
    create: () => users.create(user),
    replace: () => users.createOrReplace(user),
  });
  services.results.forgetUser(name);
  return DONE;
};

export const alterUser: Handler<'alter-user'> = async ({ name, ifExists, identification, requires, disabled }, { services }) => {
  if (isAdministrator(name) && disabled) throw new StagewireError('IllegalUser', `user '${ADMINISTRATOR}' can not be disabled`);
  const changes = { ...(identification ? await login(identification) : {}), ...(requires === null ? {} : { requires }), ...(disabled === null ? {} : { disabled }) };
  await unless('UnknownUser', ifExists, () => services.catalog.users.update(name, changes));
  return DONE;
};

/** The plugin stays; a user who could log in without a password gets the one that new users get. */
export const setPassword: Handler<'set-password'> = async ({ name, password }, { services, session }) => {
  const { users } = services.catalog;
  const user = name ?? session.identity.user;
  const plugin = (await users.get(user))?.plugin ?? 'default';
  await users.update(user, await login({ plugin: plugin === 'no_password' ? 'default' : plugin, password }));
  return DONE;
};

export const dropUser: Handler<'drop-user'> = async ({ name, ifExists }, { services }) => {
  if (isAdministrator(name)) throw new StagewireError('IllegalUser', `user '${ADMINISTRATOR}' can not be dropped`);
  if (!(await services.catalog.users.delete(name)) && !ifExists) throw new StagewireError('UnknownUser', `User '${name}'@'%' does not exist.`);
  services.results.forgetUser(name);
  return DONE;
};

export const showUsers: Handler<'show-users'> = async (statement, context) =>
  narrow(usersRelation(await context.services.catalog.users.list()), statement, context);
