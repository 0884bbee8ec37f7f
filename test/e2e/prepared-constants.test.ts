import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ByteWriter } from '../../protocol/byte-writer.js';
import { MysqlType } from '../../protocol/column-types.js';
import { readColumnDefinition41 } from '../../protocol/packets/column-definition-41.js';
import { readErr } from '../../protocol/packets/err.js';
import { readStmtPrepareOk } from '../../protocol/packets/stmt-prepare-ok.js';
import { serverForFile } from '../support/server-for-file.js';
import { rows } from '../support/stagewire.js';
import { RawClient } from '../server/mysql/raw-client.js';

const COM = { PREPARE: 0x16, EXECUTE: 0x17, SEND_LONG_DATA: 0x18, FETCH: 0x1c } as const;
const NO_CURSOR = 0;
const CURSOR = 1;
const UNSIGNED = 0x8000;

const { server } = await serverForFile();
const client = await RawClient.logIn(server.mysqlPort);
afterAll(() => { client.destroy(); });

async function prepare(sql: string): Promise<number> {
  client.command(COM.PREPARE, sql);
  const { statementId, parameterCount, columnCount } = readStmtPrepareOk(await client.expectPayload());
  for (let left = parameterCount + columnCount; left > 0; left -= 1) await client.expectPayload();
  return statementId;
}

function numbered(id: number, write: (bytes: ByteWriter) => void): Buffer {
  const bytes = new ByteWriter();
  bytes.uint32(id);
  write(bytes);
  return bytes.take();
}

function execute(id: number, flags: number, values: Buffer): void {
  client.command(COM.EXECUTE, numbered(id, (bytes) => { bytes.uint8(flags); bytes.uint32(1); bytes.bytes(values); }));
}

interface Answer {
  readonly definitions: readonly Buffer[];
  readonly rows: readonly Buffer[];
}

/** Payloads up to the one that ends them. */
async function upToEnd(): Promise<Buffer[]> {
  const payloads: Buffer[] = [];
  for (;;) {
    const payload = await client.expectPayload();
    if (payload[0] === 0xff) throw Object.assign(new Error(readErr(payload).message), { errno: readErr(payload).errno });
    if (payload[0] === 0xfe) return payloads;
    payloads.push(payload);
  }
}

/** What comes at once. */
async function direct(id: number, values: Buffer): Promise<Answer> {
  execute(id, NO_CURSOR, values);
  const [count, ...packets] = await upToEnd();
  return { definitions: packets.slice(0, count?.[0] ?? 0), rows: packets.slice(count?.[0] ?? 0) };
}

/** What comes through a cursor, which every statement takes the same way. */
async function fetched(id: number, values: Buffer): Promise<Answer> {
  execute(id, CURSOR, values);
  const [, ...definitions] = await upToEnd();
  client.command(COM.FETCH, numbered(id, (bytes) => { bytes.uint32(10); }));
  return { definitions, rows: await upToEnd() };
}

/** One value with its type, not NULL; hexadecimal, with spaces as one likes. */
function oneValue(type: number, hex: string): Buffer {
  return Buffer.concat([Buffer.of(0, 1, type & 0xff, type >> 8), Buffer.from(hex.replaceAll(' ', ''), 'hex')]);
}

const VALUES: readonly (readonly [what: string, type: number, hex: string])[] = [
  ['TINY', MysqlType.TINY, 'ff'],
  ['unsigned TINY', MysqlType.TINY | UNSIGNED, 'ff'],
  ['SHORT', MysqlType.SHORT, '0080'],
  ['unsigned SHORT', MysqlType.SHORT | UNSIGNED, 'ffff'],
  ['YEAR', MysqlType.YEAR | UNSIGNED, 'e807'],
  ['LONG', MysqlType.LONG, '00000080'],
  ['unsigned LONG', MysqlType.LONG | UNSIGNED, 'ffffffff'],
  ['LONGLONG', MysqlType.LONGLONG, '0000000000000080'],
  ['unsigned LONGLONG', MysqlType.LONGLONG | UNSIGNED, 'ffffffffffffffff'],
  ['FLOAT', MysqlType.FLOAT, 'cdcccc3d'],
  ['DOUBLE', MysqlType.DOUBLE, '9a9999999999b93f'],
  ['DATE', MysqlType.DATE, '04 e807 02 1d'],
  ['DATETIME', MysqlType.DATETIME, '0b e807 02 1d 17 3b 3a 40420000'],
  ['TIMESTAMP without a time', MysqlType.TIMESTAMP, '04 e807 02 1d'],
  ['TIME', MysqlType.TIME, '08 00 00000000 17 3b 3a'],
  ['TIME below zero', MysqlType.TIME, '0c 01 02000000 17 3b 3a 40420000'],
  ['DECIMAL', MysqlType.NEWDECIMAL, '06 2d31322e3530'],
  ['VAR_STRING', MysqlType.VAR_STRING, '03 61c3a9'],
  ['empty VAR_STRING', MysqlType.VAR_STRING, '00'],
  ['VAR_STRING that is no text', MysqlType.VAR_STRING, '02 ff00'],
  ['BLOB', MysqlType.BLOB, '03 00ff01'],
  ['JSON', MysqlType.JSON, '02 7b7d'],
  ['NULL', MysqlType.NULL, ''],
];

describe('an execution whose answer needs no engine', () => {
  it.each(VALUES)('brings a %s as a cursor brings it', async (_, type, hex) => {
    const id = await prepare("SELECT ? AS v, 1.50, 'x', NULL, TRUE, -3, x'00ff'");
    const values = oneValue(type, hex);
    const answer = await direct(id, values);
    expect(answer.definitions).toHaveLength(7);
    expect(answer.rows).toHaveLength(1);
    expect(answer).toEqual(await fetched(id, values));
  });

  it('follows types and values that change from one execution to the next', async () => {
    const id = await prepare('SELECT ? AS v');
    for (const [, type, hex] of [...VALUES, ...VALUES.slice().reverse()]) {
      const values = oneValue(type, hex);
      expect(await direct(id, values)).toEqual(await fetched(id, values));
    }
    const typeOf = ({ definitions: [first] }: Answer): number | undefined => first && readColumnDefinition41(first).type;
    expect(typeOf(await direct(id, oneValue(MysqlType.DOUBLE, '9a9999999999b93f')))).toBe(MysqlType.DOUBLE);
    // NULL in the bitmap, with the type of before; then a value under that type.
    expect((await direct(id, Buffer.from('0100', 'hex'))).rows).toEqual([Buffer.from('0004', 'hex')]);
    expect(typeOf(await direct(id, Buffer.from('0000' + '9a9999999999b93f', 'hex')))).toBe(MysqlType.DOUBLE);
  });

  it('takes long data for one execution', async () => {
    const id = await prepare('SELECT ? AS v');
    const longData = Buffer.alloc(70_000, 'x');
    client.command(COM.SEND_LONG_DATA, numbered(id, (bytes) => { bytes.uint16(0); bytes.bytes(longData); }));
    const { rows: [row] } = await direct(id, oneValue(MysqlType.VAR_STRING, ''));
    expect(row?.subarray(-longData.length)).toEqual(longData);
    expect((await direct(id, oneValue(MysqlType.VAR_STRING, '0161'))).rows[0]?.subarray(-1).toString()).toBe('a');
  });

  it('ends with an error for a value that does not exist, and goes on', async () => {
    const id = await prepare('SELECT ? AS v');
    await expect(direct(id, oneValue(MysqlType.DATE, '04 e807 02 1e'))).rejects.toMatchObject({ errno: 1292 });
    expect((await direct(id, oneValue(MysqlType.TINY, '07'))).rows).toHaveLength(1);
  });
});

describe('what an execution says of its session', () => {
  let connection: mysql.Connection;
  beforeAll(async () => { connection = await server.connect(); });
  afterAll(async () => { await connection.end(); });

  const execution = async (sql: string, ...values: (string | number | null)[]): Promise<mysql.RowDataPacket[]> => (await connection.execute<mysql.RowDataPacket[]>(sql, values))[0];

  it('is what holds now, not when it was prepared or first executed', async () => {
    const sql = 'SELECT @n AS n, @@wait_timeout AS t, database() AS d, now() AS at, ? AS p';
    await connection.query("SET @n = 'a', wait_timeout = 1000, timestamp = 1700000000");
    expect(await execution(sql, 1)).toMatchObject([{ n: 'a', t: 1000, d: 'default', p: 1 }]);
    await connection.query("SET @n = 2, wait_timeout = 2000, timestamp = 1800000000, time_zone = '+02:00'");
    await connection.query('USE system');
    const [row] = await execution(sql, 'x');
    expect(row).toMatchObject({ n: 2, t: 2000, d: 'system', p: 'x' });
    expect((row?.['at'] as Date).getTime()).toBe(new Date('2027-01-15T10:00:00').getTime());
    await connection.query('SET timestamp = DEFAULT, time_zone = DEFAULT');
    await connection.query('USE `default`');
  });

  it('counts rows, and the warnings of the statement before', async () => {
    expect(await execution('SELECT found_rows() AS f, row_count() AS r')).toHaveLength(1);
    expect(await execution('SELECT found_rows() AS f, row_count() AS r')).toEqual([{ f: 1, r: -1 }]);
    expect(await execution('SELECT @@error_count AS e')).toEqual([{ e: 0 }]);
    await connection.query('SELECT nothing').catch(() => undefined);
    expect(await execution('SELECT @@error_count AS e')).toEqual([{ e: 1 }]);
    expect(await execution('SELECT @@error_count AS e')).toEqual([{ e: 0 }]);
    expect(await rows(connection, 'SHOW WARNINGS')).toEqual([]);
  });

  it('sets variables, sleeps and keeps to the settings of a statement as before', async () => {
    await execution('SELECT ? INTO @kept', 5);
    expect(await execution('SELECT @kept AS kept, SLEEP(?) AS slept', 0.01)).toEqual([{ kept: 5, slept: 0 }]);
    expect(await execution('SELECT /*+ SET_VAR(max_execution_time = 7) */ @@max_execution_time AS t')).toEqual([{ t: 7 }]);
    expect(await execution('SELECT ? AS v LIMIT ?', 'a', 0)).toEqual([]);
    expect(await execution('SELECT ? AS v LIMIT ?', 'a', 1)).toEqual([{ v: 'a' }]);
  });
});
