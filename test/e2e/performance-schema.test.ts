import { connect } from 'node:net';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { failure, rows, startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';

/** An address of this machine that tests connect from only on purpose. */
const PROXY = '127.0.0.2';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;
let root: mysql.Connection;
let ann: mysql.Connection;

beforeAll(async () => {
  directory = await temporaryDirectory();
  server = await startServer(directory.path, { STAGEWIRE_PROXY_NETWORKS: `${PROXY}/32` });
  root = await server.connect();
  await root.query("CREATE USER ann IDENTIFIED BY 'Secret1'");
  ann = await server.connect({ user: 'ann', password: 'Secret1', database: 'system' });
});
afterAll(async () => {
  root.destroy();
  ann.destroy();
  await server.stop();
  await directory.remove();
});

const PICOSECONDS_OF_A_MILLISECOND = 1_000_000_000;

test('statements are summed up by what they are but for their values', async () => {
  await root.query('USE system');
  for (const number of [1, 2, 3]) await root.query(`SELECT number FROM numbers(${number}) WHERE number < 100 + ${number}`);
  await failure(root, "SELECT nonsense FROM system.one WHERE 'x' = 'y'");
  const [numbers] = await rows(root, "SELECT * FROM performance_schema.events_statements_summary_by_digest WHERE DIGEST_TEXT LIKE '%NUMBERS (?)%'");
  expect(numbers).toMatchObject({
    SCHEMA_NAME: 'system', DIGEST_TEXT: 'SELECT `number` FROM NUMBERS (?) WHERE `number` < ? + ?', COUNT_STAR: 3, SUM_ROWS_SENT: 6, SUM_ERRORS: 0,
    QUERY_SAMPLE_TEXT: expect.stringMatching(/^SELECT number FROM numbers\(\d\) WHERE number < 100 \+ \d$/) as string,
  });
  const { SUM_TIMER_WAIT: sum, MIN_TIMER_WAIT: least, MAX_TIMER_WAIT: most, QUANTILE_99: late } = numbers as Record<string, number>;
  expect(Number(least)).toBeGreaterThan(0);
  expect(Number(sum)).toBeGreaterThanOrEqual(Number(least) + Number(most));
  expect(Number(late)).toBeGreaterThanOrEqual(Number(most) * 0.99);
  expect(Number(most)).toBeLessThan(60_000 * PICOSECONDS_OF_A_MILLISECOND);
  expect(await rows(root, "SELECT exec_count AS times, rows_sent AS sent, avg_latency AS mean, db FROM sys.statement_analysis WHERE query LIKE '%NUMBERS (?)%'"))
    .toEqual([{ times: 3, sent: 6, mean: expect.stringMatching(/^\d+\.\d\d (us|ms|s)$/) as string, db: 'system' }]);
  expect(await rows(root, "SELECT errors, error_pct FROM sys.statements_with_errors_or_warnings WHERE query LIKE 'SELECT `nonsense`%'")).toEqual([{ errors: 1, error_pct: 100 }]);
});

test('the last statements of a connection are kept, prepared ones and failures too', async () => {
  await ann.execute('SELECT number FROM numbers(4) WHERE number <> ?', [2]);
  await failure(ann, 'SELEC 1');
  await ann.query('SET @x = 1');
  const history = await rows(root, `SELECT EVENT_NAME AS name, SQL_TEXT AS text, MYSQL_ERRNO AS errno, RETURNED_SQLSTATE AS state, ROWS_SENT AS sent, CURRENT_SCHEMA AS db
    FROM performance_schema.events_statements_history WHERE THREAD_ID = ${ann.threadId} ORDER BY EVENT_ID DESC LIMIT 3`);
  expect(history).toEqual([
    { name: 'statement/sql/set_option', text: 'SET @x = 1', errno: 0, state: '00000', sent: 0, db: 'system' },
    { name: 'statement/sql/error', text: 'SELEC 1', errno: 1064, state: '42000', sent: 0, db: 'system' },
    { name: 'statement/com/Execute', text: 'SELECT number FROM numbers(4) WHERE number <> ?', errno: 0, state: '00000', sent: 3, db: 'system' },
  ]);
  for (let time = 0; time < 15; time++) await ann.query(`SET @x = ${time}`);
  expect(await rows(root, `SELECT count(*) AS n FROM performance_schema.events_statements_history WHERE THREAD_ID = ${ann.threadId}`)).toEqual([{ n: 10 }]);
});

test('what runs now is shown as such', async () => {
  const sql = 'SELECT count(*) FROM numbers(100000000) a, numbers(100000000) b WHERE a.number % 7 = b.number % 11';
  const running = ann.query(sql).catch((error: unknown) => error);
  await expect.poll(async () => rows(root, `SELECT SQL_TEXT AS text, END_EVENT_ID AS ended, TIMER_WAIT > 0 AS waits FROM performance_schema.events_statements_current WHERE THREAD_ID = ${ann.threadId} AND END_EVENT_ID IS NULL`), { timeout: 10_000 })
    .toEqual([{ text: sql, ended: null, waits: 1 }]);
  expect(await rows(root, `SELECT current_statement AS text, statement_latency IS NOT NULL AS timed FROM sys.session WHERE conn_id = ${ann.threadId}`)).toEqual([{ text: sql, timed: 1 }]);
  await root.query(`KILL QUERY ${ann.threadId}`);
  await running;
});

test('nobody reads a secret in them, nor the statements of others without SUPER', async () => {
  const texts = await rows(root, "SELECT SQL_TEXT AS text FROM performance_schema.events_statements_history UNION ALL SELECT QUERY_SAMPLE_TEXT FROM performance_schema.events_statements_summary_by_digest");
  expect(texts.length).toBeGreaterThan(5);
  expect(JSON.stringify(texts)).not.toContain('Secret1');
  await ann.query('SELECT name FROM system.stages');
  expect(await rows(ann, 'SELECT DISTINCT THREAD_ID AS id FROM performance_schema.events_statements_history')).toEqual([{ id: ann.threadId }]);
  expect(await rows(ann, 'SELECT * FROM performance_schema.events_statements_summary_by_digest')).toEqual([]);
  expect(await rows(ann, 'SELECT DISTINCT USER AS user FROM performance_schema.events_statements_summary_by_user_by_event_name')).toEqual([{ user: 'ann' }]);
});

test('accounts, users and hosts count their connections, those that are gone too', async () => {
  const gone = await server.connect({ user: 'ann', password: 'Secret1' });
  await gone.end();
  await expect.poll(() => rows(root, "SELECT USER AS user, HOST AS host, CURRENT_CONNECTIONS AS now, TOTAL_CONNECTIONS AS total FROM performance_schema.accounts WHERE USER = 'ann'"))
    .toEqual([{ user: 'ann', host: '127.0.0.1', now: 1, total: 2 }]);
  expect(await rows(root, 'SELECT USER AS user, TOTAL_CONNECTIONS AS total FROM performance_schema.users ORDER BY 1')).toEqual([{ user: 'ann', total: 2 }, { user: 'root', total: 1 }]);
  expect(await rows(root, 'SELECT HOST AS host, TOTAL_CONNECTIONS AS total FROM performance_schema.hosts')).toEqual([{ host: '127.0.0.1', total: 3 }]);
  expect(await rows(root, "SELECT user, total_connections AS total, unique_hosts AS hosts FROM sys.user_summary WHERE user = 'ann'")).toEqual([{ user: 'ann', total: 2, hosts: 1 }]);
  expect(await rows(root, `SELECT CONNECTION_TYPE AS type, PROCESSLIST_USER AS user FROM performance_schema.threads WHERE PROCESSLIST_ID = ${ann.threadId}`)).toEqual([{ type: 'TCP/IP', user: 'ann' }]);
});

test('what is instrumented is said, and is what there are events of', async () => {
  expect(await rows(root, "SELECT @@performance_schema AS is_on")).toEqual([{ is_on: 1 }]);
  expect(await rows(root, "SELECT ENABLED AS enabled FROM performance_schema.setup_consumers WHERE NAME IN ('events_statements_history', 'statements_digest', 'events_waits_current') ORDER BY NAME")).toEqual([{ enabled: 'YES' }, { enabled: 'NO' }, { enabled: 'YES' }]);
  const names = (await rows(root, 'SELECT NAME AS name FROM performance_schema.setup_instruments')).map(({ name }) => String(name));
  expect(names).toEqual(expect.arrayContaining(['statement/sql/select', 'statement/sql/begin', 'statement/sql/error', 'statement/com/Execute']));
  expect(await rows(root, "SELECT Variable_value AS value FROM sys.metrics WHERE Variable_name = 'threads_connected'")).toEqual([{ value: '2' }]);
});

test('warnings and errors of the log are there for who has SUPER', async () => {
  const proxy = connect({ port: server.mysqlPort, host: '127.0.0.1', localAddress: PROXY });
  proxy.on('error', () => undefined).end('this is no header\r\n');
  await expect.poll(() => rows(root, 'SELECT PRIO AS prio, DATA AS text FROM performance_schema.error_log'))
    .toEqual([{ prio: 'Warning', text: expect.stringMatching(/^connection without a header of the PROXY protocol: ./) as string }]);
  expect(await rows(ann, 'SELECT * FROM performance_schema.error_log')).toEqual([]);
});

test('a text of many different statements takes no more room than is set aside', async () => {
  const many = await server.connect({ multipleStatements: true });
  const texts = Array.from({ length: 2500 }, (_, index) => `SET @v${index} = 1`);
  for (let from = 0; from < texts.length; from += 500) await many.query(texts.slice(from, from + 500).join(';'));
  await many.end();
  expect(await rows(root, 'SELECT count(*) AS n, count(DIGEST) AS told FROM performance_schema.events_statements_summary_by_digest')).toEqual([{ n: 2001, told: 2000 }]);
});

test('TRUNCATE has statistics begin anew, for holders of SUPER, and empties nothing else', async () => {
  const digests = "SELECT count(*) AS n FROM performance_schema.events_statements_summary_by_digest WHERE DIGEST_TEXT LIKE '%`begunanew`%'";
  const kinds = "SELECT COUNT_STAR AS n FROM performance_schema.events_statements_summary_global_by_event_name WHERE EVENT_NAME = 'statement/sql/show_grants'";
  const ended = `SELECT count(*) AS n FROM performance_schema.events_statements_history WHERE THREAD_ID = ${ann.threadId}`;
  // Earlier tests have taken all places.
  await root.query('TRUNCATE TABLE performance_schema.events_statements_summary_by_digest');
  await root.query('SELECT number AS begunanew FROM numbers(1)');
  await root.query('SHOW GRANTS');
  await ann.query('SHOW GRANTS');
  expect(await rows(root, digests)).toEqual([{ n: 1 }]);
  await root.query('TRUNCATE TABLE performance_schema.events_statements_summary_by_digest');
  expect(await rows(root, digests)).toEqual([{ n: 0 }]);
  expect((await rows(root, kinds))[0]?.['n']).toBeGreaterThan(1);
  await root.query('TRUNCATE performance_schema.events_statements_summary_global_by_event_name');
  expect(await rows(root, kinds)).toEqual([]);
  expect((await rows(root, ended))[0]?.['n']).toBeGreaterThan(0);
  await root.query('TRUNCATE performance_schema.EVENTS_STATEMENTS_HISTORY');
  expect(await rows(root, ended)).toEqual([{ n: 0 }]);
  await root.query('TRUNCATE performance_schema.events_waits_summary_global_by_event_name');
  expect(await failure(ann, 'TRUNCATE performance_schema.events_statements_summary_by_digest')).toMatchObject({ errno: 1227 });
  expect(await failure(root, 'TRUNCATE performance_schema.setup_actors')).toMatchObject({ errno: 1683 });
  expect(await failure(root, 'TRUNCATE system.stages')).toMatchObject({ errno: 1142 });
  expect(await failure(root, 'TRUNCATE nothing')).toMatchObject({ errno: 1146 });
});

test('statements about tables that there can not be are known, and not supported', async () => {
  for (const sql of ["UPDATE performance_schema.setup_consumers SET ENABLED = 'YES'", 'INSERT INTO t VALUES (1)', 'DELETE FROM t', 'REPLACE INTO t VALUES (1)', 'CREATE TABLE t (a INT)', 'CREATE TEMPORARY TABLE t (a INT)', 'CREATE UNIQUE INDEX i ON t (a)', 'DROP DATABASE IF EXISTS d', 'ALTER SCHEMA d CHARACTER SET utf8mb4']) {
    expect(await failure(root, sql), sql).toMatchObject({ errno: 1235 });
  }
  expect(await rows(root, 'SELECT ps_current_thread_id() = connection_id() AS same')).toEqual([{ same: 1 }]);
});

test('nothing is kept of the statements of a connection that has ended, or has another user now', async () => {
  const guest = await server.connect();
  const kept = async (): Promise<number> => (await rows(root, `SELECT EVENT_ID FROM performance_schema.events_statements_history WHERE THREAD_ID = ${guest.threadId}`)).length;
  await guest.query('SELECT number FROM numbers(4)');
  expect(await kept()).toBe(1);
  await guest.changeUser({ user: 'ann', password: 'Secret1' });
  expect(await kept()).toBe(0);
  await guest.query('SELECT number FROM numbers(5)');
  expect(await kept()).toBe(1);
  await guest.end();
  await vi.waitFor(async () => { expect(await kept()).toBe(0); });
});
