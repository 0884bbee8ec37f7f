import { StagewireError } from '../../errors/index.js';
import type { CreateTarget } from '../../sql/statements/show-object.js';
import { databaseNamed } from '../databases.js';
import type { ObjectColumn, SchemaObject } from '../metadata/schema-object.js';
import { visibleUsers } from '../metadata/users.js';
import { identityText } from '../privileges/identity-text.js';
import { smallRelation, type ColumnDefinition } from '../relations/table.js';
import type { Result } from '../result.js';
import { ENGINE_NAME } from '../system-tables/server-facts.js';
import type { Handler, StatementContext } from './context.js';
import { objectNamed } from './show-object.js';

export const showCreate: Handler<'show-create'> = async ({ target }, context) => {
  switch (target.type) {
    case 'table':
    case 'view': return createObject(await objectNamed(target.object, context), target.type, context);
    case 'database': return createDatabase(databaseNamed(target.name));
    case 'user': return createUser(target.name ?? context.session.identity.user, context);
    default: throw missing(target);
  }
};

/** One row with the given names and values. */
function oneRow(cells: readonly (readonly [name: string, value: string])[]): Result {
  const columns = cells.map(([name, value]): ColumnDefinition<null> => ({ name, type: 'varchar', of: () => value }));
  return { kind: 'rows', ...smallRelation(columns, [null]) };
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
const quotedText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

async function createObject(object: SchemaObject, asked: 'table' | 'view', context: StatementContext): Promise<Result> {
  if (object.type === 'VIEW' && object.definition !== null) return createView(object, object.definition);
  if (object.type === 'VIEW' && object.owner !== null) throw deniedView(object, context);
  if (asked === 'view') throw new StagewireError('BadArguments', `'${object.database}.${object.name}' is not VIEW`, { mysql: { errno: 1347, sqlState: 'HY000' } });
  const columns = (await object.columns(context)).map(columnLine);
  const statement = `CREATE TABLE ${quoted(object.name)} (\n${columns.join(',\n')}\n) ENGINE=${ENGINE_NAME} DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci`;
  return oneRow([['Table', object.name], ['Create Table', object.comment === '' ? statement : `${statement} COMMENT=${quotedText(object.comment)}`]]);
}

/** ER_TABLEACCESS_DENIED_ERROR */
function deniedView({ name }: SchemaObject, { session: { identity } }: StatementContext): StagewireError {
  const message = `SHOW VIEW command denied to user ${identityText(identity.user)} for table '${name}': it needs SHOW VIEW on *.*, or to have created the view`;
  return new StagewireError('PermissionDenied', message, { mysql: { errno: 1142, sqlState: '42000' } });
}

function columnLine({ name, mysqlType, nullable, comment }: ObjectColumn): string {
  return `  ${quoted(name)} ${mysqlType}${nullable ? ' DEFAULT NULL' : ' NOT NULL'}${comment ? ` COMMENT ${quotedText(comment)}` : ''}`;
}

/** As MySQL writes it; everybody reads a view with privileges of his own. */
function createView({ name, owner, columnNames = [] }: SchemaObject, definition: string): Result {
  const definer = owner === null ? '' : ` DEFINER=${quoted(owner.replace(/^'(.*)'@'%'$/, '$1'))}@\`%\``;
  const list = columnNames.length === 0 ? '' : ` (${columnNames.map(quoted).join(', ')})`;
  return oneRow([
    ['View', name], ['Create View', `CREATE ALGORITHM=UNDEFINED${definer} SQL SECURITY INVOKER VIEW ${quoted(name)}${list} AS ${definition}`],
    ['character_set_client', 'utf8mb4'], ['collation_connection', 'utf8mb4_0900_ai_ci'],
  ]);
}

function createDatabase(name: string): Result {
  return oneRow([['Database', name], ['Create Database', `CREATE DATABASE ${quoted(name)} /*!40100 DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci */ /*!80016 DEFAULT ENCRYPTION='N' */`]]);
}

/** As MySQL writes it; `<secret>` stands for what a password is checked against, so that nobody makes a user without one of it. */
async function createUser(name: string, context: StatementContext): Promise<Result> {
  const user = (await visibleUsers(context)).find((candidate) => candidate.name === name);
  if (!user) throw new StagewireError('UnknownUser', `User '${name}'@'%' does not exist.`);
  const plugin = user.plugin === 'default' ? 'caching_sha2_password' : user.plugin;
  const secret = user.nativeHash !== null || user.sha2 !== null ? " AS '<secret>'" : '';
  const statement =
    `CREATE USER ${quoted(name)}@\`%\` IDENTIFIED WITH '${plugin}'${secret} REQUIRE ${user.requires.toUpperCase()} PASSWORD EXPIRE DEFAULT ` +
    `ACCOUNT ${user.disabled ? 'LOCK' : 'UNLOCK'} PASSWORD HISTORY DEFAULT PASSWORD REUSE INTERVAL DEFAULT PASSWORD REQUIRE CURRENT DEFAULT`;
  return oneRow([[`CREATE USER for ${name}@%`, statement]]);
}

/** There are no stored programs. */
function missing({ type, object: { name } }: Extract<CreateTarget, { readonly type: 'function' | 'procedure' | 'trigger' | 'event' }>): StagewireError {
  const word = type.toUpperCase();
  switch (type) {
    case 'trigger': return new StagewireError('BadArguments', 'Trigger does not exist', { mysql: { errno: 1360, sqlState: 'HY000' } });
    case 'event': return new StagewireError('BadArguments', `Unknown event '${name}'`, { mysql: { errno: 1539, sqlState: 'HY000' } });
    default: return new StagewireError('UnknownFunction', `${word} ${name} does not exist`, { mysql: { errno: 1305, sqlState: '42000' } });
  }
}
