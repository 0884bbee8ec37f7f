import { once } from 'node:events';
import type mysql from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StatusFlag } from '../../protocol/status-flags.js';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';

let connection: mysql.Connection;

const { server } = await serverForFile();

beforeEach(async () => {
  connection = await server.connect();
});

afterEach(() => {
  connection.destroy();
});

/** The status flags with which a statement's OK comes. */
async function status(sql: string): Promise<number> {
  const [result] = await connection.query<mysql.ResultSetHeader>(sql);
  return (result as unknown as { serverStatus: number }).serverStatus & (StatusFlag.IN_TRANS | StatusFlag.AUTOCOMMIT | StatusFlag.IN_TRANS_READONLY);
}

async function value(sql: string): Promise<unknown> {
  return Object.values((await rows(connection, sql))[0] ?? {})[0];
}

const { IN_TRANS, AUTOCOMMIT, IN_TRANS_READONLY } = StatusFlag;

describe('transactions', () => {
  it.each([
    ['BEGIN'], ['BEGIN WORK'], ['START TRANSACTION'], ['START TRANSACTION WITH CONSISTENT SNAPSHOT, READ WRITE'],
  ])('%s begins one, COMMIT and ROLLBACK end it', async (begin) => {
    expect(await status(begin)).toBe(IN_TRANS | AUTOCOMMIT);
    expect(await status('SET @x = 1')).toBe(IN_TRANS | AUTOCOMMIT);
    expect(await status('COMMIT WORK')).toBe(AUTOCOMMIT);
    await status(begin);
    expect(await status('ROLLBACK AND NO CHAIN NO RELEASE')).toBe(AUTOCOMMIT);
  });

  it('AND CHAIN begins another one like it', async () => {
    await status('START TRANSACTION READ ONLY');
    expect(await status('COMMIT AND CHAIN')).toBe(IN_TRANS | AUTOCOMMIT | IN_TRANS_READONLY);
    expect(await status('ROLLBACK')).toBe(AUTOCOMMIT);
  });

  it('without autocommit a statement that reads a table begins one', async () => {
    expect(await status('SET autocommit = 0')).toBe(0);
    await rows(connection, 'SELECT 1');
    expect(await status('DO 1')).toBe(0);
    await rows(connection, 'SELECT * FROM system.stages');
    expect(await status('DO 1')).toBe(IN_TRANS);
    expect(await status('COMMIT')).toBe(0);
    await status('BEGIN');
    expect(await status('SET autocommit = 1')).toBe(AUTOCOMMIT);
  });

  it('RELEASE ends the connection behind its OK', async () => {
    const ended = once((connection as unknown as { connection: NodeJS.EventEmitter }).connection, 'end');
    await connection.query('COMMIT RELEASE');
    await ended;
  });

  it('knows savepoints', async () => {
    await status('BEGIN');
    for (const sql of ['SAVEPOINT a', 'SAVEPOINT `B`', 'SAVEPOINT c', 'ROLLBACK TO SAVEPOINT b', 'ROLLBACK WORK TO b', 'RELEASE SAVEPOINT b', 'ROLLBACK TO a']) expect(await status(sql)).toBe(IN_TRANS | AUTOCOMMIT);
    expect(await failure(connection, 'ROLLBACK TO c')).toMatchObject({ errno: 1305, message: expect.stringContaining('SAVEPOINT c does not exist') as string });
    await status('COMMIT');
    expect((await failure(connection, 'RELEASE SAVEPOINT a')).errno).toBe(1305);
    expect(await status('SAVEPOINT gone')).toBe(AUTOCOMMIT);
  });

  it('definitions end one, and a read-only one refuses them', async () => {
    await status('BEGIN');
    expect(await status('CREATE STAGE committed')).toBe(AUTOCOMMIT);
    await status('START TRANSACTION READ ONLY');
    expect(await failure(connection, 'DROP STAGE committed')).toMatchObject({ errno: 1792, sqlState: '25006' });
    expect((await failure(connection, 'REMOVE @committed')).errno).toBe(1792);
    expect(await status('ROLLBACK')).toBe(AUTOCOMMIT);
    await status('DROP STAGE committed');
  });

  it('SET TRANSACTION is for the next, SET SESSION TRANSACTION for all', async () => {
    await status('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY');
    expect(await status('BEGIN')).toBe(IN_TRANS | AUTOCOMMIT | IN_TRANS_READONLY);
    expect(await failure(connection, 'SET TRANSACTION READ WRITE')).toMatchObject({ errno: 1568, sqlState: '25001' });
    await status('COMMIT');
    expect(await status('BEGIN')).toBe(IN_TRANS | AUTOCOMMIT);
    await status('COMMIT');
    await status('SET SESSION TRANSACTION READ ONLY, ISOLATION LEVEL READ COMMITTED');
    expect(await rows(connection, 'SELECT @@transaction_isolation AS i, @@transaction_read_only AS r, @@tx_isolation AS t')).toEqual([{ i: 'READ-COMMITTED', r: 1, t: 'READ-COMMITTED' }]);
    expect((await failure(connection, 'CREATE STAGE never')).errno).toBe(1792);
    await status('SET GLOBAL TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  });

  it.each(['BEGIN 1', 'COMMIT AND', 'START TRANSACTION READ', 'START TRANSACTION READ ONLY, READ WRITE', 'SAVEPOINT', 'ROLLBACK TO', 'COMMIT NO CHAIN', 'SET TRANSACTION'])('%s is no statement', async (sql) => {
    expect((await failure(connection, sql)).errno).toBe(1064);
  });
});

describe('SET', () => {
  it('takes every scope and spelling', async () => {
    await connection.query("SET @a := 1 + 1, @b = 'x', sql_notes = OFF, SESSION sql_warnings = 1, @@session.lock_wait_timeout = 7, @@local.unique_checks = 0, @@foreign_key_checks = DEFAULT");
    expect(await rows(connection, 'SELECT @a AS a, @b AS b, @@sql_notes AS n, @@sql_warnings AS w, @@lock_wait_timeout AS t, @@unique_checks AS u, @@foreign_key_checks AS f')).toEqual([{ a: 2, b: 'x', n: 0, w: 1, t: 7, u: 0, f: 1 }]);
    await connection.query('SET GLOBAL net_buffer_length = 2048, div_precision_increment = 5, SESSION div_precision_increment = 6');
    expect(await rows(connection, 'SELECT @@global.net_buffer_length AS n, @@global.div_precision_increment AS g, @@div_precision_increment AS s')).toEqual([{ n: 2048, g: 5, s: 6 }]);
    await connection.query('SET @@global.net_buffer_length = DEFAULT, @@global.div_precision_increment = DEFAULT');
    await connection.query('UNSET div_precision_increment');
    expect(await value('SELECT @@div_precision_increment')).toBe(4);
  });

  it('keeps nothing over a restart, and says so', async () => {
    await connection.query('SET PERSIST net_buffer_length = 4096');
    expect(await rows(connection, 'SHOW WARNINGS')).toMatchObject([{ Level: 'Warning', Code: 1235 }]);
    await connection.query('SET @@persist.net_buffer_length = DEFAULT');
    expect((await failure(connection, 'SET PERSIST_ONLY net_buffer_length = 4096')).errno).toBe(1235);
    expect((await failure(connection, 'SET @@persist_only.net_buffer_length = 4096')).errno).toBe(1235);
  });

  it('is done as a whole or not at all', async () => {
    expect((await failure(connection, 'SET @kept = 1, autocommit = 0, sql_notes = 0, no_such_variable = 1')).errno).toBe(1193);
    expect(await rows(connection, 'SELECT @kept AS k, @@autocommit AS a, @@sql_notes AS n')).toEqual([{ k: null, a: 1, n: 1 }]);
  });

  it('a word is a text for a system variable, and a column that does not exist for a user variable', async () => {
    await connection.query('SET sql_mode = ANSI_QUOTES');
    expect(await value('SELECT @@sql_mode')).toBe('ANSI_QUOTES');
    expect((await failure(connection, 'SET @a = ANSI_QUOTES')).errno).toBe(1054);
  });

  it('SET ROLE and SET DEFAULT ROLE know that there are no roles', async () => {
    for (const sql of ['SET ROLE NONE', 'SET ROLE DEFAULT', 'SET ROLE ALL', "SET DEFAULT ROLE ALL TO root@'%'"]) await connection.query(sql);
    expect((await failure(connection, 'SET ROLE analyst')).errno).toBe(3530);
    expect((await failure(connection, 'SET RESOURCE GROUP r')).errno).toBe(1235);
  });

  it('SET PASSWORD changes the own password, and those of others with a privilege', async () => {
    await connection.query("CREATE USER bob IDENTIFIED BY 'old'");
    const bob = await server.connect({ user: 'bob', password: 'old' });
    await bob.query("SET PASSWORD = 'new'");
    expect((await failure(bob, "SET PASSWORD FOR root = 'stolen'")).errno).toBe(1227);
    await bob.end();
    await (await server.connect({ user: 'bob', password: 'new' })).end();
    await connection.query("SET PASSWORD FOR 'bob'@'%' = PASSWORD('newer')");
    await (await server.connect({ user: 'bob', password: 'newer' })).end();
    expect((await failure(connection, "SET PASSWORD FOR bob = 'secret' REPLACE 'x'")).message).not.toContain('secret');
    expect((await failure(connection, "SET PASSWORD FOR bob = 'secret' nonsense")).message).not.toContain('secret');
  });
});

describe('sql_mode and sql_dialect', () => {
  it.each([
    ["SET sql_mode = ''", 'text', 'escape'],
    ["SET sql_mode = 'ANSI_QUOTES'", 'name', 'escape'],
    ["SET sql_mode = 'ansi'", 'name', 'escape'],
    ["SET sql_mode = 'NO_BACKSLASH_ESCAPES'", 'text', 'plain'],
    ["SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'", 'name', 'plain'],
    ["SET sql_dialect = 'PostgreSQL'", 'name', 'escape'],
    ["SET sql_dialect = 'mysql'", 'text', 'escape'],
    ['SET sql_mode = 4', 'name', 'escape'],
  ])('%s: double quotes are a %s, backslashes %s', async (set, quotes, backslash) => {
    await connection.query(set);
    expect(Object.entries((await rows(connection, 'SELECT "n" FROM (SELECT 5 AS n) AS t'))[0] ?? {})).toEqual(quotes === 'name' ? [['n', 5]] : [['"n"', 'n']].map(([key, text]) => [expect.stringContaining(key?.slice(1, 2) ?? '') as string, text]));
    expect(await value(String.raw`SELECT 'a\\b' AS x`)).toBe(backslash === 'escape' ? 'a\\b' : 'a\\\\b');
    await connection.query(quotes === 'name' ? 'CREATE STAGE "quoted"' : 'CREATE STAGE quoted COMMENT = "text"');
    await connection.query('DROP STAGE quoted');
    await connection.query('SET sql_mode = DEFAULT, sql_dialect = DEFAULT');
    expect(await value('SELECT "n"')).toBe('n');
  });

  it('one and the same text is read anew after a change', async () => {
    const sql = 'SELECT "dummy" AS x FROM system.one';
    expect(await value(sql)).toBe('dummy');
    await connection.query("SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES')");
    expect(await value(sql)).toBe(1);
    await connection.query('SET sql_mode = ""');
    expect(await value(sql)).toBe('dummy');
  });

  it('values are checked', async () => {
    expect(await failure(connection, "SET sql_mode = 'ANSI,NOPE'")).toMatchObject({ errno: 1231, message: expect.stringContaining("'NOPE'") as string });
    expect((await failure(connection, "SET sql_dialect = 'Oracle'")).errno).toBe(1231);
  });

  it('|| concatenates whatever the mode', async () => {
    expect(await value("SELECT 'a' || 'b'")).toBe('ab');
  });
});

describe('statements that find nothing to do', () => {
  it.each([
    'LOCK TABLES t READ', 'LOCK TABLES a.b AS c READ LOCAL, `d` LOW_PRIORITY WRITE', 'LOCK TABLE t x WRITE', 'UNLOCK TABLES', 'LOCK INSTANCE FOR BACKUP', 'UNLOCK INSTANCE',
    'LOCK BINLOG FOR BACKUP', 'LOCK TABLES FOR BACKUP', 'UNLOCK BINLOG',
    'FLUSH TABLES', 'FLUSH TABLES a, b WITH READ LOCK', 'FLUSH LOCAL PRIVILEGES, STATUS', 'FLUSH BINARY LOGS', 'FLUSH TABLES t FOR EXPORT',
    'START SLAVE', 'STOP REPLICA', 'RESET PERSIST', 'ALTER TABLE `t` DISABLE KEYS', '/*!40000 ALTER TABLE `t` ENABLE KEYS */',
    "DO 1 + 1, 'x'",
  ])('%s', async (sql) => {
    expect(await status(sql)).toBe(AUTOCOMMIT);
  });

  it('LOCK TABLES ends a transaction', async () => {
    await status('BEGIN');
    expect(await status('LOCK TABLES t READ')).toBe(AUTOCOMMIT);
  });

  it('tables are looked after with the rows that MySQL gives', async () => {
    expect(await rows(connection, 'ANALYZE LOCAL TABLE system.one, nope')).toEqual([
      { Table: 'system.one', Op: 'analyze', Msg_type: 'note', Msg_text: "The storage engine for the table doesn't support analyze" },
      { Table: 'default.nope', Op: 'analyze', Msg_type: 'Error', Msg_text: "Table 'default.nope' doesn't exist" },
      { Table: 'default.nope', Op: 'analyze', Msg_type: 'status', Msg_text: 'Operation failed' },
    ]);
    expect(await rows(connection, 'CHECK TABLE system.stages FOR UPGRADE')).toEqual([{ Table: 'system.stages', Op: 'check', Msg_type: 'status', Msg_text: 'OK' }]);
    expect(await rows(connection, 'CHECKSUM TABLE system.one, nope EXTENDED')).toEqual([{ Table: 'system.one', Checksum: null }, { Table: 'default.nope', Checksum: null }]);
    expect(await rows(connection, 'SHOW WARNINGS')).toMatchObject([{ Code: 1146 }]);
    expect(await rows(connection, 'OPTIMIZE TABLE system.one')).toHaveLength(1);
    expect(await rows(connection, 'REPAIR TABLE system.one QUICK')).toHaveLength(1);
  });

  it('HELP knows no topic', async () => {
    expect(await rows(connection, "HELP 'select'")).toEqual([]);
  });

  it.each([
    ["XA START 'x'", 1235], ['HANDLER t OPEN', 1235], ['CALL p()', 1235], ['CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET @a = 1', 1235], ['INSTALL PLUGIN x SONAME "y"', 1235],
    ["PURGE BINARY LOGS TO 'x'", 1381], ['RESET MASTER', 1186], ['RESET BINARY LOGS AND GTIDS', 1186], ['SHUTDOWN', 1235], ['GET DIAGNOSTICS @a = NUMBER', 1235],
    ['FLUSH NOTHING', 1064], ['LOCK TABLES', 1064], ['DO', 1064],
  ])('%s is refused with %i', async (sql, errno) => {
    expect((await failure(connection, sql)).errno).toBe(errno);
  });
});

it('the frame of a dump runs', async () => {
  const frame = [
    '/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */', '/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */',
    '/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */', '/*!50503 SET NAMES utf8mb4 */', '/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */',
    "/*!40103 SET TIME_ZONE='+00:00' */", '/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */',
    '/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */', "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */",
    '/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */', '/*!999999\\- enable the sandbox mode */', '/*M!100616 SET @OLD_NOTE_VERBOSITY=@@NOTE_VERBOSITY, NOTE_VERBOSITY=0 */',
    '/*!40101 SET @saved_cs_client = @@character_set_client */', '/*!50503 SET character_set_client = utf8mb4 */', '/*!40101 SET character_set_client = @saved_cs_client */',
    'LOCK TABLES `t` WRITE', '/*!40000 ALTER TABLE `t` DISABLE KEYS */', '/*!40000 ALTER TABLE `t` ENABLE KEYS */', 'UNLOCK TABLES',
    '/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */', '/*!40101 SET SQL_MODE=@OLD_SQL_MODE */', '/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */',
    '/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */', '/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */', '/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */',
  ];
  const dump = await server.connect({ multipleStatements: true });
  await dump.query(`${frame.join(';\n')};\n`);
  expect(await rows(dump, 'SELECT @@sql_mode = @OLD_SQL_MODE AS same')).toEqual([{ same: 1 }]);
  await dump.end();
});
