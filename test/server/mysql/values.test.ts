import mysql2, { type Connection, type FieldPacket } from 'mysql2/promise';
import { expect, test } from 'vitest';
import type { ColumnType, Value } from '../../../server/result.js';
import { column, rows } from './fake-service.js';
import { startServer } from './harness.js';

const UNSIGNED = 32;
const BINARY = 128;
const BLOB = 16;

interface Case {
  readonly type: ColumnType;
  readonly value: Value;
  readonly text: string;
  readonly wire: { type: number; flags: number; charset: number; length: number; decimals?: number };
}

const number = (type: number, length: number, flags = BINARY, decimals = 0) => ({ type, length, flags, decimals, charset: 63 });
const text = { type: 253, length: 65_528, flags: 0, charset: 255, decimals: 0 };

const cases: Case[] = [
  { type: { name: 'boolean' }, value: true, text: '1', wire: number(2, 1) },
  { type: { name: 'int8' }, value: -128, text: '-128', wire: number(1, 4) },
  { type: { name: 'int16' }, value: -32_768, text: '-32768', wire: number(2, 6) },
  { type: { name: 'int32' }, value: 2_147_483_647, text: '2147483647', wire: number(3, 11) },
  { type: { name: 'int64' }, value: -9_223_372_036_854_775_808n, text: '-9223372036854775808', wire: number(8, 20) },
  { type: { name: 'int64' }, value: 0, text: '0', wire: number(8, 20) },
  { type: { name: 'uint8' }, value: 255, text: '255', wire: number(1, 3, BINARY | UNSIGNED) },
  { type: { name: 'uint16' }, value: 65_535, text: '65535', wire: number(2, 5, BINARY | UNSIGNED) },
  { type: { name: 'uint32' }, value: 4_294_967_295, text: '4294967295', wire: number(3, 10, BINARY | UNSIGNED) },
  {
    type: { name: 'uint64' },
    value: 18_446_744_073_709_551_615n,
    text: '18446744073709551615',
    wire: number(8, 20, BINARY | UNSIGNED),
  },
  { type: { name: 'float' }, value: Math.fround(0.1), text: '0.1', wire: number(4, 12, BINARY, 31) },
  { type: { name: 'double' }, value: 3, text: '3.0', wire: number(5, 22, BINARY, 31) },
  {
    type: { name: 'decimal', precision: 18, scale: 3 },
    value: '-12345.600',
    text: '-12345.600',
    wire: number(246, 20, BINARY, 3),
  },
  { type: { name: 'date' }, value: new Date('2024-02-29T00:00:00Z'), text: '2024-02-29', wire: number(10, 10) },
  { type: { name: 'time' }, value: '12:34:56', text: '12:34:56', wire: number(11, 17, BINARY, 6) },
  {
    type: { name: 'timestamp' },
    value: new Date('0987-01-02T03:04:05.006Z'),
    text: '0987-01-02 03:04:05.006000',
    wire: number(12, 26, BINARY, 6),
  },
  { type: { name: 'timestamp' }, value: '2024-01-01 00:00:00.123456', text: '2024-01-01 00:00:00.123456', wire: number(12, 26, BINARY, 6) },
  { type: { name: 'varchar' }, value: 'grün 🌳', text: 'grün 🌳', wire: text },
  { type: { name: 'varchar' }, value: 'ü'.repeat(300), text: 'ü'.repeat(300), wire: text },
  { type: { name: 'json' }, value: '{"a":1}', text: '{"a":1}', wire: text },
  {
    type: { name: 'binary' },
    value: Uint8Array.of(0, 255, 16),
    text: '00FF10',
    wire: number(252, 4_294_967_295, BINARY | BLOB),
  },
];

async function connect(port: number): Promise<Connection> {
  return await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root' });
}

/** Cells as the text that came over the wire. */
const asText = (field: { buffer(): Buffer | null }): string | null => field.buffer()?.toString('utf8') ?? null;

test.each(cases)('$type.name $value', async ({ type, value, text: expected, wire }) => {
  const { port, service } = await startServer();
  service.on('SELECT v', () => rows([column('v', type)], [value], [null], [value]));
  const connection = await connect(port);
  const [result, fields]: [unknown, FieldPacket[]] = await connection.query({ sql: 'SELECT v', rowsAsArray: true, typeCast: asText });
  expect(result).toEqual([[expected], [null], [expected]]);
  const field = fields[0] as FieldPacket & { columnType: number; characterSet: number };
  expect({
    type: field.columnType,
    flags: field.flags,
    charset: field.characterSet,
    length: field.columnLength,
    decimals: field.decimals,
  }).toEqual(wire);
  connection.destroy();
});

test('a NULL literal has the type NULL and a column that is never NULL says so', async () => {
  const { port, service } = await startServer();
  service.on('SELECT v', () => rows([column('n', { name: 'null' }), column('i', { name: 'int32' }, false)], [null, 7]));
  const connection = await connect(port);
  const [result, fields] = await connection.query('SELECT v');
  expect(result).toEqual([{ n: null, i: 7 }]);
  expect(fields.map(({ columnType, flags }) => [columnType, flags])).toEqual([
    [6, BINARY],
    [3, BINARY | 1],
  ]);
  connection.destroy();
});

test('binary values follow binary_output_format', async () => {
  const { port, service } = await startServer();
  for (const format of ['HEX', 'base64', 'UTF-8']) {
    service.on(`SELECT ${format}`, (_signal, session) => {
      session.variables.set('binary_output_format', format);
      return rows([column('v', { name: 'binary' })], [Buffer.from('hé')]);
    });
  }
  const connection = await connect(port);
  const read = async (sql: string) => {
    const [result] = await connection.query<never>({ sql, rowsAsArray: true, typeCast: asText });
    return (result as string[][])[0]?.[0];
  };
  expect(await read('SELECT HEX')).toBe('68C3A9');
  expect(await read('SELECT base64')).toBe('aMOp');
  expect(await read('SELECT UTF-8')).toBe('hé');
  connection.destroy();
});
