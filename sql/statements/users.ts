import { StagewireError } from '../../errors/index.js';
import { ifExists, ifNotExists, orReplace, showNarrowing, type IfExists, type ShowNarrowing } from '../grammar/clauses.js';
import type { Cursor } from '../grammar/cursor.js';
import { syntaxError } from '../syntax-error.js';

/** `default` lets a user log in by any plugin; the others by that one alone. */
export type AuthPlugin = 'default' | 'mysql_native_password' | 'caching_sha2_password' | 'no_password';

/** What the connections of a user must be like: any, with TLS, or with a certificate of the client besides. */
export type TransportRequirement = 'none' | 'ssl' | 'x509';

export interface Identification {
  readonly plugin: AuthPlugin;
  /** In clear; empty for none. */
  readonly password: string;
}

const PLUGINS: Readonly<Record<string, AuthPlugin>> = {
  DOUBLE_SHA1_PASSWORD: 'mysql_native_password',
  MYSQL_NATIVE_PASSWORD: 'mysql_native_password',
  SHA256_PASSWORD: 'caching_sha2_password',
  CACHING_SHA2_PASSWORD: 'caching_sha2_password',
  NO_PASSWORD: 'no_password',
};

/** `IDENTIFIED [WITH <plugin>] [BY '<password>']` */
function identification(cursor: Cursor): Identification {
  cursor.expect('IDENTIFIED');
  const plugin = cursor.take('WITH') ? authPlugin(cursor) : 'default';
  const at = cursor.token;
  const given = cursor.take('BY') ? cursor.expectString('a password in quotes') : null;
  if (given === null && plugin === 'default') throw cursor.unexpected('WITH or BY');
  if (given !== null && given !== '' && plugin === 'no_password') throw syntaxError(cursor.sql, at, 'no_password takes no BY');
  return { plugin, password: given ?? '' };
}

function authPlugin(cursor: Cursor): AuthPlugin {
  const token = cursor.token;
  const name = token.kind === 'string' ? token.value : token.kind === 'word' ? token.text : token.kind === 'quoted-name' ? token.name : '';
  const plugin = PLUGINS[name.toUpperCase()];
  if (!plugin) throw cursor.unexpected(`an authentication plugin (${Object.keys(PLUGINS).join(', ').toLowerCase()})`);
  cursor.next();
  return plugin;
}

/** `ann`, `'ann'`, `` `ann` ``, each with an optional `@'%'`; other hosts are refused (2218). */
export function userName(cursor: Cursor): string {
  const token = cursor.token;
  const name = token.kind === 'string' ? cursor.expectString('a user name') : cursor.expectName('a user name');
  const host = cursor.token;
  if (host.kind === 'user-variable' && host.start === cursor.previousEnd) {
    cursor.next();
    if (host.name !== '%') throw new StagewireError('IllegalUser', `user '${name}'@'${host.name}': only the host '%' is supported`);
  }
  if (!isValidUserName(name)) {
    throw new StagewireError('IllegalUser', `'${name}' can not be a user name: 1 to 64 characters without '/', control characters or blanks at the ends, and neither '.' nor '..'`);
  }
  return name;
}

/** A user's name is a folder of the user's stage, so it must be able to be one. */
function isValidUserName(name: string): boolean {
  // Control characters are what this refuses.
  // eslint-disable-next-line no-control-regex
  return /^[^/\u0000-\u001f\u007f]{1,64}$/u.test(name) && name !== '.' && name !== '..' && name.trim() === name && Buffer.byteLength(name) <= 255;
}

/** `REQUIRE {NONE | SSL | X509}`; null without the clause. */
function requireClause(cursor: Cursor): TransportRequirement | null {
  if (!cursor.take('REQUIRE')) return null;
  const word = cursor.takeOneOf('NONE', 'SSL', 'X509');
  if (word === null) throw cursor.unexpected('NONE, SSL or X509');
  return word === 'NONE' ? 'none' : word === 'SSL' ? 'ssl' : 'x509';
}

export interface CreateUser {
  readonly kind: 'create-user';
  readonly name: string;
  readonly ifExists: IfExists;
  readonly identification: Identification;
  readonly requires: TransportRequirement;
  readonly disabled: boolean;
}

/** `CREATE [OR REPLACE] USER [IF NOT EXISTS] <user> IDENTIFIED … [REQUIRE {NONE | SSL | X509}] [WITH DISABLED = … | ACCOUNT {LOCK | UNLOCK} | PASSWORD … DEFAULT] …` */
export function parseCreateUser(cursor: Cursor): CreateUser {
  cursor.expect('CREATE');
  const replace = orReplace(cursor);
  cursor.expect('USER');
  const existing = ifNotExists(cursor, replace);
  const name = userName(cursor);
  const identified = identification(cursor);
  const requires = requireClause(cursor) ?? 'none';
  const { disabled } = accountOptions(cursor);
  cursor.expectEnd();
  return { kind: 'create-user', name, ifExists: existing, identification: identified, requires, disabled: disabled ?? false };
}

export interface AlterUser {
  readonly kind: 'alter-user';
  readonly name: string;
  readonly ifExists: boolean;
  readonly identification: Identification | null;
  readonly requires: TransportRequirement | null;
  readonly disabled: boolean | null;
}

/** `ALTER USER [IF EXISTS] <user> [IDENTIFIED …] [REQUIRE {NONE | SSL | X509}] [WITH DISABLED = … | ACCOUNT {LOCK | UNLOCK} | PASSWORD … DEFAULT] …` */
export function parseAlterUser(cursor: Cursor): AlterUser {
  cursor.expect('ALTER', 'USER');
  const lenient = ifExists(cursor);
  const name = userName(cursor);
  const identified = cursor.isWord('IDENTIFIED') ? identification(cursor) : null;
  const requires = requireClause(cursor);
  const { disabled, isEmpty } = accountOptions(cursor);
  if (!identified && requires === null && isEmpty) throw cursor.unexpected('IDENTIFIED, REQUIRE, ACCOUNT or WITH');
  cursor.expectEnd();
  return { kind: 'alter-user', name, ifExists: lenient, identification: identified, requires, disabled };
}

/** What follows in any order; the clauses of passwords say what holds anyway. Null where nothing is said of logging in. */
function accountOptions(cursor: Cursor): { readonly disabled: boolean | null; readonly isEmpty: boolean } {
  const first = cursor.token;
  let disabled: boolean | null = null;
  for (;;) {
    if (cursor.take('WITH')) disabled = disabledOption(cursor);
    else if (cursor.take('ACCOUNT')) disabled = accountLock(cursor);
    else if (!PASSWORD_CLAUSES.some((words) => cursor.take(...words.split(' ')))) return { disabled, isEmpty: cursor.token === first };
  }
}

const PASSWORD_CLAUSES = ['PASSWORD EXPIRE DEFAULT', 'PASSWORD EXPIRE NEVER', 'PASSWORD HISTORY DEFAULT', 'PASSWORD REUSE INTERVAL DEFAULT', 'PASSWORD REQUIRE CURRENT DEFAULT'] as const;

function disabledOption(cursor: Cursor): boolean {
  cursor.expect('DISABLED');
  cursor.expectSymbol('=');
  const value = cursor.takeOneOf('TRUE', 'FALSE');
  if (value === null) throw cursor.unexpected('TRUE or FALSE');
  return value === 'TRUE';
}

function accountLock(cursor: Cursor): boolean {
  const word = cursor.takeOneOf('LOCK', 'UNLOCK');
  if (word === null) throw cursor.unexpected('LOCK or UNLOCK');
  return word === 'LOCK';
}

export interface DropUser {
  readonly kind: 'drop-user';
  readonly name: string;
  readonly ifExists: boolean;
}

/** `DROP USER [IF EXISTS] <user>` */
export function parseDropUser(cursor: Cursor): DropUser {
  cursor.expect('DROP', 'USER');
  const lenient = ifExists(cursor);
  const name = userName(cursor);
  cursor.expectEnd();
  return { kind: 'drop-user', name, ifExists: lenient };
}

export interface ShowUsers extends ShowNarrowing {
  readonly kind: 'show-users';
}

/** `SHOW USERS [LIKE … | WHERE …] [LIMIT n]` */
export function parseShowUsers(cursor: Cursor): ShowUsers {
  cursor.expect('SHOW', 'USERS');
  return { kind: 'show-users', ...showNarrowing(cursor) };
}
