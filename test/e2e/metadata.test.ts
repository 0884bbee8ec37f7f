import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';

const { server } = await serverForFile();
const root = await server.connect();
afterAll(() => root.end());

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

  it('are told to a client with their columns, by the names that the query gives them and by their own', async () => {
    const sql = "SELECT s.SCHEMA_NAME AS n, s.DEFAULT_COLLATION_NAME, upper(s.SCHEMA_NAME) AS u FROM information_schema.SCHEMATA AS s WHERE s.SCHEMA_NAME = ?";
    const NOT_NULL = 1;
    for (const [, fields] of [await root.query(sql, ['sys']), await root.execute(sql, ['sys'])]) {
      expect(fields.map(({ db, table, orgTable, name, orgName, columnLength, flags }) => ({ db, table, orgTable, name, orgName, columnLength, isNotNull: (Number(flags) & NOT_NULL) !== 0 }))).toEqual([
        { db: 'information_schema', table: 's', orgTable: 'SCHEMATA', name: 'n', orgName: 'SCHEMA_NAME', columnLength: 64 * 4, isNotNull: false },
        { db: 'information_schema', table: 's', orgTable: 'SCHEMATA', name: 'DEFAULT_COLLATION_NAME', orgName: 'DEFAULT_COLLATION_NAME', columnLength: 64 * 4, isNotNull: true },
        { db: '', table: '', orgTable: '', name: 'u', orgName: '', columnLength: 65_528, isNotNull: false },
      ]);
    }
    await root.query('CREATE VIEW origins AS SELECT SCHEMA_NAME AS n FROM information_schema.SCHEMATA');
    const [, [field]] = await root.query('SELECT v.n AS m FROM origins v');
    expect(field).toMatchObject({ db: 'default', table: 'v', orgTable: 'origins', name: 'm', orgName: 'n' });
    await root.query('DROP VIEW origins');
  });

  it.each([
    ['INNODB_TABLES', 'TABLE_ID, NAME, FLAG, N_COLS, SPACE, ROW_FORMAT, ZIP_PAGE_SIZE, SPACE_TYPE, INSTANT_COLS, TOTAL_ROW_VERSIONS'],
    ['INNODB_FT_BEING_DELETED', 'DOC_ID'],
  ])('%s is there with the columns of MySQL 8.4, and empty', async (table, expected) => {
    const [found, fields] = await root.query(`SELECT * FROM information_schema.${table}`);
    expect(found).toEqual([]);
    expect(fields.map(({ name }) => name)).toEqual(expected.split(', '));
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

describe('SHOW', () => {
  async function columnsOf(sql: string): Promise<readonly string[]> {
    const [, fields] = await root.query(sql);
    return fields.map(({ name }) => name);
  }

  it.each([
    ['SHOW ENGINES', 'Engine, Support, Comment, Transactions, XA, Savepoints'],
    ['SHOW PLUGINS', 'Name, Status, Type, Library, License'],
    ['SHOW CHARACTER SET', 'Charset, Description, Default collation, Maxlen'],
    ['SHOW COLLATION', 'Collation, Charset, Id, Default, Compiled, Sortlen, Pad_attribute'],
    ['SHOW TRIGGERS', 'Trigger, Event, Table, Statement, Timing, Created, sql_mode, Definer, character_set_client, collation_connection, Database Collation'],
    ['SHOW EVENTS', 'Db, Name, Definer, Time zone, Type, Execute at, Interval value, Interval field, Starts, Ends, Status, Originator, character_set_client, collation_connection, Database Collation'],
    ['SHOW PROCEDURE STATUS', 'Db, Name, Type, Definer, Modified, Created, Security_type, Comment, character_set_client, collation_connection, Database Collation'],
    ['SHOW OPEN TABLES', 'Database, Table, In_use, Name_locked'],
    ['SHOW BINARY LOG STATUS', 'File, Position, Binlog_Do_DB, Binlog_Ignore_DB, Executed_Gtid_Set'],
    ['SHOW PROFILES', 'Query_ID, Duration, Query'],
    ['SHOW PROFILE ALL, BLOCK IO FOR QUERY 2 LIMIT 1', 'Status, Duration'],
    ['SHOW PRIVILEGES', 'Privilege, Context, Comment'],
    ['SHOW TABLE STATUS', 'Name, Engine, Version, Row_format, Rows, Avg_row_length, Data_length, Max_data_length, Index_length, Data_free, Auto_increment, Create_time, Update_time, Check_time, Collation, Checksum, Create_options, Comment'],
    ['SHOW COLUMNS FROM system.one', 'Field, Type, Null, Key, Default, Extra'],
    ['SHOW FULL FIELDS IN one IN system', 'Field, Type, Collation, Null, Key, Default, Extra, Privileges, Comment'],
    ['SHOW KEYS FROM system.one', 'Table, Non_unique, Key_name, Seq_in_index, Column_name, Collation, Cardinality, Sub_part, Packed, Null, Index_type, Comment, Index_comment, Visible, Expression'],
    ['SHOW CREATE TABLE system.one', 'Table, Create Table'],
    ['SHOW CREATE DATABASE mysql', 'Database, Create Database'],
    ['SHOW CREATE USER root', 'CREATE USER for root@%'],
    ['SHOW COUNT(*) WARNINGS', '@@session.warning_count'],
    ['SHOW SETTINGS', 'name, value, default, range, level, description, type'],
    ['EXPLAIN SELECT 1', 'id, select_type, table, partitions, type, possible_keys, key, key_len, ref, rows, filtered, Extra'],
    ['DESC system.stages', 'Field, Type, Null, Key, Default, Extra'],
  ])('%s has the columns of MySQL', async (sql, expected) => {
    expect(await columnsOf(sql)).toEqual(expected.split(', '));
  });

  it.each([
    ['SHOW BINARY LOGS', 1381],
    ['SHOW FUNCTION CODE f', 1289],
    ['SHOW ENGINE innodb STATUS', 1286],
    ['SHOW CREATE TABLE nothing', 1146],
    ['SHOW CREATE PROCEDURE nothing', 1305],
    ['SHOW COLUMNS FROM nowhere.nothing', 1049],
    ['DESCRIBE nothing', 1146],
    ['EXPLAIN FOR CONNECTION 4000000', 1094],
    ['SHOW NONSENSE', 1064],
    ['SHOW PROFILE CPU, NONSENSE', 1064],
  ])('%s is refused', async (sql, errno) => {
    expect(await failure(root, sql)).toMatchObject({ errno });
  });

  it('narrows by LIKE and WHERE', async () => {
    expect(await rows(root, "SHOW COLLATION LIKE 'utf8mb4\\_0900\\_bin'")).toMatchObject([{ Id: 309, Pad_attribute: 'NO PAD' }]);
    expect(await rows(root, "SHOW CHARACTER SET WHERE Maxlen = 3 AND Charset LIKE 'u%'")).toMatchObject([{ Charset: 'ujis' }, { Charset: 'utf8mb3' }]);
    expect(await rows(root, "SHOW DATABASES WHERE `Database` LIKE 'sys%'")).toEqual([{ Database: 'sys' }, { Database: 'system' }]);
    expect(await rows(root, "SHOW DATABASES WHERE databases_in_default = DATABASE()")).toEqual([{ databases_in_default: 'default' }]);
    const positive = await rows(root, "SHOW GLOBAL STATUS WHERE Value > 0 AND Variable_name LIKE 'Uptime'");
    expect(positive).toMatchObject([{ Variable_name: 'Uptime' }]);
    expect(await rows(root, "SHOW GLOBAL STATUS WHERE Variable_name = 'Ssl_cipher' AND Value <> 0")).toEqual([]);
    expect(await rows(root, "SHOW VARIABLES WHERE Value BETWEEN 3306 AND 3306 OR Variable_name IN ('version_bogus')")).toEqual([]);
    expect(await rows(root, "DESCRIBE information_schema.schemata 'sql%'")).toMatchObject([{ Field: 'SQL_PATH', Type: 'binary(0)' }]);
  });

  it('explains a query by the plan of the engine', async () => {
    const [tree] = await rows(root, "EXPLAIN FORMAT = TREE SELECT count(*) FROM mysql.user WHERE User = 'x'");
    expect(tree?.['EXPLAIN']).toContain('AGGREGATE');
    const [json] = await rows(root, 'EXPLAIN FORMAT = JSON SELECT count(*) FROM mysql.user');
    expect((JSON.parse(String(json?.['EXPLAIN'])) as Record<string, unknown>)['engine_plan']).toBeInstanceOf(Array);
  });
});

describe('tables of reports', () => {
  const columnNames = async (table: string): Promise<readonly string[]> => (await root.query(`SELECT * FROM ${table} LIMIT 0`))[1].map(({ name }) => name);

  it('sum up under the names that MySQL gives', async () => {
    const statements = await columnNames('performance_schema.events_statements_summary_by_user_by_event_name');
    expect(statements).toHaveLength(30);
    expect([statements.slice(0, 5), statements.slice(-4)]).toEqual([
      ['USER', 'EVENT_NAME', 'COUNT_STAR', 'SUM_TIMER_WAIT', 'MIN_TIMER_WAIT'], ['SUM_CPU_TIME', 'MAX_CONTROLLED_MEMORY', 'MAX_TOTAL_MEMORY', 'COUNT_SECONDARY'],
    ]);
    expect(await columnNames('performance_schema.events_errors_summary_global_by_error')).toEqual([
      'ERROR_NUMBER', 'ERROR_NAME', 'SQL_STATE', 'SUM_ERROR_RAISED', 'SUM_ERROR_HANDLED', 'FIRST_SEEN', 'LAST_SEEN',
    ]);
    expect(await columnNames('sys.host_summary_by_file_io')).toEqual(['host', 'ios', 'io_latency']);
    expect(await columnNames('sys.`x$user_summary_by_file_io`')).toEqual(['user', 'ios', 'io_latency']);
  });

  it('know connections and objects', async () => {
    expect(await rows(root, 'SELECT conn_id, program_name, db FROM sys.session WHERE conn_id = CONNECTION_ID()')).toMatchObject([{ conn_id: root.threadId, db: 'default' }]);
    expect(await rows(root, "SELECT count FROM sys.schema_object_overview WHERE db = 'information_schema'")).toEqual(
      await rows(root, "SELECT count(*) AS count FROM information_schema.tables WHERE table_schema = 'information_schema'"),
    );
  });
});
