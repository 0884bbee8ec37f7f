import type { UserRecord } from '../../../catalog/index.js';
import { visibleGlobalPrivileges, visibleUsers } from '../../metadata/users.js';
import { parseTableShapes } from '../shapes.js';
import { once, systemTables, type Row, type RowSource, type SystemTable } from '../system-table.js';
import { MYSQL_TABLES } from './columns.js';

const SHAPES = parseTableShapes(MYSQL_TABLES);

/** The flags of `user` that one of our privileges on `*.*` answers for; SUPER stands for all that manages the server. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  SUPER: ['Super_priv', 'Process_priv', 'Reload_priv', 'Shutdown_priv'],
  'CREATE VIEW': ['Create_view_priv'],
  'SHOW VIEW': ['Show_view_priv'],
  'CREATE USER': ['Create_user_priv'],
  GRANT: ['Grant_priv'],
};
/** What everybody may do: read the tables that there are. */
const GIVEN = new Set(['Select_priv', 'Show_db_priv', 'Show_view_priv']);

const FLAG_COLUMNS = SHAPES.find(({ name }) => name === 'user')?.columns.map(({ name }) => name).filter((name) => name.endsWith('_priv')) ?? [];

const PLUGINS: Readonly<Record<UserRecord['plugin'], string>> = {
  default: 'caching_sha2_password', mysql_native_password: 'mysql_native_password', caching_sha2_password: 'caching_sha2_password', no_password: 'mysql_native_password',
};

/** What a password is checked against is never shown. */
function userRow({ name, plugin, disabled }: UserRecord, held: readonly string[]): Row {
  const granted = new Set(held.flatMap((privilege) => FLAGS[privilege] ?? []));
  return {
    Host: '%', User: name, plugin: PLUGINS[plugin], authentication_string: null, ssl_cipher: '', x509_issuer: '', x509_subject: '',
    password_expired: 'N', account_locked: disabled ? 'Y' : 'N',
    ...Object.fromEntries(FLAG_COLUMNS.map((flag) => [flag, granted.has(flag) || GIVEN.has(flag) ? 'Y' : 'N'])),
  };
}

/** Our own privileges, which have no flag in MySQL's table of users. */
const DYNAMIC = new Set(['CREATE STAGE', 'READ', 'WRITE']);

const ROWS: Readonly<Record<string, RowSource>> = {
  user: once(async (context) => {
    const held = await visibleGlobalPrivileges(context);
    return (await visibleUsers(context)).map((user) => userRow(user, held.get(user.name) ?? []));
  }),
  global_grants: once(async (context) => [...(await visibleGlobalPrivileges(context))].flatMap(([user, held]) =>
    held.filter((privilege) => DYNAMIC.has(privilege)).map((privilege) => ({
      USER: user, HOST: '%', PRIV: privilege, WITH_GRANT_OPTION: held.includes('GRANT') ? 'Y' : 'N',
    })),
  )),
};

/** The database `mysql`: users without password material, the rest empty. */
export const MYSQL: readonly SystemTable[] = systemTables(SHAPES, ROWS);
