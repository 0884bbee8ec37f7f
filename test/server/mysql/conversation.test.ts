import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import mysql2, { type RowDataPacket } from 'mysql2/promise';
import { expect, test } from 'vitest';
import { StagewireError } from '../../../errors/index.js';
import { Capability } from '../../../protocol/capabilities.js';
import { readColumnDefinition41 } from '../../../protocol/packets/column-definition-41.js';
import { readEof } from '../../../protocol/packets/eof.js';
import { readErr } from '../../../protocol/packets/err.js';
import { readOk } from '../../../protocol/packets/ok.js';
import { readTextRow } from '../../../protocol/packets/text-row.js';
import { StatusFlag } from '../../../protocol/status-flags.js';
import type { RowsResult } from '../../../server/result.js';
import { column, ok, rows } from './fake-service.js';
import { startServer } from './harness.js';
import { CLIENT_CAPABILITIES, RawClient } from './raw-client.js';

const MEGABYTE = 1024 * 1024;
const MAX_FRAME = 0xff_ffff;

test('SELECT 1 without DEPRECATE_EOF: EOF behind the definitions and behind the rows', async () => {
  const { port } = await startServer();
  const client = await RawClient.logIn(port, { capabilities: CLIENT_CAPABILITIES & ~Capability.DEPRECATE_EOF });
  client.query('SELECT 1');
  expect(await client.expectPayload()).toEqual(Buffer.of(1));
  expect(readColumnDefinition41(await client.expectPayload()).name).toBe('1');
  const eof = { statusFlags: StatusFlag.AUTOCOMMIT, warnings: 0 };
  expect(readEof(await client.expectPayload())).toEqual(eof);
  expect(readTextRow(await client.expectPayload(), 1)).toEqual([Buffer.from('1')]);
  expect(readEof(await client.expectPayload())).toEqual(eof);
  client.destroy();
});

test('SELECT 1 with DEPRECATE_EOF: one OK with the header of EOF at the end', async () => {
  const { port } = await startServer();
  const client = await RawClient.logIn(port);
  client.query('SELECT 1');
  expect(await client.expectPayload()).toEqual(Buffer.of(1));
  await client.expectPayload();
  expect(await client.expectPayload()).toEqual(Buffer.from('\x011'));
  const end = await client.expectPayload();
  expect(end).toEqual(Buffer.from('fe000002000000', 'hex'));
  expect(readOk(end).statusFlags).toBe(StatusFlag.AUTOCOMMIT);
  client.destroy();
});

test('OK tells rows, warnings, info and the state of the session', async () => {
  const { port, service } = await startServer();
  service.on('UPDATE', (_signal, session) => {
    session.autocommit = false;
    session.inTransaction = true;
    session.warnings = [{ level: 'Warning', code: 1, message: '' }];
    return ok(300, 'Rows matched: 300');
  });
  const client = await RawClient.logIn(port);
  client.query('UPDATE');
  expect(readOk(await client.expectPayload())).toEqual({
    affectedRows: 300,
    lastInsertId: 0,
    statusFlags: StatusFlag.IN_TRANS,
    warnings: 1,
    info: 'Rows matched: 300',
  });
  client.destroy();
});

test('several statements answer one after the other, up to the one that fails', async () => {
  const { port, service } = await startServer();
  service.on('DO 1', () => ok(1));
  const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root', multipleStatements: true });
  const [results] = await connection.query<RowDataPacket[][]>('SELECT 1; DO 1; SELECT 1');
  expect(results).toEqual([[{ '1': 1 }], expect.objectContaining({ affectedRows: 1 }), [{ '1': 1 }]]);
  await expect(connection.query('DO 1; broken; DO 1')).rejects.toMatchObject({ errno: 1064, sqlState: '42000' });
  await connection.ping();
  connection.destroy();
});

test('several statements are refused to a client that did not ask for them', async () => {
  const { port } = await startServer();
  const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root' });
  await expect(connection.query('SELECT 1; SELECT 1')).rejects.toMatchObject({ errno: 1064 });
  const client = await RawClient.logIn(port);
  client.command(0x1b, Buffer.of(0, 0));
  expect((await client.expectPayload())[0]).toBe(0xfe);
  client.query('SELECT 1; SELECT 1');
  expect(await client.expectPayload()).toEqual(Buffer.of(1));
  connection.destroy();
  client.destroy();
});

test('a statement error keeps kind, code and text, and the connection lives on', async () => {
  const { port, service } = await startServer();
  service.on('LIST', () => {
    throw new StagewireError('UnknownStage', "unknown stage 's1'");
  });
  const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root' });
  await expect(connection.query('LIST')).rejects.toMatchObject({
    errno: 1105,
    sqlState: 'HY000',
    message: "UnknownStage. Code: 2501, Text = unknown stage 's1'.",
  });
  expect((await connection.query('SELECT 1'))[0]).toEqual([{ '1': 1 }]);
  await expect(connection.query('')).rejects.toMatchObject({ errno: 1065 });
  connection.destroy();
});

test('an unexpected error shows a query id that also stands in the log, and nothing else', async () => {
  const { port, service, logged } = await startServer();
  service.on('CRASH', () => {
    throw new TypeError('secret detail');
  });
  const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root' });
  const error = await connection.query('CRASH').catch((reason: unknown) => reason as Error & { errno: number });
  expect(error).toMatchObject({ errno: 1105 });
  const text = (error as Error).message;
  expect(text).toMatch(/^Internal\. Code: 1001, Text = internal error, query id [0-9a-f-]{36}\.$/);
  expect(logged).toHaveLength(1);
  expect(text).toContain((logged[0]?.fields as { queryId: string }).queryId);
  connection.destroy();
});

test('an error in the middle of the rows takes the place of the next row', async () => {
  const { port, service } = await startServer();
  service.on('SELECT broken', (): RowsResult => {
    const some = rows([column('v')], ['a'], ['b']);
    return {
      ...some,
      batches: (async function* () {
        yield* some.batches;
        throw new StagewireError('StorageUnavailable', 'the store is gone');
      })(),
    };
  });
  const client = await RawClient.logIn(port);
  client.query('SELECT broken');
  for (let i = 0; i < 4; i++) await client.expectPayload();
  expect(readErr(await client.expectPayload())).toMatchObject({ errno: 1105, sqlState: 'HY000' });
  client.command(0x0e);
  expect((await client.expectPayload())[0]).toBe(0);
  client.destroy();
});

test.each([MAX_FRAME - 5, MAX_FRAME - 4, MAX_FRAME - 1, MAX_FRAME, 2 * MAX_FRAME - 9, 20 * MEGABYTE])(
  'a value of %d bytes arrives in both directions',
  async (size) => {
    const { port, service } = await startServer();
    const value = 'x'.repeat(size);
    service.on('SELECT big', () => rows([column('v')], [value]));
    const client = await RawClient.logIn(port);
    client.query('SELECT big');
    await client.expectPayload();
    await client.expectPayload();
    const [cell] = readTextRow(await client.expectPayload(), 1);
    expect(cell?.equals(Buffer.from(value))).toBe(true);
    expect((await client.expectPayload())[0]).toBe(0xfe);
    client.query(value);
    expect(readErr(await client.expectPayload()).errno).toBe(1064);
    expect(service.executed.at(-1)?.length).toBe(size);
    client.destroy();
  },
);

test('mysql2 sends and reads more than 16 MiB', async () => {
  const { port, service } = await startServer();
  const value = 'y'.repeat(17 * MEGABYTE);
  service.on('SELECT big', () => rows([column('v')], [value], ['end']));
  const connection = await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root' });
  const [result] = await connection.query<RowDataPacket[]>('SELECT big');
  expect(result.map((row) => (row as { v: string }).v.length)).toEqual([value.length, 3]);
  await expect(connection.query(value)).rejects.toMatchObject({ errno: 1064 });
  connection.destroy();
});

test('commands beside queries', async () => {
  const { port, service } = await startServer();
  const client = await RawClient.logIn(port);
  client.command(0x02, 'other');
  expect((await client.expectPayload())[0]).toBe(0);
  client.command(0x02, 'nowhere');
  expect(readErr(await client.expectPayload())).toMatchObject({ errno: 1049, sqlState: '42000' });
  client.query('SELECT DATABASE()');
  await client.expectPayload();
  await client.expectPayload();
  expect(readTextRow(await client.expectPayload(), 1)).toEqual([Buffer.from('other')]);
  await client.expectPayload();
  client.command(0x09);
  expect((await client.expectPayload()).toString()).toMatch(/^Uptime: \d+ {2}Threads: 1 {2}Questions: 3 {2}/);
  client.command(0x04, 't\0na%');
  expect(readColumnDefinition41(await client.expectPayload())).toMatchObject({ name: 'name', table: 't', schema: 'other' });
  expect((await client.expectPayload())[0]).toBe(0xfe);
  client.command(0x0d);
  expect((await client.expectPayload())[0]).toBe(0xfe);
  client.command(0x1f);
  expect((await client.expectPayload())[0]).toBe(0);
  for (const code of [0x12, 0x05, 0x77]) {
    client.command(code, 'SELECT ?');
    expect(readErr(await client.expectPayload())).toEqual({ errno: 1047, sqlState: '08S01', message: 'Unknown command' });
  }
  client.command(0x01);
  expect(await client.read()).toBeNull();
  expect(service.closedSessions).toBe(1);
  expect(service.activity.threadsConnected).toBe(0);
});

test('commands sent ahead are answered in their order', async () => {
  const { port } = await startServer();
  const client = await RawClient.logIn(port);
  client.sendBytes(Buffer.from('010000000e' + '010000000e' + '0500000003444f2031' + '010000000e', 'hex'));
  const answers: (number | undefined)[] = [];
  while (answers.length < 4) answers.push((await client.readUnframed())?.[0]);
  expect(answers).toEqual([0, 0, 0xff, 0]);
  client.destroy();
});

test('query attributes stand before the text and are skipped', async () => {
  const { port, service } = await startServer();
  const capabilities = CLIENT_CAPABILITIES | Capability.QUERY_ATTRIBUTES;
  const client = await RawClient.logIn(port, { capabilities });
  // Two attributes: n1 = 'v1' (VAR_STRING), n2 = NULL.
  const attributes = Buffer.from('02010201fd00026e31' + 'fd00026e32' + '027631', 'hex');
  client.command(0x03, Buffer.concat([attributes, Buffer.from('SELECT 1')]));
  expect(await client.expectPayload()).toEqual(Buffer.of(1));
  expect(service.executed).toEqual(['SELECT 1']);
  for (let i = 0; i < 3; i++) await client.expectPayload();
  client.command(0x03, Buffer.concat([Buffer.of(0, 1), Buffer.from('SELECT 1')]));
  expect(await client.expectPayload()).toEqual(Buffer.of(1));
  client.destroy();
});

const cliInstalled = spawnSync('mysql', ['--version']).status === 0;
if (!cliInstalled) process.stderr.write('SKIPPED: the program mysql is not installed, its conversation is not tested\n');

test.runIf(cliInstalled)('the mysql program shows rows, several results, and an error', async () => {
  const { port, service } = await startServer();
  service.on('SELECT two', () => rows([column('a', { name: 'int32' }), column('b')], [1, null], [-20, 'x']));
  service.on('DO 1', () => ok(1));
  const options = ['--no-defaults', '-h127.0.0.1', `-P${port}`, '-uroot', '-Dother'];
  const { stdout } = await promisify(execFile)('mysql', [...options, '-e', 'SELECT two; DO 1; SELECT DATABASE()']);
  expect(stdout).toBe('a\tb\n1\tNULL\n-20\tx\ndb\nother\n');
  await expect(promisify(execFile)('mysql', [...options, '-e', 'broken'])).rejects.toThrow(/ERROR 1064 \(42000\) at line 1/);
});
