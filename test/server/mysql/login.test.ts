import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import mariadb from 'mariadb';
import mysql from 'mysql';
import mysql2 from 'mysql2/promise';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Account } from '../../../server/authentication.js';
import { commandLineClient } from '../../support/command-line-client.js';
import { account, startServer } from './harness.js';

interface Login {
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** Logs in, asks who it is, and leaves. */
type Client = (login: Login) => Promise<string>;

interface UserRow {
  readonly user: string;
}

const withMysql2: Client = async (login) => {
  const connection = await mysql2.createConnection({ host: '127.0.0.1', ...login });
  const [rows] = await connection.query('SELECT USER()');
  await connection.end();
  return (rows as UserRow[])[0]?.user ?? '';
};

const withMysql: Client = async (login) => {
  const connection = mysql.createConnection({ host: '127.0.0.1', ...login });
  try {
    return await new Promise((resolve, reject) => {
      connection.query('SELECT USER()', (error, rows) => {
        if (error === null) resolve((rows as UserRow[])[0]?.user ?? '');
        else reject(error);
      });
    });
  } finally {
    connection.destroy();
  }
};

const withMariadb: Client = async (login) => {
  const connection = await mariadb.createConnection({ host: '127.0.0.1', allowPublicKeyRetrieval: true, connectTimeout: 10_000, ...login });
  const rows = await connection.query<UserRow[]>('SELECT USER()');
  await connection.end();
  return rows[0]?.user ?? '';
};

const cli = await commandLineClient();

const withCli: Client = async ({ port, user, password }) => {
  const options = ['--no-defaults', '-h127.0.0.1', `-P${port}`, `-u${user}`, '--skip-column-names', '-e', 'SELECT USER()'];
  const environment = { ...process.env, MYSQL_PWD: password };
  const { stdout } = await promisify(execFile)(cli ?? '', options, { env: environment });
  return stdout.trim();
};

const accounts: Account[] = [];
beforeAll(async () => {
  accounts.push(
    await account('ann', 'seCret ü'),
    await account('nat', 'native1', 'mysql_native_password'),
    await account('sha', 'sha2two', 'caching_sha2_password'),
    await account('emptynative', '', 'mysql_native_password'),
    await account('emptysha', '', 'caching_sha2_password'),
    await account('nopass', '', 'no_password'),
    { ...(await account('gone', 'x')), disabled: true },
  );
});

const modern: [name: string, client: Client][] = [['mysql2', withMysql2], ['mariadb', withMariadb], ...(cli === null ? [] : [['command line client', withCli] as [string, Client]])];

describe.each([...modern, ['mysql', withMysql] as [string, Client]])('%s', (_name, client) => {
  test.each([
    ['root', ''],
    ['ann', 'seCret ü'],
    ['nat', 'native1'],
    ['emptynative', ''],
    ['emptysha', ''],
    ['nopass', ''],
  ])('logs in as %s', async (user, password) => {
    const { port } = await startServer({}, accounts);
    await expect(client({ port, user, password })).resolves.toBe(user);
  });

  test.each([
    ['ann', 'wrong', 'YES'],
    ['ann', '', 'NO'],
    ['nat', 'wrong', 'YES'],
    ['nobody', 'x', 'YES'],
    ['nobody', '', 'NO'],
    ['nopass', 'x', 'YES'],
    ['root', 'x', 'YES'],
    ['gone', 'x', 'YES'],
  ])('is refused as %s with password "%s"', async (user, password, using) => {
    const { port } = await startServer({}, accounts);
    await expect(client({ port, user, password })).rejects.toThrow(
      `Access denied for user '${user}'@'127.0.0.1' (using password: ${using})`,
    );
  });
});

describe.each(modern)('%s', (_name, client) => {
  test('logs in by full and by fast caching_sha2 authentication', async () => {
    const { port } = await startServer({}, accounts);
    const login = { port, user: 'sha', password: 'sha2two' };
    await expect(client(login)).resolves.toBe('sha');
    await expect(client(login)).resolves.toBe('sha');
  });

  test('is refused as a caching_sha2 user with a wrong password', async () => {
    const { port } = await startServer({}, accounts);
    await expect(client({ port, user: 'sha', password: 'wrong' })).rejects.toThrow(/Access denied for user 'sha'/);
  });
});

test('a client that can not know the plugin of its user is told so with 1251', async () => {
  const { port } = await startServer({}, accounts);
  await expect(withMysql({ port, user: 'sha', password: 'sha2two' })).rejects.toThrow(/ER_NOT_SUPPORTED_AUTH_MODE/);
  await expect(withMysql({ port, user: 'nat', password: 'native1' })).resolves.toBe('nat');
});

test('changes the user on an open connection, and ends the connection where that fails', async () => {
  const { port, service } = await startServer({}, accounts);
  const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root' });
  await connection.changeUser({ user: 'ann', password: 'seCret ü', database: 'other' });
  const [rows] = await connection.query('SELECT USER()');
  expect(rows).toEqual([{ user: 'ann' }]);
  expect(service.openings.map(({ identity }) => identity.user)).toEqual(['root', 'ann']);
  const ended = once(connection, 'end');
  await expect(connection.changeUser({ user: 'nat', password: 'wrong' })).rejects.toThrow(/Access denied/);
  await ended;
});
