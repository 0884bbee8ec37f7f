import type { UserRecord } from '../../catalog/index.js';
import { StagewireError } from '../../errors/index.js';
import type { Identification } from '../../sql/statements/users.js';
import { createVerifiers } from '../authentication.js';
import { ADMINISTRATOR, isAdministrator } from '../privileges/authorize.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import { DONE, type Handler } from './context.js';
import { createNamed, unless } from './existing.js';
import { narrow } from './narrow.js';

type Login = Pick<UserRecord, 'plugin' | 'nativeHash' | 'sha2' | 'passwordFromSetting'>;

async function login({ plugin, password }: Identification): Promise<Login> {
  return { plugin, ...(await createVerifiers(password, plugin)), passwordFromSetting: false };
}

export const createUser: Handler<'create-user'> = async ({ name, ifExists, identification, disabled }, { services }) => {
  const { users } = services.catalog;
  const user = { name, ...(await login(identification)), defaultRole: null, disabled };
  await createNamed(ifExists, 'UserAlreadyExists', {
    create: () => users.create(user),
    replace: () => users.createOrReplace(user),
  });
  return DONE;
};

export const alterUser: Handler<'alter-user'> = async ({ name, ifExists, identification, disabled }, { services }) => {
  if (isAdministrator(name) && disabled) throw new StagewireError('IllegalUser', `user '${ADMINISTRATOR}' can not be disabled`);
  const changes = { ...(identification ? await login(identification) : {}), ...(disabled === null ? {} : { disabled }) };
  await unless('UnknownUser', ifExists, () => services.catalog.users.update(name, changes));
  return DONE;
};

export const dropUser: Handler<'drop-user'> = async ({ name, ifExists }, { services }) => {
  if (isAdministrator(name)) throw new StagewireError('IllegalUser', `user '${ADMINISTRATOR}' can not be dropped`);
  if (!(await services.catalog.users.delete(name)) && !ifExists) throw new StagewireError('UnknownUser', `User '${name}'@'%' does not exist.`);
  return DONE;
};

const AUTH_TYPES: Readonly<Record<UserRecord['plugin'], string>> = {
  default: 'double_sha1_password',
  mysql_native_password: 'double_sha1_password',
  caching_sha2_password: 'sha256_password',
  no_password: 'no_password',
};

const COLUMNS: readonly ColumnDefinition<UserRecord>[] = [
  { name: 'name', type: 'varchar', of: ({ name }) => name },
  { name: 'hostname', type: 'varchar', of: () => '%' },
  { name: 'auth_type', type: 'varchar', of: ({ plugin, nativeHash, sha2 }) => (nativeHash || sha2 ? AUTH_TYPES[plugin] : 'no_password') },
  { name: 'is_configured', type: 'varchar', of: ({ name }) => (isAdministrator(name) ? 'YES' : 'NO') },
  { name: 'default_role', type: 'varchar', of: ({ name, defaultRole }) => defaultRole ?? (isAdministrator(name) ? 'account_admin' : '') },
  { name: 'default_warehouse', type: 'varchar', of: () => '' },
  { name: 'roles', type: 'varchar', of: ({ name }) => (isAdministrator(name) ? 'account_admin' : '') },
  { name: 'disabled', type: 'boolean', of: ({ disabled }) => disabled },
  { name: 'network_policy', type: 'varchar', nullable: true, of: () => null },
  { name: 'password_policy', type: 'varchar', nullable: true, of: () => null },
  { name: 'must_change_password', type: 'boolean', nullable: true, of: () => null },
];

export const showUsers: Handler<'show-users'> = async (statement, context) =>
  narrow(smallRelation(COLUMNS, await context.services.catalog.users.list()), statement, context);
