import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, rows, startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;
let root: mysql.Connection;

beforeAll(async () => {
  directory = await temporaryDirectory();
  server = await startServer(directory.path);
  root = await server.connect();
});

afterAll(async () => {
  await root.end();
  await server.stop();
  await directory.remove();
});

async function as<T>(user: string, work: (connection: mysql.Connection) => Promise<T>): Promise<T> {
  const connection = await server.connect({ user, password: 'pw' });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}

function tablesOf(columns: readonly { d: string; t: string; c: string }[]): ReadonlyMap<string, readonly string[]> {
  const tables = new Map<string, string[]>();
  for (const { d, t, c } of columns) tables.set(`\`${d}\`.\`${t}\``, [...(tables.get(`\`${d}\`.\`${t}\``) ?? []), c]);
  return tables;
}

describe('tables that come with the server', () => {
  it('can all be read', async () => {
    const columns = await rows(root, 'SELECT table_schema AS d, table_name AS t, column_name AS c FROM information_schema.columns ORDER BY 1, 2, ordinal_position');
    const tables = tablesOf(columns as { d: string; t: string; c: string }[]);
    expect(tables.size).toBeGreaterThan(150);
    for (const [table, own] of tables) {
      const [, fields] = await root.query(`SELECT * FROM ${table} LIMIT 3`);
      expect(fields.map(({ name }) => name), table).toEqual(own);
    }
  });

  it('are found in any case, and say their names as they are', async () => {
    const [, fields] = await root.query('SELECT table_name, Engine FROM INFORMATION_SCHEMA.tables WHERE TABLE_SCHEMA = "mysql" AND TABLE_NAME = "user"');
    expect(fields.map(({ name }) => name)).toEqual(['TABLE_NAME', 'ENGINE']);
    expect(await rows(root, 'SELECT count(*) AS n FROM MYSQL.USER')).toEqual([{ n: 1 }]);
  });

  it('are columns of the same order and type as in MySQL 8.4', async () => {
    expect(await rows(root, "SELECT column_name AS c, column_type AS t, is_nullable AS n FROM information_schema.columns WHERE table_schema = 'information_schema' AND table_name = 'SCHEMATA' ORDER BY ordinal_position")).toEqual([
      { c: 'CATALOG_NAME', t: 'varchar(64)', n: 'YES' },
      { c: 'SCHEMA_NAME', t: 'varchar(64)', n: 'YES' },
      { c: 'DEFAULT_CHARACTER_SET_NAME', t: 'varchar(64)', n: 'NO' },
      { c: 'DEFAULT_COLLATION_NAME', t: 'varchar(64)', n: 'NO' },
      { c: 'SQL_PATH', t: 'binary(0)', n: 'YES' },
      { c: 'DEFAULT_ENCRYPTION', t: "enum('NO','YES')", n: 'NO' },
    ]);
  });

  it('are unknown by another name', async () => {
    expect(await failure(root, 'SELECT * FROM information_schema.nothing')).toMatchObject({ errno: 1146 });
    expect(await failure(root, 'SELECT * FROM nowhere.nothing')).toMatchObject({ errno: 1049 });
  });
});

describe('users in system tables', () => {
  beforeAll(async () => {
    await root.query("CREATE USER plain IDENTIFIED BY 'pw'");
    await root.query("CREATE USER manager IDENTIFIED BY 'pw'");
    await root.query('GRANT CREATE USER ON *.* TO manager');
    await root.query('CREATE STAGE hidden');
  });

  it('are shown to who may manage them, and without password material', async () => {
    expect(await as('manager', (connection) => rows(connection, 'SELECT user, authentication_string AS a, Create_user_priv AS c FROM mysql.user ORDER BY user'))).toEqual([
      { User: 'manager', a: null, c: 'Y' }, { User: 'plain', a: null, c: 'N' }, { User: 'root', a: null, c: 'Y' },
    ]);
    for (const table of ['mysql.user', 'system.users']) {
      expect(await as('plain', (connection) => rows(connection, `SELECT count(*) AS n FROM ${table}`)), table).toEqual([{ n: 1 }]);
    }
  });

  it('have the privileges that they were granted', async () => {
    const sql = 'SELECT grantee AS g, privilege_type AS p, is_grantable AS i FROM information_schema.user_privileges ORDER BY 1, 2';
    expect(await as('plain', (connection) => rows(connection, sql))).toEqual([{ g: "'plain'@'%'", p: 'USAGE', i: 'NO' }]);
    expect(await as('manager', (connection) => rows(connection, `${sql} LIMIT 1`))).toEqual([{ g: "'manager'@'%'", p: 'CREATE USER', i: 'NO' }]);
    expect(await as('plain', (connection) => rows(connection, 'SELECT * FROM system.stages'))).toEqual([]);
  });
});
