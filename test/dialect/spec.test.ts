import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION } from '../support/session-values.js';
import { openDialect, type Dialect } from '../support/dialect.js';

let dialect: Dialect;
let nullsFirst: Dialect;

beforeAll(async () => {
  dialect = await openDialect();
  nullsFirst = await openDialect({ ...SESSION, systemVariable: (_, name) => (name === 'default_order_by_null' ? 'nulls_first_on_asc_last_on_desc' : '') });
});

afterAll(async () => {
  await dialect.close();
  await nullsFirst.close();
});

const cases = (name: string, table: readonly (readonly [string, unknown[][]])[]): void => {
  describe(name, () => {
    it.each(table)('%s', async (sql, expected) => {
      expect(await dialect.rows(sql)).toEqual(expected);
    });
  });
};

cases('arrays count from 1 and variants from 0, in get() too', [
  ["SELECT get([1, 2], 1), get(['x', 'y'], 2), get([1], 0), get([1], 9), get({'k': 1}, 'k')", [[1, 'y', null, null, 1]]],
  ["SELECT get(a, 1), get(v, 1), get(parse_json('{\"a\": \"x\"}'), 'a') = 'x' FROM (SELECT [1, 2] AS a, parse_json('[1, 2]') AS v)", [[1, '2', true]]],
]);

cases('of texts true and false are BOOLEANs', [
  ["SELECT 'TRUE'::BOOLEAN, to_boolean('false'), TRY_CAST('yes' AS BOOLEAN), try_to_boolean('1'), CAST(2 AS BOOLEAN), CAST(NULL AS BOOLEAN)", [[true, false, null, null, true, null]]],
  ["SELECT parse_json('{\"b\": true}'):b::BOOLEAN, x::BOOLEAN FROM (VALUES ('True')) t(x)", [[true, true]]],
]);

it('fractions are left off where the session says so', async () => {
  const cutting = await openDialect({ ...SESSION, numericCast: 'truncating' });
  const values = ['1.7', '-1.7', '1.7e0', "'1.7'", "'-2.9e1'", "'9007199254740993.7'", "'42'", "parse_json('-1.7')", 'true', 'CAST(1.99 AS FLOAT)', "TRY_CAST('x' AS DOUBLE)"];
  const expected = [['1', '-1', '1', '1', '-29', '9007199254740993', '42', '-1', '1', '1', null]];
  const casts = (column: (value: string, index: number) => string): string => values.map((value, index) => `CAST(CAST(${column(value, index)} AS BIGINT) AS STRING)`).join(', ');
  expect(await cutting.rows(`SELECT ${casts((value) => value)}`)).toEqual(expected);
  // Of columns nothing is known when they are translated.
  expect(await cutting.rows(`SELECT ${casts((_, index) => `c${index}`)} FROM (SELECT ${values.map((value, index) => `${value} AS c${index}`).join(', ')}) t`)).toEqual(expected);
  expect(await cutting.rows("SELECT TRY_CAST('a.b' AS INT), to_int32('2.9')")).toEqual([[null, 2]]);
  await cutting.close();
  expect(await dialect.rows("SELECT CAST(CAST('1.7' AS INT) AS STRING)")).toEqual([['2']]);
});

it.each(['yes', '1', 't'])("'%s' is no BOOLEAN", async (text) => {
  await expect(dialect.rows(`SELECT '${text}'::BOOLEAN`)).rejects.toThrow(`'${text}' to BOOLEAN, which takes true and false`);
});

cases('errors that a function looks for', [
  ["SELECT is_error(1 / 0), is_not_error(1 / 0), is_error(1 / 1), error_or(1 / 0, 5), error_or('x'::INT, 7)", [[true, false, false, 5, 7]]],
  ['SELECT error_or(10 / (n - 1), -1) FROM (VALUES (1), (2)) t(n)', [[-1], [10]]],
]);

it.each(['1 / (n - 1)', '1.5 / (n - 1)', 'n % (n - 1)', 'n DIV (n - 1)'])('%s by zero is an error', async (quotient) => {
  await expect(dialect.rows(`SELECT ${quotient} FROM (VALUES (1)) t(n)`)).rejects.toThrow('divided by zero');
});

cases('values as texts', [
  ["SELECT [1, 2]::STRING, {'a': 1}::STRING, (1, 'a')::STRING, ['a', NULL]::STRING, CAST((1, 'x') AS TUPLE(a INT, b STRING))::STRING", [['[1,2]', '{"a":1}', '(1,"a")', '["a",null]', '{"a":1,"b":"x"}']]],
  ['SELECT 1e20::STRING, 2.5e-7::STRING, 3e0::STRING, 1e15::STRING, 0.5e0::STRING, true::STRING', [['1e20', '2.5e-7', '3', '1000000000000000', '0.5', 'true']]],
  ["SELECT to_hex(255), hex(255), to_hex('abc')", [['ff', 'FF', '616263']]],
]);

cases('arrays of values without a common type are variants', [
  ["SELECT [1, 'a', true, NULL]::STRING, array_construct(1, 'a')[2], typeof([1, 'a']), typeof([1, 2.5])", [['[1,"a",true,null]', '"a"', 'ARRAY(VARIANT)', 'ARRAY(DECIMAL(11,1))']]],
]);

cases('beginnings of periods', [
  [
    "SELECT CAST(to_start_of_week('2024-05-03') AS CHAR), CAST(to_start_of_week('2024-05-05') AS CHAR), CAST(to_start_of_week('2024-05-05', 1) AS CHAR), CAST(to_start_of_month('2024-05-03') AS CHAR), CAST(to_start_of_iso_year('2024-05-03') AS CHAR), to_yyyymmddhh('2024-05-03 04:05:06')",
    [['2024-04-28', '2024-05-05', '2024-04-29', '2024-05-01', '2024-01-01', 2024050304]],
  ],
]);

cases('quantiles', [['SELECT quantile_cont(0.1, 0.9)(number), quantile_disc(0.5)(number), quantile_tdigest(0.5)(number) FROM numbers(5)', [['[0.4,3.6]', 2, 2]]]]);

it('NULLs stand where the session has them', async () => {
  expect(await nullsFirst.rows('SELECT a FROM (VALUES (1), (NULL)) t(a) ORDER BY a')).toEqual([[null], [1]]);
  expect(await nullsFirst.rows('SELECT a FROM (VALUES (1), (NULL)) t(a) ORDER BY a DESC')).toEqual([[1], [null]]);
  expect(await nullsFirst.rows('SELECT a FROM (VALUES (1), (NULL)) t(a) ORDER BY a NULLS LAST')).toEqual([[1], [null]]);
});

cases('documents within documents', [
  ["SELECT parse_json('{\"a\": 1, \"b\": 2}') @> parse_json('{\"a\": 1}'), parse_json('[1]') <@ parse_json('[1, 2]'), parse_json('[3]') <@ parse_json('[1, 2]')", [[true, true, false]]],
  ["SELECT parse_json('{\"a\": {\"b\": 2}}') -> 'a' -> 'b', parse_json('[1, 2]') -> 0, parse_json('[1, \"x\"]') ->> 1", [['2', '1', 'x']]],
]);

cases('names that begin clauses elsewhere', [["SELECT CONCAT(a, '!') full, 1 rows, 2 sample FROM (SELECT 'x' a) t ORDER BY full", [['x!', 1, 2]]]]);

cases('numbers of one server', [['SELECT COUNT(DISTINCT UUID_SHORT()), min(UUID_SHORT()) > 0 FROM numbers(3000)', [[3000, true]]]]);

cases('series of dates, moments and computed numbers', [
  ["SELECT group_concat(CAST(d AS CHAR)) FROM generate_series('2024-01-01'::DATE, '2024-01-20'::DATE, 7) t(d)", [['2024-01-01,2024-01-08,2024-01-15']]],
  ["SELECT * FROM generate_series('2024-01-01'::TIMESTAMP, '2024-01-01 02:00:00'::TIMESTAMP, 3600000000) LIMIT 2", [['2024-01-01 00:00:00.000000'], ['2024-01-01 01:00:00.000000']]],
  ['SELECT count(*), min(typeof(generate_series)) FROM generate_series(today() - 6, today())', [[7, 'DATE']]],
  ['SELECT * FROM generate_series(1, 1 + 1)', [[1], [2]]],
  ['SELECT range FROM range(5, 0, -2)', [[5], [3], [1]]],
]);

cases('texts of times by a format', [["SELECT to_string('2024-05-03'::DATE, '%d/%m'), to_varchar('2024-05-03 04:05:06'::TIMESTAMP, '%H:%i'), to_text(5)", [['03/05', '04:05', '5']]]]);

cases('percentiles within a group', [
  ['SELECT percentile_cont(0.25) WITHIN GROUP (ORDER BY number), percentile_cont(0.25) WITHIN GROUP (ORDER BY number DESC), percentile_disc(0.5) WITHIN GROUP (ORDER BY number) FROM numbers(5)', [[1, 3, 2]]],
]);

cases('HAVING without groups sees aliases first', [
  ["SELECT IF(t = 'BASE TABLE', 'TABLE', t) AS t FROM (SELECT 'BASE TABLE' t UNION ALL SELECT 'VIEW' UNION ALL SELECT 'OTHER') x HAVING T IN ('TABLE', 'VIEW') ORDER BY t", [['TABLE'], ['VIEW']]],
  ['SELECT a + 1 AS b FROM (SELECT 1 a) x HAVING b = 2 AND a = 1', [[2]]],
]);

cases('digits beside dates', [
  ["SELECT d IN (20240104, 20240105), n IN (20240105, 7), d BETWEEN 20240101 AND 20240131 FROM (SELECT DATE '2024-01-05' d, 20240105 n) t", [[true, true, true]]],
  ["SELECT d = 20240105, ts >= 20240105, ts < 20240105100001, ts > 20240105100000, n = 20240105, n > 20240104, s = 20240105, CAST('2024-01-05' AS DATE) < 20240106 FROM (SELECT DATE '2024-01-05' d, CAST('2024-01-05 10:00:00' AS DATETIME) ts, 20240105 n, '20240105' s) t", [[true, true, true, false, true, true, true, true]]],
]);

cases('DECIMALs beyond the engine', [
  ['SELECT CAST(1 AS DECIMAL(65, 40)), CAST(123456789012 AS DECIMAL(65, 30))', [[`1.${'0'.repeat(40)}`, `123456789012.${'0'.repeat(30)}`]]],
]);

cases('NULL makes NULL', [
  ["SELECT CRC32(x), EXPORT_SET(1, x, '0'), EXPORT_SET(1, '1', x), SUBSTRING_INDEX('a.b', '.', n), JSON_CONTAINS_PATH('1', 'one', x), IS_IPV6(x), width_bucket(n, 1, 5, 2), split('a', x) FROM (SELECT CAST(NULL AS CHAR) x, CAST(NULL AS SIGNED) n) t", [[null, null, null, null, null, null, null, null]]],
  ["SELECT CRC32('MySQL'), CRC32(''), EXPORT_SET(6, '1', '0', ',', 10), IS_IPV6('::1'), split('a,b', ',')[2]", [[3259397556, 0, '0,1,1,0,0,0,0,0,0,0', true, 'b']]],
]);
