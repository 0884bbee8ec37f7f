import { afterAll, expect, it } from 'vitest';
import { openDialect } from '../support/dialect.js';
import { dialectForFile } from '../support/dialect-for-file.js';
import { SESSION } from '../support/session-values.js';

const { dialect, cases } = await dialectForFile();

/** The texts of expressions, over rows that `from` gives. */
const texts = (expressions: readonly string[], from = ''): string => `SELECT ${expressions.map((expression) => `CAST(${expression} AS STRING)`).join(', ')} ${from}`;

cases('numbers count days, or seconds, milliseconds and microseconds by their size', [
  [texts(['19000::DATE', 'CAST(0 AS DATE)', '(-1)::DATE', 'CAST(1 AS TIMESTAMP)', '1700000000::TIMESTAMP', '1700000000123::TIMESTAMP', '(-1)::TIMESTAMP']), [['2022-01-08', '1970-01-01', '1969-12-31', '1970-01-01 00:00:01.000000', '2023-11-14 22:13:20.000000', '2023-11-14 22:13:20.123000', '1969-12-31 23:59:59.000000']]],
  [texts(['n::DATE', 'n::TIMESTAMP', 'TRY_CAST(n AS DATE)', 'try_to_timestamp(n)'], 'FROM (VALUES (19000)) t(n)'), [['2022-01-08', '1970-01-01 05:16:40.000000', '2022-01-08', '1970-01-01 05:16:40.000000']]],
  // As MySQL reads what is written out.
  [texts(['CAST(20240131 AS DATE)', 'CAST(20240131101112 AS DATETIME)']), [['2024-01-31', '2024-01-31 10:11:12.000000']]],
]);

cases('points in time are counted', [
  ["SELECT CAST(to_date('2024-02-29') AS INT), to_int64(to_timestamp('2024-02-29 00:00:00.5')), to_int32(to_date('1969-12-31'))", [[19782, 1709164800500000, -1]]],
  ["SELECT d::BIGINT, t::BIGINT FROM (VALUES (to_date('2024-02-29'), to_timestamp('1969-12-31 23:59:59.5'))) x(d, t)", [[19782, -500000]]],
  ["SELECT to_unix_timestamp(to_date('1969-12-31')), to_unix_timestamp(to_timestamp('1969-12-31 23:59:59.5')), unix_timestamp('1960-01-01')", [[-86400, -1, 0]]],
]);

const east = await openDialect({ ...SESSION, timeZone: '+05:00' });
afterAll(() => east.close());

it('an offset behind a text is that of a moment, which the session sees in its own time zone', async () => {
  const moments = ["CAST('2024-01-01 10:00:00+02:00' AS DATETIME)", "'2024-01-01 10:00:00+02'::TIMESTAMP", "to_timestamp('2024-01-01T08:00:00+0000')", "TRY_CAST(x AS TIMESTAMP)", 'try_to_timestamp(x)', "CAST(parse_json('{\"a\":\"2024-01-01 10:00:00+02\"}'):a AS TIMESTAMP)"];
  const sql = `SELECT ${moments.join(', ')} FROM (VALUES ('2024-01-01 09:00:00+01:00')) t(x)`;
  expect(await east.rows(sql)).toEqual([moments.map(() => '2024-01-01 13:00:00.000000')]);
  expect(await dialect.rows(sql)).toEqual([moments.map(() => '2024-01-01 08:00:00.000000')]);
  expect(await east.rows("SELECT CAST('2024-01-01 10:00:00' AS DATETIME), CAST(to_timestamp(0) AS STRING)")).toEqual([['2024-01-01 10:00:00.000000', '1970-01-01 00:00:00.000000']]);
});

const FLAGS = `(SELECT parse_json('{"a":true,"b":false,"c":"true","n":1.7,"t":"5"}') AS v) t`;

cases('points in time are counted as floating point, too', [
  ["SELECT d::DOUBLE, d::FLOAT, to_float64(t), TRY_CAST(d AS DOUBLE), max(d)::DOUBLE, z::DOUBLE FROM (VALUES (to_date('2024-01-01'), to_timestamp('2024-01-01 00:00:00'), TIMESTAMP_TZ '2024-01-01 02:00:00+02')) x(d, t, z) GROUP BY d, t, z", [[19723, 19723, 1704067200000000, 19723, 19723, 1704067200000000]]],
]);

cases('true and false of a variant are 1 and 0 as numbers', [
  [`SELECT parse_json('true')::INT, v:a::INT, v:b::DOUBLE, v:b::TINYINT UNSIGNED, to_int64(v:a), v['a']::INT, v['b']::DOUBLE, v['n']::DOUBLE, v['t']::INT, v:n::INT, v:t::INT, v:e::INT FROM ${FLAGS}`, [[1, 1, 0, 0, 1, 1, 0, 1.7, 5, 2, 5, null]]],
  [`SELECT v:a + 1, v:a = 1, v:b < 1, TRY_CAST(v:c AS INT), v:c = 1 FROM ${FLAGS}`, [[2, true, true, null, null]]],
]);

it('the text "true" of a variant is no number', async () => {
  await expect(dialect.rows(`SELECT v:c::INT FROM ${FLAGS}`)).rejects.toThrow("'true'");
});

cases('an offset behind a text counts', [
  [texts(["'2024-02-29 12:34:56+02:00'::TIMESTAMP", "TRY_CAST('2024-02-29T12:34:56+0200' AS TIMESTAMP)", "to_timestamp('2024-02-29 12:34:56 -05:30')", "try_to_timestamp('2024-02-29T12:34:56.5-01')"]), [['2024-02-29 10:34:56.000000', '2024-02-29 10:34:56.000000', '2024-02-29 18:04:56.000000', '2024-02-29 13:34:56.500000']]],
  [texts(['x::TIMESTAMP', 'TRY_CAST(x AS TIMESTAMP)', 'x::DATE'], "FROM (VALUES ('2024-02-29 12:34:56+02:00'), ('2024-02-29'), ('2024-02-29T12:34:56Z')) t(x)"), [['2024-02-29 10:34:56.000000', '2024-02-29 10:34:56.000000', '2024-02-29'], ['2024-02-29 00:00:00.000000', '2024-02-29 00:00:00.000000', '2024-02-29'], ['2024-02-29 12:34:56.000000', '2024-02-29 12:34:56.000000', '2024-02-29']]],
  ["SELECT TRY_CAST(x AS TIMESTAMP) IS NULL FROM (VALUES ('x'), ('2024-02-30 12:34:56+02:00')) t(x)", [[true], [true]]],
  [texts([`parse_json('{"a": "2024-02-29T12:34:56+02:00"}'):a::TIMESTAMP`]), [['2024-02-29 10:34:56.000000']]],
]);

cases('decimals keep their digits', [
  ["SELECT CAST(d AS CHAR), concat(n), to_variant(d), to_variant(n) FROM (VALUES (0.5::DECIMAL(1, 1), -0.25::DECIMAL(38, 38))) t(d, n)", [['0.5', `-0.25${'0'.repeat(36)}`, '0.5', `-0.25${'0'.repeat(36)}`]]],
  [texts(['d::BIGINT', 'e::BIGINT'], 'FROM (VALUES (9007199254740993.5::DECIMAL(20, 1), -2.5)) t(d, e)'), [['9007199254740994', '-3']]],
  [texts(['1e15::DECIMAL(38, 10)', 'a::DECIMAL(38, 10)', 'f::DECIMAL(38, 10)', 'n::DECIMAL(20, 2)', 's::DECIMAL(38, 5)', 'TRY_CAST(a AS DECIMAL(38, 30))'], "FROM (VALUES (1.5e16, 0.1::FLOAT, 5, '1.5')) t(a, f, n, s)"), [['1000000000000000.0000000000', '15000000000000000.0000000000', '0.1000000000', '5.00', '1.50000', null]]],
]);

cases('what is no number is called NaN, and literals have digits on both sides of their point', [
  ["SELECT 'nan'::DOUBLE::STRING, concat(d), to_string('-inf'::DOUBLE) FROM (VALUES ('nan'::DOUBLE)) t(d)", [['NaN', 'NaN', '-inf']]],
  [texts(['.5', '5.', '-.5', '1.e2']), [['0.5', '5', '-0.5', '100']]],
]);

cases('tuples as variants', [["SELECT CAST((1, 'a')::VARIANT AS STRING), CAST(to_variant(((1, 2), 'x')) AS STRING), CAST(to_variant([(1, [(2, 3)])]) AS STRING)", [['{"1":1,"2":"a"}', '{"1":{"1":1,"2":2},"2":"x"}', '[{"1":1,"2":[{"1":2,"2":3}]}]']]]]);

cases('tuples of groups as variants', [["SELECT CAST((max(a), count(*))::VARIANT AS STRING) FROM (VALUES (1), (2)) t(a)", [['{"1":2,"2":2}']]]]);

cases('variants are compared by what they hold', [
  [`SELECT parse_json('1') = parse_json('1.0'), parse_json('{"a":1,"b":2}') = parse_json('{"b": 2, "a": 1}'), parse_json('"\\u00e9"') = parse_json('"é"'), parse_json('"1"') = parse_json('1')`, [[true, true, true, false]]],
  ["SELECT parse_json('10') < parse_json('9'), parse_json('10') > parse_json('9'), parse_json('\"a\"') <> parse_json('\"b\"'), parse_json(NULL) < parse_json('1'), parse_json('null') = parse_json('null')", [[false, true, true, null, true]]],
  [`SELECT v:a = v:b, v:a < v:b, v:a <=> v:c FROM (VALUES (parse_json('{"a": 10, "b": 9}'))) t(v)`, [[false, false, false]]],
  [`SELECT count(*) FROM (VALUES (parse_json('{"id": 1}'))) a(v) JOIN (VALUES (parse_json('{"id": 1.0}'))) b(w) ON a.v:id = b.w:id`, [[1]]],
]);

it('what is no number at all can not be cast to one', async () => {
  await expect(dialect.rows("SELECT x'61'::INT")).rejects.toThrow('BLOB');
});
