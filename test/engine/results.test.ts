import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { cellText, type DisplayFormat } from '../../sql/display/cell-text.js';
import { isNull } from '../../sql/vector.js';

const FORMAT: DisplayFormat = { binary: 'hex' };

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

/** The cells of a query as text, row by row. */
async function texts(sql: string): Promise<(string | null)[][]> {
  const { columns, batches } = await engine.query({ sql, parameters: [], tables: [] }, new AbortController().signal);
  const rows: (string | null)[][] = [];
  for await (const batch of batches) {
    for (let row = 0; row < batch.rowCount; row++) {
      rows.push(batch.columns.map((vector, index) => (isNull(vector, row) ? null : cellText(vector, columns[index]?.type ?? { name: 'null' }, row, FORMAT))));
    }
  }
  return rows;
}

describe('a cell is shown as', () => {
  test.each<[expression: string, text: string]>([
    ['true', '1'],
    ['(-128)::TINYINT', '-128'],
    ['255::UTINYINT', '255'],
    ['(-32768)::SMALLINT', '-32768'],
    ['65535::USMALLINT', '65535'],
    ['(-2147483648)::INTEGER', '-2147483648'],
    ['4294967295::UINTEGER', '4294967295'],
    ['(-9223372036854775808)::BIGINT', '-9223372036854775808'],
    ['9007199254740993::BIGINT', '9007199254740993'],
    ['18446744073709551615::UBIGINT', '18446744073709551615'],
    ['(-170141183460469231731687303715884105728)::HUGEINT', '-170141183460469231731687303715884105728'],
    ['340282366920938463463374607431768211455::UHUGEINT', '340282366920938463463374607431768211455'],
    ["'12345678901234567890123456789012345678901234567890'::BIGNUM", '12345678901234567890123456789012345678901234567890'],
    ['0.05::DECIMAL(4,2)', '0.05'],
    ['(-1.5)::DECIMAL(9,3)', '-1.500'],
    ['(-0.000000001)::DECIMAL(18,9)', '-0.000000001'],
    ['12345678901234567890123456789012345.678::DECIMAL(38,3)', '12345678901234567890123456789012345.678'],
    ['0.1::FLOAT', '0.1'],
    ['3::DOUBLE', '3.0'],
    ['1e16::DOUBLE', '1e16'],
    ["'nan'::DOUBLE", 'NaN'],
    ["'-infinity'::DOUBLE", '-Infinity'],
    ["DATE '2024-02-29'", '2024-02-29'],
    ["DATE '0001-01-01'", '0001-01-01'],
    ["DATE '9999-12-31'", '9999-12-31'],
    ["'infinity'::DATE", 'infinity'],
    ["TIME '23:59:59.123456'", '23:59:59.123456'],
    ["'12:00:00.123456789'::TIME_NS", '12:00:00.123456'],
    ["'12:00:00+02'::TIMETZ", '12:00:00'],
    ["TIMESTAMP '2024-02-29 01:02:03.000456'", '2024-02-29 01:02:03.000456'],
    ["TIMESTAMP '1969-12-31 23:59:59.999999'", '1969-12-31 23:59:59.999999'],
    ["TIMESTAMP '0001-01-01 00:00:00'", '0001-01-01 00:00:00.000000'],
    ["TIMESTAMP '9999-12-31 23:59:59.999999'", '9999-12-31 23:59:59.999999'],
    ["'-infinity'::TIMESTAMP", '-infinity'],
    ["'2024-01-01 00:00:01'::TIMESTAMP_S", '2024-01-01 00:00:01.000000'],
    ["'infinity'::TIMESTAMP_S", 'infinity'],
    ["'2024-01-01 00:00:01.234'::TIMESTAMP_MS", '2024-01-01 00:00:01.234000'],
    ["'1969-12-31 23:59:59.999999999'::TIMESTAMP_NS", '1969-12-31 23:59:59.999999'],
    ["TIMESTAMPTZ '2024-01-01 00:00:00+00'", '2024-01-01 00:00:00.000000'],
    ["fn.zoned_from('2024-01-01 00:00:00 +0200')", '2024-01-01 00:00:00.000000 +0200'],
    ["fn.zoned_from('1969-12-31 23:59:59.999999-03:30')", '1969-12-31 23:59:59.999999 -0330'],
    ["[fn.zoned_from('2024-01-01 00:00:00Z')]", '["2024-01-01 00:00:00.000000 +0000"]'],
    ["INTERVAL '1 year 2 months'", '1 year 2 months'],
    ["INTERVAL '3 days 1 second'", '3 days 0:00:01'],
    ["INTERVAL '-13 months -1 day -90 minutes'", '-1 year -1 month -1 day -1:30:00'],
    ["INTERVAL '1500000 microseconds'", '0:00:01.500000'],
    ['INTERVAL 0 DAY', '00:00:00'],
    ["'häßlich'", 'häßlich'],
    ["'longer than the twelve bytes of an inline string'", 'longer than the twelve bytes of an inline string'],
    ["'\\x00\\xFF'::BLOB", '00FF'],
    ["'6BA7B810-9DAD-11D1-80B4-00C04FD430C8'::UUID", '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
    ["'0101'::BIT", '0101'],
    ["'010101010'::BIT", '010101010'],
    ["'b'::ENUM('a', 'b')", 'b'],
    ['\'{"b": [1, 2.50, "x y"], "a": {"d": null, "c": true}}\'::JSON', '{"a":{"c":true,"d":null},"b":[1,2.50,"x y"]}'],
    ['\' "\\u0041" \'::JSON', '"A"'],
    ['[1, NULL, 3]', '[1,NULL,3]'],
    ["['a\"b', 'c\\d']", '["a\\"b","c\\\\d"]'],
    ['[true, false]', '[1,0]'],
    ["[DATE '2024-01-01']", '["2024-01-01"]'],
    ['[[1], [2, 3], []]', '[[1],[2,3],[]]'],
    ['array_value(1, 2)', '[1,2]'],
    ['array_value(array_value(1, 2), array_value(3, 4))', '[[1,2],[3,4]]'],
    ["MAP {'k': 1}", '{"k":1}'],
    ["MAP {1: ['x']}", '{1:["x"]}'],
    ["{'n': 1, 's': 'a'}", '(1,"a")'],
    ["{'n': {'m': NULL}}", '((NULL))'],
    ["union_value(num := 2)", '2'],
    ['\'{"a": 1}\'::JSON::VARIANT', '{"a":1}'],
  ])('%s', async (expression, text) => {
    expect(await texts(`SELECT ${expression}`)).toEqual([[text]]);
  });
});

test('NULLs of every layout are NULL among values', async () => {
  const sql = `SELECT CASE WHEN i % 2 = 0 THEN i END, CASE WHEN i % 2 = 0 THEN i::BIGINT END, CASE WHEN i % 2 = 0 THEN 'a text of more than twelve bytes ' || i END,
    CASE WHEN i % 2 = 0 THEN [i, NULL] END, CASE WHEN i % 2 = 0 THEN {'a': i} END FROM range(3) t(i)`;
  expect(await texts(sql)).toEqual([
    ['0', '0', 'a text of more than twelve bytes 0', '[0,NULL]', '(0)'],
    [null, null, null, null, null],
    ['2', '2', 'a text of more than twelve bytes 2', '[2,NULL]', '(2)'],
  ]);
});

test('texts that lie anywhere in memory come whole', async () => {
  const rows = await texts(`SELECT repeat(chr((97 + i % 26)::INT), (i * 7919 % 3000)::INT) FROM range(20000) t(i) ORDER BY hash(i)`);
  expect(rows).toHaveLength(20_000);
  const sizes = new Map<number, number>();
  for (const [text] of rows) {
    expect(text).toMatch(/^(.?)\1*$/);
    sizes.set(text?.length ?? -1, (sizes.get(text?.length ?? -1) ?? 0) + 1);
  }
  for (let i = 0; i < 20_000; i++) {
    const size = (i * 7919) % 3000;
    sizes.set(size, (sizes.get(size) ?? 0) - 1);
  }
  expect([...sizes.values()].every((left) => left === 0)).toBe(true);
});

test('texts inside lists that were filtered come whole', async () => {
  const sql = "SELECT list_filter(['first of all the texts', 'second of all the texts', NULL], lambda x: x <> 'first of all the texts') FROM range(3000) WHERE range % 3 = 0 ";
  const rows = await texts(sql);
  expect(rows).toHaveLength(1000);
  expect(new Set(rows.flat())).toEqual(new Set(['["second of all the texts"]']));
});
