import type mysql from 'mysql2/promise';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';

let root: mysql.Connection;

const { server } = await serverForFile();

beforeEach(async () => {
  root = await server.connect();
});

afterEach(() => root.end());

const value = async (expression: string): Promise<unknown> => (await rows(root, `SELECT ${expression} AS v`))[0]?.['v'];

describe('system variables', () => {
  it('are the hundreds of MySQL 8.4, shown in three places alike', async () => {
    const shown = await rows(root, 'SHOW VARIABLES');
    expect(shown.length).toBeGreaterThan(550);
    for (const name of ['innodb_buffer_pool_size', 'binlog_format', 'performance_schema', 'default_collation_for_utf8mb4', 'replica_net_timeout', 'optimizer_switch', 'version_compile_zlib']) {
      const [row] = await rows(root, `SHOW VARIABLES LIKE '${name.replaceAll('_', '\\_')}'`);
      expect(row).toMatchObject({ Variable_name: name });
      expect(await rows(root, `SELECT VARIABLE_VALUE AS v FROM performance_schema.session_variables WHERE VARIABLE_NAME = '${name}'`)).toEqual([{ v: row?.['Value'] as string }]);
    }
  });

  it.each([
    ['wait_timeout = 100', '@@wait_timeout', 100],
    ['autocommit = OFF', '@@autocommit', 0],
    ['sql_select_limit = DEFAULT', 'CAST(@@sql_select_limit AS CHAR)', '18446744073709551615'],
    ["transaction_isolation = 'read-committed'", '@@tx_isolation', 'READ-COMMITTED'],
    ['completion_type = 1', '@@completion_type', 'CHAIN'],
    ['long_query_time = 0.5', '@@long_query_time', '0.5'],
    ['character_set_results = NULL', '@@character_set_results', null],
    ["time_zone = '+02:00'", '@@time_zone', '+02:00'],
  ])('take what they should: SET %s', async (assignment, expression, expected) => {
    await root.query(`SET ${assignment}`);
    expect(await value(expression)).toEqual(expected);
  });

  it.each([
    ['SET nonsense = 1', 1193],
    ['SET version = 1', 1238],
    ['SET GLOBAL port = 1', 1238],
    ['SET max_connect_errors = 1', 1229],
    ['SET GLOBAL timestamp = 1', 1228],
    ['SELECT @@session.datadir', 1238],
    ["SET wait_timeout = 'x'", 1232],
    ['SET wait_timeout = 1.5', 1232],
    ['SET init_connect = 1', 1229],
    ['SET GLOBAL init_connect = 1', 1232],
    ["SET autocommit = 'maybe'", 1231],
    ['SET autocommit = 2', 1231],
    ["SET transaction_isolation = 'NONE'", 1231],
    ["SET sql_mode = 'NONSENSE'", 1231],
    ["SET character_set_client = 'nonsense'", 1115],
    ["SET character_set_client = 'utf16'", 1231],
    ["SET collation_connection = 'nonsense'", 1273],
    ["SET time_zone = 'Nowhere/City'", 1298],
  ])('refuse what they should not: %s', async (sql, errno) => {
    expect(await failure(root, sql)).toMatchObject({ errno });
  });

  it('move a value into the range with a warning, or refuse it in STRICT_ALL_TABLES', async () => {
    await root.query('SET wait_timeout = 0');
    expect(await rows(root, 'SHOW WARNINGS')).toEqual([{ Level: 'Warning', Code: 1292, Message: "Truncated incorrect wait_timeout value: '0'" }]);
    expect(await value('@@wait_timeout')).toBe(1);
    await root.query("SET sql_mode = 'STRICT_ALL_TABLES'");
    expect(await failure(root, 'SET wait_timeout = 0')).toMatchObject({ errno: 1231 });
  });

  it('tie character sets and collations together', async () => {
    await root.query("SET collation_connection = 'latin1_bin'");
    expect(await value('@@character_set_connection')).toBe('latin1');
    await root.query('SET character_set_connection = utf8mb4');
    expect(await value('@@collation_connection')).toBe('utf8mb4_0900_ai_ci');
    await root.query('SET NAMES utf8');
    expect(await rows(root, 'SELECT @@character_set_client AS a, @@character_set_results AS b, @@collation_connection AS c')).toEqual([{ a: 'utf8mb3', b: 'utf8mb3', c: 'utf8mb3_general_ci' }]);
  });

  it('say how many warnings the last statement had', async () => {
    await root.query('SET wait_timeout = 0');
    expect(await rows(root, 'SELECT @@warning_count AS w, @@error_count AS e')).toEqual([{ w: 1, e: 0 }]);
    await failure(root, 'SELECT * FROM nowhere.nothing');
    expect(await rows(root, 'SELECT @@warning_count AS w, @@error_count AS e')).toEqual([{ w: 1, e: 1 }]);
    await root.query('SET max_error_count = 0');
    await failure(root, 'SELECT * FROM nowhere.nothing');
    expect(await rows(root, 'SHOW WARNINGS')).toEqual([]);
  });

  it('have global values of their own', async () => {
    await root.query('SET GLOBAL max_join_size = 5');
    expect(await value('@@global.max_join_size')).toBe(5);
    const later = await server.connect();
    expect(await rows(later, 'SELECT @@max_join_size AS v')).toEqual([{ v: 5 }]);
    await later.end();
    await root.query('SET GLOBAL max_join_size = DEFAULT');
  });
});

describe('settings of Databend', () => {
  it('are variables with a description', async () => {
    await root.query("SET binary_output_format = 'BASE64'");
    expect(await rows(root, "SELECT * FROM system.settings WHERE name IN ('binary_output_format', 'timezone') ORDER BY name")).toEqual([
      { name: 'binary_output_format', value: 'base64', default: 'hex', range: '["hex", "base64", "utf-8", "utf-8-lossy"]', level: 'SESSION', description: 'How binary values are shown', type: 'String' },
      { name: 'timezone', value: 'UTC', default: 'UTC', range: '', level: 'DEFAULT', description: 'The zone in which points in time are shown', type: 'String' },
    ]);
    expect(await failure(root, "SET geometry_output_format = 'PNG'")).toMatchObject({ errno: 1231 });
  });
});

describe('status variables', () => {
  it('count what they know', async () => {
    const before = Number((await rows(root, "SHOW GLOBAL STATUS LIKE 'Com_select'"))[0]?.['Value']);
    await root.query('SELECT 1');
    expect(Number((await rows(root, "SHOW GLOBAL STATUS LIKE 'Com_select'"))[0]?.['Value'])).toBe(before + 1);
    expect(await rows(root, "SHOW STATUS WHERE Variable_name = 'Threads_connected'")).toEqual([{ Variable_name: 'Threads_connected', Value: '1' }]);
    expect((await rows(root, 'SHOW GLOBAL STATUS')).length).toBeGreaterThan(400);
  });
});

describe('global values', () => {
  it('are what new sessions begin with; others keep what they began with', async () => {
    const old = await server.connect();
    await root.query("SET GLOBAL time_zone = '+05:00', GLOBAL binary_output_format = 'base64', GLOBAL sql_mode = 'ANSI_QUOTES'");
    const fresh = await server.connect();
    try {
      const asked = "SELECT @@time_zone AS z, to_timestamp('2024-01-01 00:00:00+00:00') AS t, CAST('hi' AS BINARY) AS b";
      const shown = async (connection: mysql.Connection): Promise<unknown> => Object.values((await rows(connection, asked))[0] ?? {}).map(String);
      expect(await shown(fresh)).not.toEqual(await shown(old));
      expect((await rows(old, 'SELECT @@time_zone AS z, "text" AS t'))[0]).toEqual({ z: 'SYSTEM', t: 'text' });
      expect((await rows(fresh, "SELECT @@time_zone AS z, 'text' AS t"))[0]).toEqual({ z: '+05:00', t: 'text' });
      await expect(fresh.query('SELECT "text"')).rejects.toThrow();
      await fresh.query('SET time_zone = DEFAULT');
      await old.query('SET time_zone = DEFAULT');
      expect((await rows(old, 'SELECT @@time_zone AS z'))[0]).toEqual({ z: '+05:00' });
    } finally {
      await root.query('SET GLOBAL time_zone = DEFAULT, GLOBAL binary_output_format = DEFAULT, GLOBAL sql_mode = DEFAULT');
      await old.end();
      await fresh.end();
    }
  });
});
