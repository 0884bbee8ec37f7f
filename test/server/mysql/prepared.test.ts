import { describe, expect, test } from 'vitest';
import { ByteWriter } from '../../../protocol/byte-writer.js';
import { Capability } from '../../../protocol/capabilities.js';
import { readBinaryRow } from '../../../protocol/packets/binary-row.js';
import { readColumnDefinition41 } from '../../../protocol/packets/column-definition-41.js';
import { readEof } from '../../../protocol/packets/eof.js';
import { readErr } from '../../../protocol/packets/err.js';
import { readOk } from '../../../protocol/packets/ok.js';
import { readStmtPrepareOk } from '../../../protocol/packets/stmt-prepare-ok.js';
import { StatusFlag } from '../../../protocol/status-flags.js';
import { valueBatch } from '../../../sql/relation.js';
import { LongDataBudget } from '../../../server/mysql/long-data.js';
import type { RowsResult } from '../../../server/result.js';
import { column, ok, rows } from './fake-service.js';
import { startServer } from './harness.js';
import { CLIENT_CAPABILITIES, RawClient } from './raw-client.js';

const COM = { PREPARE: 0x16, EXECUTE: 0x17, SEND_LONG_DATA: 0x18, CLOSE: 0x19, RESET: 0x1a, FETCH: 0x1c, RESET_CONNECTION: 0x1f } as const;
const CURSOR = 0x01;
const INT = { type: 0x03, unsigned: false };

function fields(write: (bytes: ByteWriter) => void): Buffer {
  const bytes = new ByteWriter();
  write(bytes);
  return bytes.take();
}

const id32 = (id: number, ...more: number[]): Buffer => fields((bytes) => { bytes.uint32(id); more.forEach((value) => { bytes.uint32(value); }); });
const executeBody = (id: number, flags = 0, rest: Buffer = Buffer.alloc(0)): Buffer => Buffer.concat([fields((bytes) => { bytes.uint32(id); bytes.uint8(flags); bytes.uint32(1); }), rest]);

/** Prepares, and reads over the definitions. */
async function prepare(client: RawClient, sql: string, deprecateEof = true): Promise<number> {
  client.command(COM.PREPARE, sql);
  const answer = readStmtPrepareOk(await client.expectPayload());
  const definitions = answer.parameterCount + answer.columnCount;
  const eofs = deprecateEof ? 0 : Number(answer.parameterCount > 0) + Number(answer.columnCount > 0);
  for (let left = definitions + eofs; left > 0; left--) await client.expectPayload();
  return answer.statementId;
}

/** A result of `count` rows, in batches of three, that tells when its production has ended. */
function counted(count: number, onEnd: () => void): RowsResult {
  return {
    kind: 'rows',
    columns: [column('n', { name: 'int32' })],
    // eslint-disable-next-line @typescript-eslint/require-await
    batches: (async function* () {
      try {
        for (let first = 0; first < count; first += 3) {
          const numbers = Array.from({ length: Math.min(3, count - first) }, (_, index) => first + index);
          yield valueBatch(numbers.length, [numbers]);
        }
      } finally {
        onEnd();
      }
    })(),
  };
}

async function openCursor(client: RawClient, id: number): Promise<void> {
  client.command(COM.EXECUTE, executeBody(id, CURSOR));
  expect(await client.expectPayload()).toEqual(Buffer.of(1));
  expect(readColumnDefinition41(await client.expectPayload())).toMatchObject({ name: 'n' });
  expect(readOk(await client.expectPayload()).statusFlags & StatusFlag.CURSOR_EXISTS).not.toBe(0);
}

/** The numbers of a fetch and the status that ends it. */
async function fetchRows(client: RawClient, id: number, count: number): Promise<{ numbers: unknown[]; status: number }> {
  client.command(COM.FETCH, id32(id, count));
  const numbers: unknown[] = [];
  for (;;) {
    const payload = await client.expectPayload();
    if (payload[0] === 0xfe) return { numbers, status: readOk(payload).statusFlags & (StatusFlag.CURSOR_EXISTS | StatusFlag.LAST_ROW_SENT) };
    if (payload[0] === 0xff) throw new Error(readErr(payload).message);
    numbers.push(...readBinaryRow(payload, [INT]));
  }
}

const failureOf = async (client: RawClient): Promise<{ errno: number; message: string }> => readErr(await client.expectPayload());

describe('preparing and executing', () => {
  test('older clients get an EOF behind the parameters and behind the columns of the result', async () => {
    const { port, service } = await startServer();
    service.on('SELECT ?', () => rows([column('n', { name: 'int32' })], [7]));
    const client = await RawClient.logIn(port, { capabilities: CLIENT_CAPABILITIES & ~Capability.DEPRECATE_EOF });
    client.command(COM.PREPARE, 'SELECT ?');
    expect(readStmtPrepareOk(await client.expectPayload())).toMatchObject({ statementId: 1, parameterCount: 1, columnCount: 0 });
    expect(readColumnDefinition41(await client.expectPayload())).toMatchObject({ name: '?' });
    expect(readEof(await client.expectPayload())).toMatchObject({ warnings: 0 });
    client.command(COM.EXECUTE, executeBody(1, 0, Buffer.from('0001fd000161', 'hex')));
    expect(await client.expectPayload()).toEqual(Buffer.of(1));
    await client.expectPayload();
    expect((await client.expectPayload())[0]).toBe(0xfe);
    expect(readBinaryRow(await client.expectPayload(), [INT])).toEqual([7]);
    expect((await client.expectPayload()).length).toBe(5);
    client.destroy();
  });

  test('types are remembered from the last execution; values reach the statement with them', async () => {
    const { port, service } = await startServer();
    service.on('SELECT ?, ?', () => ok());
    const client = await RawClient.logIn(port);
    const id = await prepare(client, 'SELECT ?, ?');
    const bodies = ['00 01 0100 0a00 ff 04 e807 02 1d', '00 00 02 04 e807 03 01', '01 00 04 e807 03 02', '02 01 f600 0600 04 2d312e35'];
    for (const body of bodies) {
      client.command(COM.EXECUTE, executeBody(id, 0, Buffer.from(body.replaceAll(' ', ''), 'hex')));
      expect((await client.expectPayload())[0]).toBe(0);
    }
    expect(service.bound).toEqual([
      [{ type: { name: 'int64' }, value: -1 }, { type: { name: 'date' }, value: '2024-02-29' }],
      [{ type: { name: 'int64' }, value: 2 }, { type: { name: 'date' }, value: '2024-03-01' }],
      [{ type: { name: 'null' }, value: null }, { type: { name: 'date' }, value: '2024-03-02' }],
      [{ type: { name: 'decimal', precision: 2, scale: 1 }, value: '-1.5' }, { type: { name: 'null' }, value: null }],
    ]);
    client.command(COM.EXECUTE, executeBody(id, 0, Buffer.from('00010a000a0004e807021e04e8070301', 'hex')));
    expect(await failureOf(client)).toMatchObject({ errno: 1292, message: expect.stringContaining('2024-02-30') as string });
    client.destroy();
  });

  test('unknown statements are refused by name of the command (1243), closing one is not', async () => {
    const { port } = await startServer();
    const client = await RawClient.logIn(port);
    for (const [code, body, name] of [[COM.EXECUTE, executeBody(9), 'mysqld_stmt_execute'], [COM.RESET, id32(9), 'mysqld_stmt_reset'], [COM.FETCH, id32(9, 1), 'mysqld_stmt_fetch']] as const) {
      client.command(code, body);
      expect(await failureOf(client)).toMatchObject({ errno: 1243, message: `Unknown prepared statement handler (9) given to ${name}` });
    }
    client.command(COM.CLOSE, id32(9));
    client.command(0x0e);
    expect((await client.expectPayload())[0]).toBe(0);
    client.destroy();
  });

  test('statements go with CLOSE, with COM_RESET_CONNECTION and with the connection', async () => {
    const { port, service } = await startServer();
    service.on('DO 1', () => ok());
    const client = await RawClient.logIn(port);
    service.on('SELECT 5', () => ok());
    const first = await prepare(client, 'SELECT 5');
    await prepare(client, 'SELECT 5');
    expect(service.activity.preparedStatements).toBe(2);
    client.command(COM.CLOSE, id32(first));
    client.command(COM.RESET_CONNECTION);
    expect((await client.expectPayload())[0]).toBe(0);
    expect(service.activity.preparedStatements).toBe(0);
    await prepare(client, 'SELECT 5');
    client.command(0x01);
    expect(await client.read()).toBeNull();
    expect(service.activity.preparedStatements).toBe(0);
  });
});

describe('commands without an answer', () => {
  test('get none either when they are cut short; what is wrong is told at the execution', async () => {
    const { port, service } = await startServer();
    service.on('DO ?', () => ok());
    const client = await RawClient.logIn(port);
    const id = await prepare(client, 'DO ?');
    client.command(COM.CLOSE, Buffer.from([1, 0]));
    client.command(COM.SEND_LONG_DATA, Buffer.from([1]));
    client.command(COM.SEND_LONG_DATA, Buffer.concat([id32(id), Buffer.from([0])]));
    client.command(COM.RESET, Buffer.from([1]));
    expect(readErr(await client.expectPayload())).toMatchObject({ errno: 1835 });
    client.command(COM.EXECUTE, executeBody(id, 0, Buffer.from([0, 1, 0xfc, 0])));
    expect(readErr(await client.expectPayload())).toMatchObject({ errno: 1210 });
    client.destroy();
  });
});

describe('long data', () => {
  test('of all connections together is bounded, and room comes back', async () => {
    const { port, service } = await startServer({ longDataBudget: new LongDataBudget(1000) });
    service.on('DO ?', () => ok());
    const [one, other] = [await RawClient.logIn(port), await RawClient.logIn(port)];
    const [first, second] = [await prepare(one, 'DO ?'), await prepare(other, 'DO ?')];
    const execution = executeBody(second, 0, Buffer.from([0, 1, 0xfc, 0]));
    one.command(COM.SEND_LONG_DATA, piece(first, 0, 'x'.repeat(800)));
    one.command(0x0e);
    expect((await one.expectPayload())[0]).toBe(0);
    for (const errno of [1041, undefined]) {
      other.command(COM.SEND_LONG_DATA, piece(second, 0, 'x'.repeat(800)));
      other.command(COM.EXECUTE, execution);
      const answer = await other.expectPayload();
      expect(answer[0] === 0xff ? readErr(answer).errno : undefined).toBe(errno);
      one.command(COM.CLOSE, id32(first));
      one.command(0x0e);
      expect((await one.expectPayload())[0]).toBe(0);
    }
    one.destroy();
    other.destroy();
  });

  const piece = (id: number, parameter: number, data: string): Buffer => Buffer.concat([fields((bytes) => { bytes.uint32(id); bytes.uint16(parameter); }), Buffer.from(data)]);
  const blobThenText = Buffer.from('0001fc00fd000162', 'hex');

  test('pieces make one value, for one execution', async () => {
    const { port, service } = await startServer();
    service.on('SELECT ?, ?', () => ok());
    const client = await RawClient.logIn(port);
    const id = await prepare(client, 'SELECT ?, ?');
    for (const data of ['long ', 'data', '']) client.command(COM.SEND_LONG_DATA, piece(id, 0, data));
    client.command(COM.EXECUTE, executeBody(id, 0, blobThenText));
    expect((await client.expectPayload())[0]).toBe(0);
    expect(service.bound).toEqual([[{ type: { name: 'bytes' }, value: Buffer.from('long data') }, { type: { name: 'varchar' }, value: 'b' }]]);
    // The next one brings its own.
    client.command(COM.EXECUTE, executeBody(id, 0, Buffer.from('0001fc00fd0001610162', 'hex')));
    expect((await client.expectPayload())[0]).toBe(0);
    expect(service.bound[1]?.[0]).toEqual({ type: { name: 'bytes' }, value: Buffer.from('a') });
    client.destroy();
  });

  test('what is wrong with it is told by the execution, and forgotten by RESET', async () => {
    const { port, service } = await startServer({ maxAllowedPacket: 1000 });
    service.on('SELECT ?, ?', () => ok());
    const client = await RawClient.logIn(port);
    const id = await prepare(client, 'SELECT ?, ?');
    client.command(COM.SEND_LONG_DATA, piece(id, 2, 'x'));
    client.command(COM.EXECUTE, executeBody(id, 0, blobThenText));
    expect(await failureOf(client)).toMatchObject({ errno: 1210 });
    for (let sent = 0; sent < 1200; sent += 400) client.command(COM.SEND_LONG_DATA, piece(id, 0, 'x'.repeat(400)));
    client.command(COM.EXECUTE, executeBody(id, 0, blobThenText));
    expect(await failureOf(client)).toMatchObject({ message: expect.stringContaining('max_allowed_packet') as string });
    client.command(COM.SEND_LONG_DATA, piece(id, 7, 'x'));
    client.command(COM.RESET, id32(id));
    expect((await client.expectPayload())[0]).toBe(0);
    client.command(COM.EXECUTE, executeBody(id, 0, Buffer.from('0001fc00fd0001610162', 'hex')));
    expect((await client.expectPayload())[0]).toBe(0);
    client.destroy();
  });
});

describe('cursors', () => {
  test('rows come as they are fetched; the end shows when one is missing', async () => {
    const { port, service } = await startServer();
    let ended = 0;
    service.on('SELECT 5', () => counted(5, () => { ended++; }));
    const client = await RawClient.logIn(port);
    const id = await prepare(client, 'SELECT 5');
    await openCursor(client, id);
    expect(await fetchRows(client, id, 2)).toEqual({ numbers: [0, 1], status: StatusFlag.CURSOR_EXISTS });
    client.query('SELECT 1');
    for (let packets = 0; packets < 4; packets++) await client.expectPayload();
    expect(await fetchRows(client, id, 3)).toEqual({ numbers: [2, 3, 4], status: StatusFlag.CURSOR_EXISTS });
    expect(await fetchRows(client, id, 3)).toEqual({ numbers: [], status: StatusFlag.LAST_ROW_SENT });
    expect(ended).toBe(1);
    client.command(COM.FETCH, id32(id, 1));
    expect(await failureOf(client)).toMatchObject({ errno: 1421 });
    client.destroy();
  });

  test('older clients get one EOF that says so, and no rows', async () => {
    const { port, service } = await startServer();
    service.on('SELECT 5', () => counted(5, () => undefined));
    const client = await RawClient.logIn(port, { capabilities: CLIENT_CAPABILITIES & ~Capability.DEPRECATE_EOF });
    const id = await prepare(client, 'SELECT 5', false);
    client.command(COM.EXECUTE, executeBody(id, CURSOR));
    await client.expectPayload();
    await client.expectPayload();
    expect(readEof(await client.expectPayload()).statusFlags & StatusFlag.CURSOR_EXISTS).not.toBe(0);
    client.command(0x0e);
    expect((await client.expectPayload())[0]).toBe(0);
    client.destroy();
  });

  test.each<[string, (client: RawClient, id: number) => void]>([
    ['RESET', (client, id) => { client.command(COM.RESET, id32(id)); }],
    ['CLOSE', (client, id) => { client.command(COM.CLOSE, id32(id)); client.command(0x0e); }],
    ['COM_RESET_CONNECTION', (client) => { client.command(COM.RESET_CONNECTION); }],
  ])('%s ends the production of rows', async (_name, end) => {
    const { port, service } = await startServer();
    let ended = 0;
    service.on('SELECT 5', () => counted(500, () => { ended++; }));
    const client = await RawClient.logIn(port);
    const id = await prepare(client, 'SELECT 5');
    await openCursor(client, id);
    end(client, id);
    expect((await client.expectPayload())[0]).toBe(0);
    expect(ended).toBe(1);
    client.destroy();
  });

  test('a new execution and a lost connection end it too', async () => {
    const { port, service } = await startServer();
    let ended = 0;
    let lost: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => { lost = resolve; });
    service.on('SELECT 5', () => counted(500, () => { if (++ended === 2) lost(); }));
    const client = await RawClient.logIn(port);
    const id = await prepare(client, 'SELECT 5');
    await openCursor(client, id);
    await openCursor(client, id);
    expect(ended).toBe(1);
    client.destroy();
    await gone;
  });

  test('a statement without rows is answered with OK', async () => {
    const { port, service } = await startServer();
    service.on('SELECT 5', () => ok(3));
    const client = await RawClient.logIn(port);
    client.command(COM.EXECUTE, executeBody(await prepare(client, 'SELECT 5'), CURSOR));
    expect(readOk(await client.expectPayload())).toMatchObject({ affectedRows: 3 });
    client.destroy();
  });
});
