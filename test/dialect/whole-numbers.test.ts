import { expect, it } from 'vitest';
import { dialectForFile } from '../support/dialect-for-file.js';

const { dialect, cases } = await dialectForFile();

cases('arithmetic of small integers has room for its results', [
  ['SELECT a + b, a - b, a * b, a % b FROM (VALUES (2147483647::INT, 2::INT)) t(a, b)', [[2147483649, 2147483645, 4294967294, 1]]],
  ['SELECT a + a, a * a, 1 - a FROM (VALUES (200::TINYINT UNSIGNED)) t(a)', [[400, 40000, -199]]],
  ['SELECT a - b FROM (VALUES (1::INT UNSIGNED, 2::INT UNSIGNED)) t(a, b)', [[-1]]],
  ['SELECT 2147483647 + 1, 2147483647 * 2, 2147483647::INT + 1::INT, 100::TINYINT * 2::TINYINT', [[2147483648, 4294967294, 2147483648, 200]]],
  ['SELECT n % 7 * 1000000000, a[1] * a[1] FROM (VALUES (6, [2147483647::INT])) t(n, a)', [[6000000000, Number('4611686014132420609')]]],
  ['SELECT max(a) * 1000000000, sum(a) * 2 FROM (VALUES (2000000)) t(a)', [[2000000000000000, 4000000]]],
  ['SELECT a AS x, x * 1000000000 FROM (VALUES (7)) t(a)', [[7, 7000000000]]],
  ['SELECT if(a > 1, a, 0) * 2, ifnull(a, 0) + a FROM (VALUES (2147483647)) t(a)', [[4294967294, 4294967294]]],
]);

cases('differences of unsigned numbers may be negative', [
  ['SELECT number - 1, 1 - number, number - number, (number + 1) - 5, number * 2 - 3 FROM (SELECT CAST(n AS BIGINT UNSIGNED) AS number FROM (VALUES (0), (1)) t(n)) u', [[-1, 1, 0, -4, -3], [0, 0, 0, -3, -1]]],
  ["SELECT CAST(to_date('2024-01-01') + u AS STRING), CAST(u + to_date('2024-01-01') AS STRING), CAST(to_date('2024-01-01') - u AS STRING) FROM (VALUES (CAST(1 AS BIGINT UNSIGNED))) t(u)", [['2024-01-02', '2024-01-02', '2023-12-31']]],
]);

cases('values that an aggregate or a window chooses are added and multiplied as those of columns', [
  ['SELECT max(a) * max(b), max(a) - min(b), min(a) + any_value(b), -min(a), arg_max(a, b) * max(a) FROM (VALUES (2000000000::INT, 2000000000::INT)) t(a, b)', [[4e18, 0, 4e9, -2e9, 4e18]]],
  ['SELECT max(a) * max(b), lag(a) OVER (ORDER BY b) * a, first_value(a) OVER (ORDER BY b) * 2 FROM (VALUES (100::TINYINT, 100::TINYINT)) t(a, b) GROUP BY a, b', [[10000, null, 200]]],
  ['SELECT max(a) - max(b), (max(a) + max(b)) - 9, max(a) * max(b), count(*) - max(b) FROM (VALUES (3::BIGINT UNSIGNED, 5::BIGINT UNSIGNED)) t(a, b)', [[-2, -1, 15, -4]]],
  ["SELECT max(s), max(s) + 1, max(if(a > 1, a, 0)) * max(a), max(d) - min(d) FROM (VALUES ('9', 2000000000::INT, 1.5), ('10', 2::INT, 0.25)) t(s, a, d)", [['9', 10, 4e18, '1.25']]],
]);

it('a difference of unsigned numbers is a BIGINT, of aggregates too', async () => {
  expect(await dialect.columns('SELECT max(a) - max(b) x, a - b y FROM (VALUES (3::BIGINT UNSIGNED, 5::BIGINT UNSIGNED)) t(a, b) GROUP BY a, b')).toEqual(['x: int64', 'y: int64']);
});

cases('whole numbers stay such where a fraction is left off', [
  ['SELECT CAST(ceil(5) AS STRING), typeof(ceil(a)), typeof(floor(a)), typeof(truncate(a, 0)), floor(-1.5), ceil(-1.5), typeof(floor(1.5e0)) FROM (VALUES (5)) t(a)', [['5', 'BIGINT', 'BIGINT', 'BIGINT', '-2', '-1', 'DOUBLE']]],
  ["SELECT truncate(2.5, 0), truncate(-2.5, 0), trunc(b), truncate(b, 1), truncate(1.5e0, 0) FROM (VALUES (2.55)) t(b)", [['2', '-2', '2', 2.5, 1]]],
]);

cases('of no items nothing is made', [
  ['SELECT array_reduce([]::ARRAY(INT), (a, b) -> a + b), array_reduce(x, (a, b) -> a + b) FROM (VALUES ([1, 2]), ([])) t(x)', [[null, 3], [null, null]]],
]);

it.each(["'a' LIKE 'a' ESCAPE 'ab'", "CAST((1, 'a') AS MAP(STRING, INT))"])('%s says what is wrong', async (expression) => {
  await expect(dialect.rows(`SELECT ${expression}`)).rejects.toMatchObject({ kind: 'BadArguments' });
});

cases('days are added to dates', [
  ["SELECT CAST(d + n AS STRING), CAST(n + d AS STRING), CAST(d - n AS STRING), CAST(d + 1 AS STRING), d - d FROM (VALUES (1, to_date('2024-02-29'))) t(n, d)", [['2024-03-01', '2024-03-01', '2024-02-28', '2024-03-01', 0]]],
  ["SELECT CAST(max(d) + 1 AS STRING) FROM (VALUES (to_date('2024-02-29'))) t(d)", [['2024-03-01']]],
]);

it('what is beyond a BIGINT is an error', async () => {
  await expect(dialect.rows('SELECT a + 1 FROM (VALUES (9223372036854775807)) t(a)')).rejects.toThrow('Overflow');
});
