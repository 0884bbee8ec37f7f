import type { UserRecord } from '../../catalog/index.js';
import type { Relation } from '../../sql/relation.js';
import { isAdministrator } from '../privileges/authorize.js';
import { smallRelation, type ColumnDefinition } from './table.js';

const AUTH_TYPES: Readonly<Record<UserRecord['plugin'], string>> = {
  default: 'double_sha1_password',
  mysql_native_password: 'double_sha1_password',
  caching_sha2_password: 'sha256_password',
  no_password: 'no_password',
};

export const USER_COLUMNS: readonly ColumnDefinition<UserRecord>[] = [
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

/** Users as SHOW USERS and `system.users` show them. */
export function usersRelation(users: readonly UserRecord[]): Relation {
  return smallRelation(USER_COLUMNS, users);
}
