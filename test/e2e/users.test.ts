import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';

const { server, directory } = await serverForFile();
const root = await server.connect();
afterAll(() => root.end());

async function put(folder: string, name: string): Promise<void> {
  const path = join(directory, 'store', 'stage', folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, 'x');
}

async function as<T>(user: string, work: (connection: mysql.Connection) => Promise<T>, password = 'pw'): Promise<T> {
  const connection = await server.connect({ user, password });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}

const upload = (user: string, headers: Record<string, string>, password = 'pw'): Promise<Response> => {
  const form = new FormData();
  form.append('upload', new Blob(['1,2\n']), 'up.csv');
  return fetch(`${server.httpUrl}/v1/upload_to_stage`, { method: 'PUT', body: form, headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`, ...headers } });
};

describe('users', () => {
  it.each([
    ["IDENTIFIED BY 'pw'", 'double_sha1_password'],
    ["IDENTIFIED WITH mysql_native_password BY 'pw'", 'double_sha1_password'],
    ["IDENTIFIED WITH caching_sha2_password BY 'pw'", 'sha256_password'],
    ["IDENTIFIED WITH sha256_password BY 'pw'", 'sha256_password'],
  ])('created %s log in over both doors, and nobody else does', async (how, authType) => {
    await root.query(`CREATE USER 'login'@'%' ${how}`);
    expect(await as('login', (connection) => rows(connection, 'SELECT USER() AS me'))).toEqual([{ me: 'login@%' }]);
    expect(await as('login', (connection) => rows(connection, 'SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    expect((await upload('login', { 'x-databend-stage-name': '~' })).status).toBe(200);
    await expect(as('login', () => Promise.resolve(), 'wrong')).rejects.toMatchObject({ errno: 1045, sqlState: '28000', message: "Access denied for user 'login'@'127.0.0.1' (using password: YES)" });
    await expect(as('login', () => Promise.resolve(), '')).rejects.toMatchObject({ errno: 1045 });
    expect((await upload('login', { 'x-databend-stage-name': '~' }, 'wrong')).status).toBe(401);
    expect(await rows(root, "SHOW USERS LIKE 'login'")).toMatchObject([{ name: 'login', hostname: '%', auth_type: authType, disabled: 0 }]);

    await root.query("ALTER USER login IDENTIFIED BY 'new'");
    await expect(as('login', () => Promise.resolve())).rejects.toMatchObject({ errno: 1045 });
    await as('login', (connection) => connection.ping(), 'new');
    await root.query('ALTER USER login WITH DISABLED = TRUE');
    await expect(as('login', () => Promise.resolve(), 'new')).rejects.toMatchObject({ errno: 1045 });
    await root.query('DROP USER login');
    await expect(as('login', () => Promise.resolve(), 'new')).rejects.toMatchObject({ errno: 1045 });
  });

  it('that exist, do not exist, or can not be', async () => {
    await root.query('CREATE USER nopw IDENTIFIED WITH no_password');
    await as('nopw', (connection) => connection.ping(), '');
    expect((await failure(root, "CREATE USER nopw IDENTIFIED BY 'x'")).message).toContain('Code: 2202');
    await root.query("CREATE USER IF NOT EXISTS nopw IDENTIFIED BY 'x'");
    await as('nopw', (connection) => connection.ping(), '');
    await root.query('DROP USER nopw');
    await root.query('DROP USER IF EXISTS nopw');
    for (const sql of ['DROP USER nopw', "ALTER USER nopw IDENTIFIED BY 'x'", 'GRANT ALL ON *.* TO nopw', 'SHOW GRANTS FOR nopw']) {
      expect((await failure(root, sql)).message).toContain("Code: 2201, Text = User 'nopw'@'%' does not exist");
    }
    expect((await failure(root, 'DROP USER root')).message).toContain('Code: 2218');
    expect((await failure(root, 'REVOKE ALL ON *.* FROM root')).message).toContain('Code: 1061');
  });

  it('have a stage of their own that nobody else sees', async () => {
    for (const user of ['own1', 'own2']) await root.query(`CREATE USER ${user} IDENTIFIED BY 'pw'`);
    await put('user/own1', 'secret.csv');
    expect(await as('own1', (connection) => rows(connection, 'LIST @~'))).toMatchObject([{ name: 'secret.csv' }]);
    expect(await as('own2', (connection) => rows(connection, 'LIST @~'))).toEqual([]);
    expect(await rows(root, 'LIST @~')).toEqual([]);
    await as('own2', (connection) => connection.query('REMOVE @~'));
    expect(await as('own1', (connection) => rows(connection, "SELECT name FROM list_stage(location => '@~')"))).toEqual([{ name: 'secret.csv' }]);
  });
});

describe('privileges', () => {
  beforeAll(async () => {
    await root.query("CREATE USER ann IDENTIFIED BY 'pw'");
    await root.query('CREATE STAGE shared');
    await root.query('CREATE STAGE hidden');
    await put('internal/shared', 'a.csv');
  });

  it('missing, every statement says what it needs, and changes nothing', async () => {
    await as('ann', async (ann) => {
      for (const [sql, privilege] of [
        ['LIST @shared', '[Read] is required on STAGE shared'],
        ["SELECT * FROM list_stage(location => '@shared')", '[Read] is required on STAGE shared'],
        ["SELECT (SELECT count(*) FROM list_stage(location => '@shared'))", '[Read] is required on STAGE shared'],
        ['PRESIGN @shared/a.csv', '[Read] is required on STAGE shared'],
        ['PRESIGN UPLOAD @shared/a.csv', '[Write] is required on STAGE shared'],
        ['REMOVE @shared', '[Write] is required on STAGE shared'],
        ['DROP STAGE shared', 'is required on STAGE shared'],
        ['DROP STAGE IF EXISTS shared', 'is required on STAGE shared'],
        ["ALTER STAGE shared SET COMMENT = 'x'", 'is required on STAGE shared'],
        ['CREATE STAGE mine', '[CreateStage] is required on *.*'],
        ['CREATE OR REPLACE STAGE shared', '[CreateStage] is required on *.*'],
        ["CREATE USER x IDENTIFIED BY 'x'", '[CreateUser] is required on *.*'],
        ["ALTER USER root IDENTIFIED BY 'x'", '[CreateUser] is required on *.*'],
        ['GRANT READ ON STAGE shared TO ann', '[Grant] is required on *.*'],
        ["CREATE CONNECTION c STORAGE_TYPE = 's3'", '[Super] is required on *.*'],
        ['CREATE FILE FORMAT f TYPE = CSV', '[Super] is required on *.*'],
        ['ALTER FILE FORMAT f SET SKIP_HEADER = 1', '[Super] is required on *.*'],
        ['SET GLOBAL wait_timeout = 1', '[Super] is required on *.*'],
        ['SHOW GRANTS FOR root', 'is required on *.*'],
        ['SHOW USERS', 'is required on *.*'],
      ] as const) {
        const error = await failure(ann, sql);
        expect(error, sql).toMatchObject({ errno: 1227, sqlState: '42000' });
        expect(error.message, sql).toContain('PermissionDenied. Code: 1063');
        expect(error.message, sql).toContain(privilege);
      }
      expect((await failure(ann, 'LIST @nope')).message).toContain('Code: 2501');
      expect(await rows(ann, 'SHOW STAGES')).toEqual([]);
      expect((await failure(ann, 'DESC STAGE shared')).message).toContain('Code: 2501');
    });
    expect((await upload('ann', { 'x-databend-stage-name': 'shared' })).status).toBe(403);
    expect(await rows(root, 'LIST @shared')).toMatchObject([{ name: 'a.csv' }]);
  });

  it('granted, count at once and for the stage alone; revoked, no more', async () => {
    await as('ann', async (ann) => {
      await root.query('GRANT READ ON STAGE shared TO ann');
      expect(await rows(ann, 'LIST @shared')).toHaveLength(1);
      expect(await rows(ann, 'SHOW STAGES')).toMatchObject([{ name: 'shared' }]);
      expect((await failure(ann, 'REMOVE @shared')).errno).toBe(1227);
      expect((await failure(ann, 'LIST @hidden')).errno).toBe(1227);
      await root.query("GRANT WRITE ON STAGE shared TO USER 'ann'@'%'");
      expect((await upload('ann', { 'x-databend-stage-name': 'shared' })).status).toBe(200);
      await ann.query('REMOVE @shared/up.csv');
      expect(await rows(ann, 'SHOW GRANTS')).toMatchObject([{ privileges: 'Read,Write', object_name: 'shared', grant_to: 'USER', name: 'ann', grants: "GRANT Read,Write ON STAGE shared TO 'ann'@'%'" }]);
      expect(await rows(root, 'SHOW GRANTS ON STAGE shared')).toHaveLength(1);
      await root.query('REVOKE ALL ON STAGE shared FROM ann');
      expect((await failure(ann, 'LIST @shared')).errno).toBe(1227);
      await root.query('GRANT ALL ON *.* TO ann');
      expect(await rows(ann, 'SHOW GRANTS')).toMatchObject([{ privileges: 'ALL', grants: "GRANT ALL ON *.* TO 'ann'@'%'" }]);
      expect(await rows(ann, 'LIST @hidden')).toEqual([]);
      expect((await failure(ann, "ALTER USER root IDENTIFIED BY 'x'")).message).toContain("user 'root' can only be changed by itself");
      await root.query('REVOKE ALL ON *.* FROM ann');
    });
  });

  it('a creator of a stage has it, and its grants go with it', async () => {
    await root.query('GRANT CREATE STAGE ON *.* TO ann');
    await as('ann', async (ann) => {
      await ann.query('CREATE STAGE made');
      expect((await upload('ann', { 'x-databend-stage-name': 'made' })).status).toBe(200);
      await ann.query("ALTER STAGE made SET COMMENT = 'mine'");
      await ann.query('CREATE OR REPLACE STAGE made');
      expect(await rows(ann, 'LIST @made')).toEqual([]);
      expect((await failure(ann, 'CREATE OR REPLACE STAGE hidden')).errno).toBe(1227);
      await ann.query('DROP STAGE made');
      await root.query('CREATE STAGE made');
      expect((await failure(ann, 'LIST @made')).errno).toBe(1227);
    });
  });

  it('nobody grants what he does not have', async () => {
    await root.query("CREATE USER giver IDENTIFIED BY 'pw'");
    await root.query('GRANT GRANT ON *.* TO giver');
    await as('giver', async (giver) => {
      expect((await failure(giver, 'GRANT SUPER ON *.* TO giver')).message).toContain('[Super]');
      expect((await failure(giver, 'GRANT READ ON STAGE shared TO giver')).message).toContain('[Read]');
      await root.query('GRANT READ ON STAGE shared TO giver');
      await giver.query('GRANT READ ON STAGE shared TO ann');
    });
  });

  it('a user changes the own password without any', async () => {
    await as('giver', (giver) => giver.query("ALTER USER giver IDENTIFIED BY 'pw2'"));
    await as('giver', (giver) => giver.ping(), 'pw2');
  });
});

describe('SHOW CREATE USER', () => {
  const shown = async (user: string): Promise<string> => String(Object.values((await rows(root, `SHOW CREATE USER ${user}`))[0] ?? {})[0]);

  it('says all but the secret, and makes no user without one when it is run', async () => {
    await root.query("CREATE USER shown IDENTIFIED WITH caching_sha2_password BY 'pw' REQUIRE SSL ACCOUNT LOCK");
    const statement = await shown('shown');
    expect(statement).toBe(
      "CREATE USER `shown`@`%` IDENTIFIED WITH 'caching_sha2_password' AS '<secret>' REQUIRE SSL PASSWORD EXPIRE DEFAULT ACCOUNT LOCK " +
      'PASSWORD HISTORY DEFAULT PASSWORD REUSE INTERVAL DEFAULT PASSWORD REQUIRE CURRENT DEFAULT',
    );
    expect(await failure(root, statement.replace('shown', 'copied'))).toMatchObject({ errno: 1064 });
    await root.query(statement.replace('shown', 'copied').replace("AS '<secret>'", "BY 'other'"));
    expect(await shown('copied')).toBe(statement.replace('shown', 'copied'));
  });

  it('follows ALTER USER … ACCOUNT', async () => {
    await root.query("CREATE USER locked IDENTIFIED BY 'pw'");
    await root.query('ALTER USER locked ACCOUNT LOCK');
    expect(await shown('locked')).toContain('REQUIRE NONE PASSWORD EXPIRE DEFAULT ACCOUNT LOCK');
    await expect(as('locked', () => Promise.resolve())).rejects.toThrow();
    await root.query('ALTER USER locked ACCOUNT UNLOCK PASSWORD EXPIRE NEVER');
    expect(await as('locked', (connection) => rows(connection, 'SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    expect(await failure(root, 'ALTER USER locked ACCOUNT')).toMatchObject({ errno: 1064 });
    expect(await failure(root, 'ALTER USER locked')).toMatchObject({ errno: 1064 });
  });
});
