import { identityText } from '../../privileges/identity-text.js';
import { visibleGlobalPrivileges, visibleUsers } from '../../metadata/users.js';
import { once, type Row, type RowSource } from '../system-table.js';

/** As MySQL does it, who has no privilege at all is shown with USAGE; who may grant has what he has with the right to pass it on. */
function userPrivilegeRows(user: string, held: readonly string[]): readonly Row[] {
  const types = held.filter((privilege) => privilege !== 'GRANT');
  const isGrantable = held.includes('GRANT') ? 'YES' : 'NO';
  return (types.length === 0 ? ['USAGE'] : types).map((type) => ({
    GRANTEE: identityText(user), TABLE_CATALOG: 'def', PRIVILEGE_TYPE: type, IS_GRANTABLE: isGrantable,
  }));
}

/** Tables about users and their privileges. */
export const PRIVILEGE_ROWS: Readonly<Record<string, RowSource>> = {
  USER_PRIVILEGES: once(async (context) => [...(await visibleGlobalPrivileges(context))].flatMap(([user, held]) => userPrivilegeRows(user, held))),
  USER_ATTRIBUTES: once(async (context) => (await visibleUsers(context)).map(({ name }) => ({ USER: name, HOST: '%' }))),
};
