import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mysql2, { type Connection, type FieldPacket } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Engine } from '../../../engine/engine.js';
import type { FakeService } from './fake-service.js';
import { startServer } from './harness.js';

let directory: string;
let engine: Engine;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'stagewire-engine-'));
  engine = await Engine.open({ spillDirectory: directory, spillCapacity: 1_000_000_000, cacheDirectory: path.join(directory, 'objects'), cacheCapacity: 0, memoryLimit: 500_000_000, threads: 2, callsAtOnce: 2 });
});

afterAll(async () => {
  await engine.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Lets a text of the client stand for a query of the engine. */
function answer(service: FakeService, text: string, sql: string): void {
  service.on(text, async (signal, session) => {
    session.variables.set('time_zone', '+02:00');
    return { kind: 'rows', ...(await engine.query({ sql, parameters: [], tables: [] }, signal)) };
  });
}

async function connect(port: number): Promise<Connection> {
  return await mysql2.createConnection({ host: '127.0.0.1', port, user: 'root', dateStrings: true, supportBigNumbers: true, bigNumberStrings: true });
}

interface Case {
  readonly expression: string;
  readonly type: number;
  readonly text: unknown;
  /** Where the binary protocol has a form of its own that mysql2 shows differently. */
  readonly binary?: unknown;
}

const cases: readonly Case[] = [
  { expression: 'true', type: 2, text: 1 },
  { expression: '(-128)::TINYINT', type: 1, text: -128 },
  { expression: '255::UTINYINT', type: 1, text: 255 },
  { expression: '(-32768)::SMALLINT', type: 2, text: -32_768 },
  { expression: '65535::USMALLINT', type: 2, text: 65_535 },
  { expression: '(-2147483648)::INTEGER', type: 3, text: -2_147_483_648 },
  { expression: '4294967295::UINTEGER', type: 3, text: 4_294_967_295 },
  { expression: '(-9223372036854775808)::BIGINT', type: 8, text: '-9223372036854775808' },
  { expression: '18446744073709551615::UBIGINT', type: 8, text: '18446744073709551615' },
  { expression: '170141183460469231731687303715884105727::HUGEINT', type: 246, text: '170141183460469231731687303715884105727' },
  { expression: '340282366920938463463374607431768211455::UHUGEINT', type: 246, text: '340282366920938463463374607431768211455' },
  { expression: '(-5)::HUGEINT', type: 246, text: '-5' },
  { expression: '(-9223372036854775809)::HUGEINT', type: 246, text: '-9223372036854775809' },
  { expression: '18446744073709551616::HUGEINT', type: 246, text: '18446744073709551616' },
  { expression: '(-0.05)::DECIMAL(4,2)', type: 246, text: '-0.05' },
  { expression: '(-12.30)::DECIMAL(18,2)', type: 246, text: '-12.30' },
  { expression: '9999999999999999.99::DECIMAL(18,2)', type: 246, text: '9999999999999999.99' },
  { expression: '(-1.5)::DECIMAL(38,3)', type: 246, text: '-1.500' },
  { expression: '12345678901234567890123456789012345.678::DECIMAL(38,3)', type: 246, text: '12345678901234567890123456789012345.678' },
  { expression: "fn.wide(stagewire_wide_cast('-12345678901234567890123456789012345678901234567.895', 50, 2))", type: 246, text: '-12345678901234567890123456789012345678901234567.90' },
  { expression: '1.5::FLOAT', type: 4, text: 1.5 },
  { expression: '(1/3)::DOUBLE', type: 5, text: 1 / 3 },
  { expression: "DATE '2024-02-29'", type: 10, text: '2024-02-29' },
  { expression: "TIME '23:59:58.000001'", type: 11, text: '23:59:58.000001' },
  { expression: "TIMESTAMP '2024-02-29 01:02:03.456789'", type: 12, text: '2024-02-29 01:02:03.456789' },
  { expression: "TIMESTAMP '1969-12-31 23:59:59.5'", type: 12, text: '1969-12-31 23:59:59.500000', binary: '1969-12-31 23:59:59.500000' },
  { expression: "TIMESTAMPTZ '2024-01-01 00:00:00.25+00'", type: 12, text: '2024-01-01 00:00:00.250000', binary: '2024-01-01 00:00:00.250000' },
  { expression: "fn.zoned_from('2024-01-01 00:00:00.25 +0200')", type: 12, text: '2024-01-01 00:00:00.250000 +0200', binary: '2024-01-01 00:00:00.250000' },
  { expression: "'grün and longer than twelve bytes'", type: 253, text: 'grün and longer than twelve bytes' },
  { expression: "'\\x00\\xFF'::BLOB", type: 252, text: Buffer.from('00FF') },
  { expression: "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID", type: 253, text: '6ba7b810-9dad-11d1-80b4-00c04fd430c8' },
  { expression: '\'{"b": 1, "a": [1, 2]}\'::JSON', type: 253, text: '{"a":[1,2],"b":1}' },
  { expression: "[1, NULL]", type: 253, text: '[1,NULL]' },
  { expression: "{'a': 1, 'b': 'x'}", type: 253, text: '(1,"x")' },
  { expression: "MAP {'k': [true]}", type: 253, text: '{"k":[1]}' },
  { expression: "INTERVAL '1 year 2 months'", type: 253, text: '1 year 2 months' },
  { expression: "'b'::ENUM('a', 'b')", type: 253, text: 'b' },
  { expression: "'101'::BIT", type: 253, text: '101' },
];

test.each(cases)('$expression in text and in binary', async ({ expression, type, text, binary = text }) => {
  const { port, service } = await startServer();
  answer(service, 'SELECT v', `SELECT CASE WHEN i <> 1 THEN ${expression} END AS v FROM range(3) t(i) ORDER BY i`);
  const connection = await connect(port);
  const [rows, fields]: [unknown, FieldPacket[]] = await connection.query('SELECT v');
  expect(rows).toEqual([{ v: text }, { v: null }, { v: text }]);
  const [binaryRows, binaryFields]: [unknown, FieldPacket[]] = await connection.execute('SELECT v');
  expect(binaryRows).toEqual([{ v: binary }, { v: null }, { v: binary }]);
  expect([fields[0]?.columnType, binaryFields[0]?.columnType]).toEqual([type, type]);
  connection.destroy();
});

test('rows of many columns have their NULLs where they belong', async () => {
  const { port, service } = await startServer();
  const columns = Array.from({ length: 40 }, (_, column) => `CASE WHEN (i * 7 + ${column}) % 3 = 0 THEN NULL ELSE (i * 100 + ${column})::INTEGER END AS c${column}`);
  answer(service, 'SELECT many', `SELECT ${columns.join(', ')} FROM range(5000) t(i)`);
  const connection = await connect(port);
  const [text]: [unknown, FieldPacket[]] = await connection.query({ sql: 'SELECT many', rowsAsArray: true });
  const [binary]: [unknown, FieldPacket[]] = await connection.execute({ sql: 'SELECT many', rowsAsArray: true });
  const expected = Array.from({ length: 5000 }, (_, i) => columns.map((__, column) => ((i * 7 + column) % 3 === 0 ? null : i * 100 + column)));
  expect(text).toEqual(expected);
  expect(binary).toEqual(expected);
  connection.destroy();
});

test('a value that no calendar of clients holds is text in text rows and a zero date in binary ones', async () => {
  const { port, service } = await startServer();
  answer(service, 'SELECT far', "SELECT 'infinity'::DATE AS d, '-infinity'::TIMESTAMP AS t, DATE '12024-01-01' AS y");
  const connection = await connect(port);
  const [text]: [unknown, FieldPacket[]] = await connection.query('SELECT far');
  expect(text).toEqual([{ d: 'infinity', t: '-infinity', y: '12024-01-01' }]);
  const [binary]: [unknown, FieldPacket[]] = await connection.execute('SELECT far');
  expect(JSON.stringify(binary)).toMatch(/"d":"0000-00-00","t":"0000-00-00( 00:00:00)?","y":"0000-00-00"/);
  connection.destroy();
});
