import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Capability } from '../../protocol/capabilities.js';
import { readErr } from '../../protocol/packets/err.js';
import { readOk } from '../../protocol/packets/ok.js';
import { readStmtPrepareOk } from '../../protocol/packets/stmt-prepare-ok.js';
import { decodeSessionState, type StateChange } from '../../protocol/packets/session-state.js';
import { StatusFlag } from '../../protocol/status-flags.js';
import { CLIENT_CAPABILITIES, RawClient } from '../server/mysql/raw-client.js';
import { failure, rows, startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';

const run = promisify(execFile);
const COM_PING = 0x0e;
const COM_REFRESH = 0x07;
const REFRESH_GRANT = 1;
const REFRESH_STATUS = 16;
const COM_CHANGE_USER = 0x11;
const COM_STMT_PREPARE = 0x16;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;
let root: mysql.Connection;
let socket: string;

beforeAll(async () => {
  directory = await temporaryDirectory();
  socket = join(directory.path, 'mysql.sock');
  server = await startServer(join(directory.path, 'data'), { STAGEWIRE_MYSQL_SOCKET: socket });
  root = await server.connect();
  await root.query("CREATE USER ann IDENTIFIED BY 'pw'");
});
afterAll(async () => {
  root.destroy();
  await server.stop();
  await directory.remove();
});

/** Computes for minutes, if nobody ends it. */
const LONG = 'SELECT count(*) FROM numbers(100000000) a, numbers(100000) b WHERE a.number % 7 = b.number % 11';

/** Is refused after ten seconds, if nobody ends it before. */
const LONG_JQ = "SELECT jq('def f: f; f', parse_json('1'))";

async function asAnn(): Promise<mysql.Connection> {
  const connection = await server.connect({ user: 'ann', password: 'pw' });
  connection.on('error', () => undefined);
  return connection;
}

async function processes(connection: mysql.Connection): Promise<mysql.RowDataPacket[]> {
  return rows(connection, 'SHOW FULL PROCESSLIST');
}

describe('KILL and SHOW PROCESSLIST', () => {
  test('a user sees and ends its own connections, root all', async () => {
    const ann = await asAnn();
    const other = await asAnn();
    expect((await processes(ann)).map(({ User }) => User as string)).toEqual(['ann', 'ann']);
    expect((await processes(root)).map(({ Id }) => Id as number)).toEqual(expect.arrayContaining([root.threadId, ann.threadId, other.threadId]));
    expect(await failure(ann, `KILL ${root.threadId}`)).toMatchObject({ errno: 1095, sqlState: 'HY000' });
    expect(await failure(root, 'KILL 4294967295')).toMatchObject({ errno: 1094, sqlState: 'HY000' });
    await ann.query(`KILL ${other.threadId}`);
    await expect(other.query('SELECT 1')).rejects.toThrow();
    expect(await failure(ann, 'KILL CONNECTION_ID()')).toMatchObject({ errno: 1317 });
    await expect(ann.query('SELECT 1')).rejects.toThrow();
  });

  test('KILL takes any expression, parameters too', async () => {
    const other = async (): Promise<mysql.Connection> => {
      const connection = await server.connect();
      connection.on('error', () => undefined);
      return connection;
    };
    const isGone = (connection: mysql.Connection): Promise<void> => expect(connection.query('SELECT 1')).rejects.toThrow();
    const [first, second, third] = [await other(), await other(), await other()];
    await root.execute('KILL ?', [first.threadId]);
    await isGone(first);
    await root.query(`SET @id = ${second.threadId}`);
    await root.query('KILL CONNECTION @id + 0');
    await isGone(second);
    await root.query(`PREPARE p FROM 'KILL ?'`);
    await root.query(`SET @id = ${third.threadId}`);
    await root.query('EXECUTE p USING @id');
    await isGone(third);
    for (const nobody of ["NULL", "'x'", '-1', "concat('a', 'b')"]) expect(await failure(root, `KILL ${nobody}`), nobody).toMatchObject({ errno: 1094 });
    expect(await failure(root, 'KILL QUERY')).toMatchObject({ errno: 1064 });
  });

  test('the commands of the protocol do what the statements do', async () => {
    const client = await RawClient.logIn(server.mysqlPort);
    client.command(0x0a);
    expect((await client.expectPayload())[0]).toBe(8);
    for (let payload = await client.expectPayload(); payload[0] !== 0xfe; payload = await client.expectPayload());
    const victim = await asAnn();
    const id = Buffer.alloc(4);
    id.writeUInt32LE(victim.threadId);
    client.command(0x0c, id);
    expect((await client.expectPayload())[0]).toBe(0);
    await expect(victim.query('SELECT 1')).rejects.toThrow();
    client.command(0x0c, Buffer.from([0xff, 0xff, 0xff, 0xff]));
    expect(readErr(await client.expectPayload()).errno).toBe(1094);
    client.destroy();
  });

  test('COM_DEBUG needs SUPER', async () => {
    const client = await RawClient.logIn(server.mysqlPort);
    client.command(0x0d);
    expect((await client.expectPayload())[0]).toBe(0xfe);
    await root.query('CREATE USER nobody_special IDENTIFIED WITH no_password');
    client.destroy();
    const other = await RawClient.logIn(server.mysqlPort, { user: 'nobody_special' });
    other.command(0x0d);
    expect(readErr(await other.expectPayload()).errno).toBe(1227);
    other.destroy();
  });

  test('KILL QUERY ends what runs, in either spelling, and the connection lives on', async () => {
    const ann = await asAnn();
    for (const [id, long] of [[String(ann.threadId), LONG], [`'${ann.threadId}'`, LONG], [String(ann.threadId), LONG_JQ]] as const) {
      const ended = failure(ann, long);
      await vi.waitFor(async () => {
        expect(await processes(root)).toEqual(expect.arrayContaining([expect.objectContaining({ Id: ann.threadId, Command: 'Query', State: 'executing', Info: long })]));
      });
      await root.query(`KILL QUERY ${id}`);
      expect(await ended).toMatchObject({ errno: 1317, sqlState: '70100' });
    }
    await ann.query('SELECT 1');
    await ann.end();
  });

  test('attributes of clients are in performance_schema', async () => {
    const found = await rows(root, "SELECT ATTR_VALUE FROM performance_schema.session_connect_attrs WHERE ATTR_NAME = '_client_name'");
    expect(found.map((row) => row['ATTR_VALUE'] as string)).toContain('Node-MySQL-2');
  });
});

test('max_execution_time ends a SELECT that takes longer by 3024', async () => {
  const ann = await asAnn();
  await ann.query('SET max_execution_time = 200');
  for (const long of [LONG, LONG_JQ]) expect(await failure(ann, long)).toMatchObject({ errno: 3024, sqlState: 'HY000' });
  await ann.query('SELECT 1');
  await ann.end();
});

test.each([LONG, LONG_JQ])('a client that goes away ends its statement: %s', async (long) => {
  const ann = await asAnn();
  ann.query(long).catch(() => undefined);
  await vi.waitFor(async () => {
    expect((await processes(root)).some(({ Info }) => Info === long)).toBe(true);
  });
  ann.destroy();
  await vi.waitFor(async () => {
    expect((await processes(root)).some(({ Info }) => Info === long)).toBe(false);
  });
});

test('an interactive client waits as long as interactive_timeout says', async () => {
  await root.query('SET GLOBAL interactive_timeout = 1234');
  const interactive = await server.connect({ flags: ['INTERACTIVE'] });
  expect(await rows(interactive, 'SELECT @@wait_timeout AS t')).toEqual([{ t: 1234 }]);
  await interactive.end();
});

describe('news of the session in OK packets', () => {
  async function tracked(): Promise<(sql: string) => Promise<readonly StateChange[]>> {
    const client = await RawClient.logIn(server.mysqlPort, { capabilities: CLIENT_CAPABILITIES | Capability.SESSION_TRACK });
    return async (sql) => {
      client.query(sql);
      const answer = await client.expectPayload();
      expect(answer[0]).toBe(0);
      const { sessionState } = readOk(answer);
      return sessionState === undefined ? [] : decodeSessionState(sessionState);
    };
  }

  test('schema, variables, anything, transactions: as the variables session_track_* say', async () => {
    const changes = await tracked();
    expect(await changes('USE information_schema')).toEqual([{ kind: 'schema', name: 'information_schema' }]);
    expect(await changes("SET time_zone = '+02:00'")).toEqual([{ kind: 'variable', name: 'time_zone', value: '+02:00' }]);
    expect(await changes('SET autocommit = 0')).toEqual([{ kind: 'variable', name: 'autocommit', value: 'OFF' }]);
    expect(await changes('SET autocommit = 1')).toEqual([{ kind: 'variable', name: 'autocommit', value: 'ON' }]);
    expect(await changes('SET @x = 1')).toEqual([]);
    expect(await changes('SET session_track_schema = OFF')).toEqual([]);
    expect(await changes('USE default')).toEqual([]);
    expect(await changes('SET session_track_transaction_info = CHARACTERISTICS')).toEqual([]);
    expect(await changes('START TRANSACTION READ ONLY')).toEqual([
      { kind: 'transaction-characteristics', statements: 'START TRANSACTION READ ONLY;' },
      { kind: 'transaction-state', state: 'T_______' },
    ]);
    expect(await changes('COMMIT')).toEqual([{ kind: 'transaction-characteristics', statements: '' }, { kind: 'transaction-state', state: '________' }]);
    expect(await changes('SET TRANSACTION ISOLATION LEVEL READ COMMITTED')).toEqual([{ kind: 'transaction-characteristics', statements: 'SET TRANSACTION ISOLATION LEVEL READ COMMITTED;' }]);
    expect(await changes('SET TRANSACTION READ WRITE')).toEqual([{ kind: 'transaction-characteristics', statements: 'SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET TRANSACTION READ WRITE;' }]);
    expect(await changes('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')).toEqual([
      { kind: 'transaction-characteristics', statements: 'SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY;' },
      { kind: 'transaction-state', state: 'T_______' },
    ]);
    expect(await changes('COMMIT AND CHAIN')).toEqual([{ kind: 'transaction-characteristics', statements: 'SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION READ ONLY;' }]);
    expect(await changes('ROLLBACK')).toEqual([{ kind: 'transaction-characteristics', statements: '' }, { kind: 'transaction-state', state: '________' }]);
    expect(await changes('SET autocommit = 0')).toHaveLength(1);
    expect(await changes('SET @n = (SELECT count(*) FROM system.one)')).toEqual([{ kind: 'transaction-state', state: 'I_______' }]);
    expect(await changes('COMMIT')).toEqual([{ kind: 'transaction-state', state: '________' }]);
    expect(await changes('SET autocommit = 1')).toHaveLength(1);
    await changes('SET session_track_state_change = ON');
    for (const sql of ["SET time_zone = '+03:00'", 'SET @x = 2', "PREPARE p FROM 'SELECT 1'", 'SET autocommit = 0', 'SET autocommit = 1']) {
      expect(await changes(sql), sql).toContainEqual({ kind: 'state' });
    }
    expect(await changes('DO 1')).toEqual([]);
  });

  test('mysql2 reads them', async () => {
    const connection = await server.connect();
    const [header] = await connection.query<mysql.ResultSetHeader>('USE system');
    expect((header as unknown as { stateChanges?: { schema?: string } }).stateChanges?.schema).toBe('system');
    await connection.end();
  });
});

test('COM_CHANGE_USER without a response asks for one: MySQL\'s own library sends none unasked', async () => {
  const client = await RawClient.connect(server.mysqlPort);
  const { scramble } = await client.readHandshake();
  client.respond();
  await client.expectPayload();
  client.command(COM_CHANGE_USER, Buffer.concat([Buffer.from('ann\0\0\0'), Buffer.of(255, 0), Buffer.from('caching_sha2_password\0')]));
  const asked = await client.expectPayload();
  expect(asked[0]).toBe(0xfe);
  expect(String(asked)).toContain('_password');
  // MariaDB's library answers with the last scramble that it had, whichever it is asked with.
  expect(asked.includes(scramble)).toBe(true);
  client.destroy();
});

test('COM_REFRESH is FLUSH, with its privileges', async () => {
  const questions = async (client: RawClient): Promise<number> => {
    client.query("SELECT VARIABLE_VALUE FROM performance_schema.session_status WHERE VARIABLE_NAME = 'Questions'");
    const packets = [await client.expectPayload(), await client.expectPayload(), await client.expectPayload(), await client.expectPayload()];
    return Number(packets[2]?.subarray(1).toString());
  };
  const client = await RawClient.logIn(server.mysqlPort);
  for (let time = 0; time < 5; time++) await questions(client);
  client.command(COM_REFRESH, Buffer.of(REFRESH_GRANT));
  expect((await client.expectPayload())[0]).toBe(0);
  expect(await questions(client)).toBeGreaterThan(5);
  client.command(COM_REFRESH, Buffer.of(REFRESH_STATUS));
  expect((await client.expectPayload())[0]).toBe(0);
  expect(await questions(client)).toBeLessThan(3);
  client.destroy();
});

test('every answer tells whether a backslash protects what follows', async () => {
  const client = await RawClient.logIn(server.mysqlPort);
  const flags = async (sql: string): Promise<number> => {
    client.query(sql);
    return readOk(await client.expectPayload()).statusFlags & StatusFlag.NO_BACKSLASH_ESCAPES;
  };
  expect(await flags('DO 1')).toBe(0);
  expect(await flags("SET sql_mode = 'NO_BACKSLASH_ESCAPES'")).toBe(StatusFlag.NO_BACKSLASH_ESCAPES);
  expect(await flags('DO 1')).toBe(StatusFlag.NO_BACKSLASH_ESCAPES);
  expect(await flags("SET sql_mode = ''")).toBe(0);
  client.destroy();
});

test('resultset_metadata = NONE leaves column definitions out for a client that can do without', async () => {
  const client = await RawClient.logIn(server.mysqlPort, { capabilities: CLIENT_CAPABILITIES | Capability.OPTIONAL_RESULTSET_METADATA });
  client.query('SELECT 7, 8, 9');
  expect([...(await client.expectPayload())]).toEqual([3, 1]);
  for (let column = 0; column < 3; column++) await client.expectPayload();
  expect(String(await client.expectPayload())).toBe('\u00017\u00018\u00019');
  await client.expectPayload();
  client.query('SET resultset_metadata = NONE');
  await client.expectPayload();
  client.query('SELECT 7, 8, 9');
  expect([...(await client.expectPayload())]).toEqual([3, 0]);
  expect(String(await client.expectPayload())).toBe('\u00017\u00018\u00019');
  await client.expectPayload();
  client.command(COM_STMT_PREPARE, 'SELECT ?, 2');
  expect(readStmtPrepareOk(await client.expectPayload())).toMatchObject({ columnCount: 2, parameterCount: 1, metadataFollows: false });
  client.command(COM_PING);
  expect((await client.expectPayload())[0]).toBe(0);
  client.destroy();
});

test('TLS with the generated certificate, its status, REQUIRE SSL and a reload', async () => {
  await root.query("CREATE USER tess IDENTIFIED BY 'pw' REQUIRE SSL");
  await expect(server.connect({ user: 'tess', password: 'pw' })).rejects.toMatchObject({ errno: 1045 });
  const tess = await server.connect({ user: 'tess', password: 'pw', ssl: { rejectUnauthorized: false } });
  expect(await rows(tess, "SHOW STATUS LIKE 'Ssl_version'")).toEqual([{ Variable_name: 'Ssl_version', Value: 'TLSv1.3' }]);
  expect(await failure(tess, 'ALTER INSTANCE RELOAD TLS')).toMatchObject({ errno: 1227 });
  await root.query('ALTER INSTANCE RELOAD TLS');
  await tess.end();
});

const client = await run('sh', ['-c', 'command -v mysql || command -v mariadb']).then(({ stdout }) => stdout.trim(), () => null);
if (client === null) process.stderr.write('SKIPPED connections of the command line client: neither mysql nor mariadb is on the PATH\n');

describe.skipIf(client === null)('the command line client', () => {
  test.each([
    ['TLS', () => ['-h', '127.0.0.1', '-P', String(server.mysqlPort), '--ssl', '--ssl-ca', join(directory.path, 'data/tls/ca.pem')]],
    ['compression', () => ['-h', '127.0.0.1', '-P', String(server.mysqlPort), '--compress']],
    ['both', () => ['-h', '127.0.0.1', '-P', String(server.mysqlPort), '--compress', '--ssl', '--ssl-ca', join(directory.path, 'data/tls/ca.pem')]],
    ['the Unix socket', () => ['--socket', socket]],
  ])('connects with %s', async (_name, options) => {
    const { stdout } = await run(client ?? '', [...options(), '-u', 'root', '-N', '-e', 'SELECT 40 + 2']);
    expect(stdout).toBe('42\n');
  });
});

describe('time-outs in the middle of something', () => {
  const isOpen = async (id: number): Promise<boolean> => (await processes(root)).some(({ Id }) => Id === id);

  async function withTimeout(variable: string): Promise<{ readonly client: RawClient; readonly id: number }> {
    const client = await RawClient.logIn(server.mysqlPort);
    client.query(`SET ${variable} = 1`);
    expect((await client.expectPayload())[0]).toBe(0);
    const id = Math.max(...(await processes(root)).map(({ Id }) => Number(Id)));
    return { client, id };
  }

  test('net_read_timeout ends a client that stalls within a packet', async () => {
    const { client, id } = await withTimeout('net_read_timeout');
    client.sendBytes(Buffer.from([20, 0, 0, 0, 3, 0x53]));
    await vi.waitFor(async () => { expect(await isOpen(id)).toBe(false); }, { timeout: 20_000, interval: 200 });
    expect(await client.read()).toBeNull();
  });

  test('net_write_timeout ends a client that takes nothing of an answer', async () => {
    const { client, id } = await withTimeout('net_write_timeout');
    client.socket.pause();
    client.query("SELECT repeat('x', 1000) FROM numbers(1000000)");
    expect(await isOpen(id)).toBe(true);
    await vi.waitFor(async () => { expect(await isOpen(id)).toBe(false); }, { timeout: 20_000, interval: 200 });
    client.destroy();
  });
});
