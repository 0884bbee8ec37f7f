import { expect, it } from 'vitest';
import { dialectForFile } from '../support/dialect-for-file.js';

const { dialect, cases } = await dialectForFile();

cases('a quotient with a DECIMAL in it is one', [
  ['SELECT 1.5 / 2, 10.00 / 3, 1 / 3.0, 2.50 / 0.01, 100.10 / 7, -1.0 / 3', [['0.7500000', '3.33333333', '0.333333', '250.00000000', '14.30000000', '-0.3333333']]],
  ['SELECT 3 / 5, 1e0 / 3, 1.5 / 1e0, 1.5 / 0.5e0', [[0.6, 1 / 3, 1.5, 3]]],
  // Beyond the digits of a double, halves away from zero, and of a quotient.
  ["SELECT 98765432109876543210.12 / 3, 123456789.10 / 1, CAST('0.0000005' AS DECIMAL(10, 7)) / 8, 0.5 / 100000000, -0.5 / 100000000", [['32921810703292181070.04000000', '123456789.10000000', '0.000000062500', '0.0000000', '0.0000000']]],
  ['SELECT 1.00 / 3 / 7 / 11 / 13, (2.0 / 3) / (4.0 / 5)', [['0.000333000330', '0.833333375000']]],
  ['SELECT sum(x) / count(*), avg(x), avg(DISTINCT x), avg(n), avg(1e0), typeof(avg(x)) FROM (VALUES (1.25, 1), (2.50, 2)) t(x, n)', [['1.87500000', '1.8750', '1.8750', 1.5, 1, 'DECIMAL(38, 4)']]],
  ['SELECT avg(x) OVER (ORDER BY x), sum(x) OVER () / 3 FROM (VALUES (1.25), (2.50)) t(x) ORDER BY 1', [['1.2500', '1.25000000'], ['1.8750', '1.25000000']]],
  ['SELECT avg_if(x, x > 1), avg(x) FILTER (WHERE x > 2) FROM (VALUES (1.25), (2.50)) t(x)', [['1.8750', '2.5000']]],
  ['SELECT CAST(1 AS DECIMAL(38, 30)) / CAST(4 AS DECIMAL(38, 10))', [[0.25]]],
  ['SELECT TRUNCATE(1.23456, 4), TRUNCATE(123.456, -1), TRUNCATE(-1.999, 1)', [[1.2345, 120, -1.9]]],
]);

const S = "(VALUES ('5.4', 5, DATE '2024-01-02'), ('10', 10, DATE '2024-03-01')) t(s, n, d)";

cases('texts compare with numbers as numbers, with points in time as those', [
  [`SELECT s > 5, s = 10, s BETWEEN 5 AND 9, s IN (5, 10), s NOT IN (5, 10), s <> 5.5, 5 < s FROM ${S} ORDER BY n`, [[true, false, true, false, true, true, true], [true, true, false, true, false, true, true]]],
  [`SELECT s > n, n = s, s < d FROM (VALUES ('5.4', 5, DATE '2024-01-02')) t(s, n, d) WHERE s = '5.4' OR d > '2024-01-01'`, [[true, false, null]]],
  ["SELECT s = d, d < s, s > DATE '2024-01-01', ts = s FROM (VALUES ('2024-03-01', DATE '2024-03-01', TIMESTAMP '2024-03-01 10:00:00')) t(s, d, ts)", [[true, false, true, false]]],
  [`SELECT n = '5.5', n < '5.5', n = '5' FROM ${S} ORDER BY n`, [[false, true, true], [false, false, false]]],
  ["SELECT d < '2024-01-02 10:00:00', d = '2024-01-02', d BETWEEN '2024-01-01' AND '2024-01-02 00:00:01' FROM (VALUES (DATE '2024-01-02')) t(d)", [[true, true, true]]],
  ["SELECT '1' = 1.0, '01' = 1, '5.4' > 5, CASE '5.0' WHEN 5 THEN 'five' END, NULLIF('5', 5)", [[true, true, true, 'five', null]]],
  ["SELECT n, s FROM (VALUES (1, '5')) t(n, s) WHERE s IN (SELECT 5) AND 5 IN (SELECT '5.0') AND n NOT IN (SELECT '2')", [[1, '5']]],
  [`SELECT a.s, b.n FROM ${S} JOIN (VALUES ('10.0')) a(s) ON a.s = t.n JOIN (VALUES (10)) b(n) ON b.n = t.n`, [['10.0', 10]]],
]);

cases('aggregates, windows, aliases and columns of queries around convert as others do', [
  ["SELECT max(s) + 1, min(s) * 2, max(s) > 5, -max(s), max(s) IN (5) FROM (VALUES ('5'), ('10')) t(s)", [[6, 20, false, -5, true]]],
  ['SELECT round(max(s)), CAST(max(x) AS SIGNED), hex(max(n)), length(max(s)), max(n) DIV 2, not max(n) FROM (VALUES (255, 2.5e0, 12)) t(n, x, s)', [[12, 3, 'FF', 2, 127, false]]],
  ['SELECT max(d) + INTERVAL 1 DAY, date_add(max(d), INTERVAL 1 MONTH), max(d) - INTERVAL 1 HOUR, date_trunc(month, max(d)), year(max(t)) FROM (VALUES (DATE \'2024-01-15\', \'2024-02-03\')) x(d, t)', [['2024-01-16', '2024-02-15', '2024-01-14 23:00:00.000000', '2024-01-01', 2024]]],
  ["SELECT lag(s) OVER (ORDER BY n) + 1, first_value(s) OVER (ORDER BY n) > 1 FROM (VALUES (1, '5'), (2, '7')) t(n, s)", [[null, true], [6, true]]],
  ["SELECT s AS a, a + 1 AS b, upper(a), b * 2 FROM (VALUES ('5')) t(s)", [['5', 6, '5', 12]]],
  ["SELECT (SELECT max(b.s) FROM (VALUES ('7')) b(s) WHERE b.s > a.n), (SELECT upper(a.t)), (SELECT a.t + 1) FROM (VALUES (5, '4')) a(n, t)", [['7', '4', 5]]],
  ["SELECT n FROM (VALUES (5)) a(n) WHERE EXISTS (SELECT 1 FROM (VALUES ('7')) b(s) WHERE b.s > a.n AND upper(b.s) = '7')", [[5]]],
  ['SELECT s FROM (VALUES (1, 2.5), (1, 3.5), (2, 9.5)) t(s, x) GROUP BY s HAVING avg(x) > 2 AND avg(x + 1) < 5 AND sum(x) / count(*) > 1 AND week(date_add(DATE \'2024-01-01\', INTERVAL max(s) WEEK), 1) > 1 ORDER BY avg(x) / 2', [[1]]],
  ["SELECT max(s) FROM (VALUES (2, 'b'), (10, 'a')) t(n, s) HAVING avg(n) > '1' AND max(n) DIV 2 = 5", [['b']]],
  ["SELECT a, max(b) FROM (VALUES ('x', '9'), ('x', '10')) t(a, b) GROUP BY a HAVING max(b) + 1 > 5 ORDER BY max(b) + 0", [['x', '9']]],
]);

cases('branches of which one is a text are texts', [
  ["SELECT IF(n > 2, n, 'small'), IFNULL(n, 'none'), CASE WHEN n = 1 THEN 'one' ELSE n END FROM (VALUES (1), (3), (NULL)) t(n)", [['small', '1', 'one'], ['3', '3', '3'], ['small', 'none', null]]],
  ["SELECT coalesce(x, ''), nvl(x, 'n/a'), nvl2(x, x, '-'), decode(x, 1.5, 'half', x) FROM (VALUES (1.5), (NULL)) t(x)", [['1.5', '1.5', '1.5', 'half'], ['', 'n/a', '-', null]]],
  ["SELECT coalesce(v:a, 'none'), coalesce(v:b, 'none') FROM (SELECT parse_json('{\"a\":\"x\"}') AS v) t", [['x', 'none']]],
  ["SELECT coalesce(n, '0') + 1, coalesce(d, '2024-01-01') FROM (SELECT CAST(NULL AS INT) AS n, CAST(NULL AS DATE) AS d) t", [[1, '2024-01-01']]],
]);

it('an operand that is a query in itself does not multiply the text of what is around it', async () => {
  const deep = `SELECT 1.5${' / 1.1'.repeat(60)}`;
  expect(Number((await dialect.rows(deep))[0]?.[0])).toBeCloseTo(1.5 / 1.1 ** 60, 6);
});

it.each([
  `SELECT ${'n + '.repeat(40)}n FROM (VALUES (1)) t(n)`,
  `SELECT ${'replace('.repeat(12)}s${", 'x', 'y')".repeat(12)} FROM (VALUES ('a')) t(s)`,
  `SELECT ${'replace('.repeat(12)}s${", s, 'y')".repeat(12)} FROM (VALUES ('a')) t(s)`,
  `SELECT ${'substr('.repeat(12)}s${', 1, 2)'.repeat(12)} FROM (VALUES ('a')) t(s)`,
  `SELECT ${'date_add('.repeat(12)}d${', INTERVAL 1 DAY)'.repeat(12)} FROM (VALUES ('2024-01-01')) t(d)`,
])('macros within macros take no longer than their number: %#', async (sql) => {
  expect(await dialect.rows(sql)).toHaveLength(1);
});

it('a text that is no number is an error where it is compared with one', async () => {
  await expect(dialect.rows("SELECT s FROM (VALUES ('5'), ('abc')) t(s) WHERE s > 4")).rejects.toThrow("Could not convert string 'abc' to DOUBLE");
});

it('what the engine refuses is told as it was asked at first', async () => {
  await expect(dialect.rows("SELECT [1] > DATE '2024-01-01'")).rejects.toThrow('Cannot compare');
  await expect(dialect.rows('SELECT nosuch FROM (SELECT 1 AS a) t')).rejects.toMatchObject({ mysql: { errno: 1054 } });
});
