import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import mariadb from 'mariadb';
import mysqljs from 'mysql';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandLineClient } from '../support/command-line-client.js';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';

const run = promisify(execFile);

const { server } = await serverForFile();

beforeAll(async () => {
  const root = await server.connect();
  await root.query("CREATE USER ann IDENTIFIED BY 'p w'");
  await root.query("CREATE STAGE s COMMENT = 'für alle 🎈'");
  await root.query('GRANT ALL ON *.* TO ann');
  await root.end();
});

const cli = await commandLineClient();

describe.skipIf(cli === null)('the command line client', () => {
  const mysql = async (...args: string[]): Promise<string> => {
    const { stdout } = await run(cli ?? '', ['-h', '127.0.0.1', '-P', String(server.mysqlPort), '--default-character-set=utf8mb4', ...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  };

  it('runs statements, with and without a password', async () => {
    expect(await mysql('-u', 'root', '-N', '-e', 'SELECT 1; SELECT comment FROM system.stages')).toBe('1\nfür alle 🎈\n');
    expect(await mysql('-u', 'ann', '-pp w', '-N', '-e', 'SELECT USER(), DATABASE()')).toBe('ann@%\tdefault\n');
    await expect(mysql('-u', 'ann', '-pwrong', '-e', 'SELECT 1')).rejects.toMatchObject({ stderr: expect.stringContaining('ERROR 1045 (28000): Access denied for user \'ann\'@\'127.0.0.1\'') as string });
  });

  it('is at home: USE, SHOW, the database of the command line, errors that keep their number', async () => {
    expect(await mysql('-u', 'root', '-N', '-e', "USE system; SHOW TABLES LIKE 'stage%'; SHOW DATABASES")).toBe('stages\ndefault\ninformation_schema\nmysql\nperformance_schema\nsys\nsystem\n');
    expect(await mysql('-u', 'root', 'system', '-N', '-e', 'SELECT name FROM stages')).toBe('s\n');
    expect(await mysql('-u', 'root', '-N', '-e', "SHOW VARIABLES LIKE 'lower_case_table_names'; SELECT @@version_comment LIMIT 1")).toBe('lower_case_table_names\t0\nStagewire\n');
    expect(await mysql('-u', 'root', '-N', '--show-warnings', '-e', 'SET NAMES utf8mb4; SHOW WARNINGS; SELECT 2')).toBe('2\n');
    await expect(mysql('-u', 'root', '-e', 'LIST @nope')).rejects.toMatchObject({ stderr: expect.stringContaining("ERROR 1105 (HY000) at line 1: UnknownStage. Code: 2501, Text = Stage 'nope' does not exist..") as string });
    await expect(mysql('-u', 'root', 'nope', '-e', 'SELECT 1')).rejects.toMatchObject({ stderr: expect.stringContaining('ERROR 1049 (42000)') as string });
  });

  it('goes through a script, comments and all', async () => {
    const script = "/*!40101 SET NAMES utf8mb4 */;\n-- a comment\nCREATE STAGE IF NOT EXISTS script; # another\nSHOW STAGES LIKE 'scr%' \\G\nDROP STAGE script;\n";
    expect(await mysql('-u', 'root', '-e', script)).toContain('name: script');
  });

  it('sees a result of 40 MB', async () => {
    expect((await mysql('-u', 'root', '--max-allowed-packet=64M', '-N', '-e', "SELECT repeat('x', 40000000)")).length).toBe(40_000_001);
  });
});

describe('drivers', () => {
  it('mysql2: several statements, long texts, reconnecting by changing the user', async () => {
    const connection = await server.connect({ multipleStatements: true });
    expect((await connection.query('SELECT 1 AS a; SHOW STAGES LIKE "s"; SELECT 2 AS b'))[0]).toMatchObject([[{ a: 1 }], [{ name: 's' }], [{ b: 2 }]]);
    const long = 'ü'.repeat(9_000_000);
    expect(await rows(connection, `SELECT length('${long}') AS n, '${long}' AS t`)).toEqual([{ n: 9_000_000, t: long }]);
    await connection.changeUser({ user: 'ann', password: 'p w' });
    expect(await rows(connection, 'SELECT USER() AS me')).toEqual([{ me: 'ann@%' }]);
    await connection.end();
  });

  it('a client that did not ask for several statements gets none of them', async () => {
    const connection = await server.connect();
    expect((await failure(connection, 'CREATE STAGE sneaky; DROP STAGE s')).errno).toBe(1064);
    expect(await rows(connection, "SHOW STAGES LIKE 'sneaky'")).toEqual([]);
    await connection.end();
  });

  it('values arrive with their types', async () => {
    const connection = await server.connect({ supportBigNumbers: true, dateStrings: true });
    expect(await rows(connection, "SELECT 1 AS i, 1.50 AS d, 1e3 AS f, 'x' AS s, NULL AS n, TRUE AS b, 9223372036854775807 AS l, 18446744073709551615 AS u, cast('2024-02-03' AS date) AS day, cast('2024-02-03 04:05:06.7' AS datetime) AS t")).toEqual([
      { i: 1, d: '1.50', f: 1000, s: 'x', n: null, b: 1, l: '9223372036854775807', u: '18446744073709551615', day: '2024-02-03', t: '2024-02-03 04:05:06.700000' },
    ]);
    await connection.end();
  });

  it('npm mysql', async () => {
    const connection = mysqljs.createConnection({ host: '127.0.0.1', port: server.mysqlPort, user: 'ann', password: 'p w' });
    const result = await new Promise((resolve, reject) => {
      connection.query('SELECT name, comment FROM system.stages', (error, found: unknown) => { if (error) reject(error); else resolve(found); });
    });
    expect(result).toEqual([{ name: 's', comment: 'für alle 🎈' }]);
    connection.destroy();
  });

  it('npm mariadb', async () => {
    const connection = await mariadb.createConnection({ host: '127.0.0.1', port: server.mysqlPort, user: 'ann', password: 'p w' });
    expect(await connection.query('SELECT name, comment FROM system.stages')).toMatchObject([{ name: 's', comment: 'für alle 🎈' }]);
    await connection.end();
  });
});
