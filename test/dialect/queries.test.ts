import { describe, expect, it } from 'vitest';
import { openDialect } from '../support/dialect.js';
import { dialectForFile } from '../support/dialect-for-file.js';
import { SESSION } from '../support/session-values.js';

const { dialect, cases } = await dialectForFile();

const T = "(VALUES ('x', 1), ('x', 2), ('y', 3)) t(a, b)";

cases('operators bind as in MySQL', [
  ['SELECT 1 + 2 * 3 - 4 DIV 3, 2 + 3 << 1, 1 | 2 & 3, 7 & 3 = 3, 2 * 3 ^ 1', [[6, 10, 3, true, 4]]],
  ['SELECT NOT 1 = 2, NOT 0 AND 0, 1 OR 0 AND 0, 1 XOR 1 AND 0, -2 ^ 1 = -2 ^ 1', [[true, false, true, true, true]]],
  ['SELECT 5 BETWEEN 1 AND 3 + 3 AND 1, 1 < 2 = 1, 3 IN (1, 2) = 0, NULL IS NULL = 1, - -3, !1 + 1', [[true, true, true, true, 3, 1]]],
  ["SELECT 1 <=> NULL, NULL <=> NULL, 'a' || 'b' || 1, '5' + 1, 7 / 2, -7 DIV 2, 7 % 4, 7.5 // 2", [[false, true, 'ab1', 6, 3.5, -3, 3, 3]]],
  ["SELECT 'abc' LIKE 'A%', 'abc' ILIKE 'A%', 'a%' LIKE 'a!%' ESCAPE '!', 'abc' LIKE ANY ('x', 'a%'), 'abc' NOT LIKE 'b%', 'ab' REGEXP '^a', 'ab' NOT RLIKE 'c'", [[false, true, true, true, true, true, true]]],
  ["SELECT 'A' COLLATE utf8mb4_0900_ai_ci = 'a', 'A' = 'a', BINARY 'a' = 'A'", [[true, false, false]]],
]);

cases('literals', [
  ["SELECT 'it''s', 'a\\nb', 'a' 'b', $$d'$$, _utf8mb4'x', N'y', x'4D79', b'101', 0xFF, 0b11, 1e3, .5", [["it's", 'a\nb', 'ab', "d'", 'x', 'y', '4d79', '05', 255, 3, 1000, '0.5']]],
  ["SELECT DATE '2024-02-29', TIMESTAMP '2024-01-02 03:04:05', NULL, TRUE", [['2024-02-29', '2024-01-02 03:04:05.000000', null, true]]],
]);

const alternatives = Array.from({ length: 4000 }, (_, index) => `(x = ${index} AND y = 'v${index}')`);
const limits = Array.from({ length: 2000 }, (_, index) => `x <> ${index}`);

cases('thousands of conditions', [
  [`SELECT x FROM (VALUES (3999, 'v3999'), (1099, 'v1'), (0, 'v0'), (NULL, 'v1')) t(x, y) WHERE ${alternatives.join(' OR ')}`, [[3999], [0]]],
  [`SELECT x, ${alternatives.join(' OR ')} FROM (VALUES (NULL, 'v1'), (NULL, 'w'), (1, 'v2')) t(x, y)`, [[null, null], [null, false], [1, false]]],
  [`SELECT ${Array(500).fill('x').join(' + ')} FROM (VALUES (2)) t(x)`, [[1000]]],
  [`SELECT x FROM (VALUES (1999), (2000), (0)) t(x) WHERE ${limits.join(' AND ')}`, [[2000]]],
]);

cases('casts', [
  ["SELECT CAST(2.5 AS SIGNED), CAST(-2.5 AS SIGNED), CAST(2.5e0 AS SIGNED), CAST('12' AS UNSIGNED), CAST('abc' AS CHAR(2)), '7'::int + 1, CONVERT('1.255', DECIMAL(10, 2))", [[3, -3, 3, 12, 'ab', 8, '1.26']]],
  ["SELECT TRY_CAST('x' AS INT), TRY_CAST('2024-13-01' AS DATE), 3.0::double::string, true::string, CAST('{\"b\":1,\"a\":2}' AS JSON), 1.25::decimal(3, 1), CONVERT('a' USING utf8mb4)", [[null, null, '3', 'true', '{"a":2,"b":1}', '1.3', 'a']]],
  ["SELECT '[1,2]'::json::array(int), CAST((1, 'a') AS TUPLE(x INT, y STRING)).y", [['[1,2]', 'a']]],
]);

cases('collections', [
  ["SELECT [1, 2, 3][1], [1, 2][9], {'a': 1, 'b': 2}['b'], (1, 'x').2, [1, 2,], array_transform([1, 2], x -> x + 1), array_filter([1, 2, 3], x -> x > 1), array_reduce([1, 2, 3], (a, b) -> a + b)", [[1, null, 2, 'x', '[1,2]', '[2,3]', '[2,3]', 6]]],
  ["SELECT array_contains([1, 2], 2), array_indexof(['a', 'b'], 'b'), array_sum([1, 2]), array_to_string(['a', 'b'], '-'), map_keys({'k': 1}), length([1, 2, 3]), array_concat([1], [2])", [[true, 2, 3, 'a-b', '["k"]', 3, '[1,2]']]],
]);

const V = `(SELECT parse_json('{"a":{"b":[10,20]},"s":"x","n":5}') AS v) t`;

cases('variants', [
  [`SELECT v:a.b[0], v:s, v:s::string, v['a']['b'][1], v:"n" + 1, v:a.b[0] > 9, v:s = 'x', v:nothing FROM ${V}`, [['10', '"x"', 'x', '20', 6, true, true, null]]],
  [`SELECT f.key, f.value FROM ${V}, LATERAL FLATTEN(input => v:a.b) f ORDER BY f.index`, [[null, '10'], [null, '20']]],
  [`SELECT f.key FROM ${V}, LATERAL FLATTEN(input => v) f ORDER BY key`, [['a'], ['n'], ['s']]],
  [`SELECT f.value FROM (SELECT parse_json('[]') AS v) t, LATERAL FLATTEN(input => v, outer => true) f`, [[null]]],
  [`SELECT f.path FROM LATERAL FLATTEN(input => parse_json('{"a":[1]}'), recursive => true) f`, [['a'], ['a[0]']]],
  [`SELECT json_object('b', 1, 'a', [1]), json_typeof(v:s), object_keys(v), get_path(v, 'a.b[1]'), as_integer(v:n), json_array(1, 'x') FROM ${V}`, [['{"a":[1],"b":1}', 'STRING', '["a","n","s"]', '20', 5, '[1,"x"]']]],
]);

cases('clauses of SELECT', [
  [`SELECT a, sum(b) FROM ${T} GROUP BY ALL ORDER BY a`, [['x', 3], ['y', 3]]],
  [`SELECT a, sum(b) s FROM ${T} GROUP BY a WITH ROLLUP ORDER BY a`, [['x', 3], ['y', 3], [null, 6]]],
  [`SELECT a, count(*) FROM ${T} GROUP BY GROUPING SETS ((a), ()) ORDER BY a`, [['x', 2], ['y', 1], [null, 3]]],
  [`SELECT a, b FROM ${T} QUALIFY row_number() OVER (PARTITION BY a ORDER BY b DESC) = 1 ORDER BY a`, [['x', 2], ['y', 3]]],
  [`SELECT b, sum(b) OVER w FROM ${T} WINDOW w AS (ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) ORDER BY b`, [[1, 1], [2, 3], [3, 6]]],
  [`SELECT * EXCLUDE (a) FROM ${T} ORDER BY 1 DESC LIMIT 1, 1`, [[2]]],
  [`SELECT t.* EXCEPT (b), b + 1 AS c, c * 2 AS d FROM ${T} ORDER BY d LIMIT 1`, [['x', 2, 4]]],
  [`SELECT b, FROM ${T} HAVING b > 2`, [[3]]],
  ['SELECT x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x DESC', [[2], [1], [null]]],
  ['SELECT x FROM (VALUES (1), (NULL)) t(x) ORDER BY x NULLS FIRST', [[null], [1]]],
  ['SELECT DISTINCT 1 FROM DUAL FOR UPDATE', [[1]]],
  ['SELECT /*+ MAX_EXECUTION_TIME(5) */ SQL_NO_CACHE 2 LOCK IN SHARE MODE', [[2]]],
]);

cases('aliases in expressions behind the select list', [
  [`SELECT a, count(*) AS n FROM ${T} GROUP BY a HAVING n + 1 > 1 ORDER BY -n, length(a)`, [['x', 2], ['y', 1]]],
  [`SELECT -b AS n FROM ${T} ORDER BY abs(n) DESC`, [[-3], [-2], [-1]]],
  [`SELECT upper(a) AS u, b % 2 AS m FROM ${T} ORDER BY length(u), m + 1, substr(u, 1, 1)`, [['X', 0], ['X', 1], ['Y', 1]]],
  [`SELECT b, row_number() OVER (ORDER BY b DESC) AS r FROM ${T} QUALIFY r * 2 < 5 ORDER BY r - 1`, [[3, 1], [2, 2]]],
  // Of a column and an alias of one name the column comes first.
  [`SELECT -b AS b FROM ${T} ORDER BY b + 1`, [[-1], [-2], [-3]]],
]);

cases('sets, subqueries and WITH', [
  ['(SELECT 1 AS n UNION ALL SELECT 2) UNION (SELECT 3 EXCEPT SELECT 4) ORDER BY n DESC', [[3], [2], [1]]],
  ['SELECT 1 UNION SELECT 2 INTERSECT SELECT 2 ORDER BY 1', [[1], [2]]],
  ['WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5) SELECT sum(n) FROM c', [[15]]],
  ['WITH source_0 AS (SELECT 1 AS a), common_1 AS (SELECT a + 1 AS a FROM source_0), Source_1 AS (SELECT 5 AS a) SELECT s.a, COMMON_1.a, source_1.a FROM source_0 s, common_1, source_1', [[1, 2, 5]]],
  ['WITH c AS (SELECT 1 AS a) SELECT a, (WITH C AS (SELECT a + 1 AS a FROM c) SELECT a FROM c) AS b FROM c', [[1, 2]]],
  ['WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT c.n + 1 FROM c WHERE c.n < 3), d AS (SELECT max(n) AS m FROM c) SELECT * FROM d', [[3]]],
  ['WITH c AS MATERIALIZED (SELECT 1 AS a), d AS (SELECT a + 1 AS b FROM c) SELECT * FROM c, d', [[1, 2]]],
  ['SELECT (SELECT 5), EXISTS (SELECT 1), 2 IN (SELECT 1), 2 > ALL (SELECT 1), 1 = ANY (SELECT 2), (1, 2) = (1, 2), (1, 2) IN ((1, 2), (3, 4))', [[5, true, false, true, false, true, true]]],
  ['SELECT col0 FROM VALUES (1), (2) ORDER BY 1', [[1], [2]]],
  ['VALUES ROW(1, 2), ROW(3, 4)', [[1, 2], [3, 4]]],
]);

const [A, B] = ['(VALUES (1), (2)) a(x)', '(VALUES (2), (3)) b(x)'];

cases('joins', [
  [`SELECT a.x, b.x FROM ${A} LEFT JOIN ${B} ON a.x = b.x ORDER BY 1`, [[1, null], [2, 2]]],
  [`SELECT a.x FROM ${A} LEFT SEMI JOIN ${B} ON a.x = b.x`, [[2]]],
  [`SELECT a.x FROM ${A} ANTI JOIN ${B} ON a.x = b.x`, [[1]]],
  [`SELECT b.x FROM ${A} RIGHT ANTI JOIN ${B} ON a.x = b.x`, [[3]]],
  [`SELECT x FROM ${A} NATURAL JOIN ${B}`, [[2]]],
  [`SELECT x FROM ${A} FULL OUTER JOIN ${B} USING (x) ORDER BY x`, [[1], [2], [3]]],
  [`SELECT a.x FROM ${A} STRAIGHT_JOIN ${B} ON a.x = b.x`, [[2]]],
  [`SELECT a.x, t.y FROM ${B.replace('b(x)', 'a(x)')} ASOF JOIN (VALUES (1, 'p'), (3, 'q')) t(k, y) ON a.x >= t.k ORDER BY 1`, [[2, 'p'], [3, 'q']]],
  ['SELECT a.x FROM (VALUES (1)) a(x) JOIN (VALUES (1)) b(y) JOIN (VALUES (1)) c(z) ON b.y = c.z ON a.x = b.y', [[1]]],
  ['SELECT * FROM ((VALUES (1)) a(x) CROSS JOIN (VALUES (2)) b(y)), (VALUES (3)) c(z)', [[1, 2, 3]]],
  ["SELECT * FROM (VALUES ('a', 'x', 1), ('a', 'y', 2)) t(k, c, v) PIVOT (sum(v) FOR c IN ('x', 'y'))", [['a', 1, 2]]],
  ['SELECT * FROM (SELECT 1 AS id, 10 AS jan, 20 AS feb) t UNPIVOT (amount FOR month IN (jan, feb))', [[1, 'jan', 10], [1, 'feb', 20]]],
  ['SELECT count(*) FROM numbers(1000) SAMPLE ROW (10 ROWS)', [[10]]],
]);

cases('aggregates', [
  [`SELECT group_concat(DISTINCT b ORDER BY b DESC SEPARATOR '-'), sum_if(b, b > 1), count_distinct(a), sum(b) FILTER (WHERE a = 'x'), quantile_cont(0.5)(b), count(DISTINCT a, b), array_agg(b ORDER BY b) FROM ${T}`, [['3-2-1', 5, 2, 3, 2, 3, '[1,2,3]']]],
  [`SELECT group_concat(b), string_agg(a, '|' ORDER BY b), any_value(1), arg_max(a, b), bool_or(b > 2) FROM ${T}`, [['1,2,3', 'x|x|y', 1, 'y', true]]],
]);

cases('time', [
  ["SELECT DATE '2024-01-31' + INTERVAL 1 MONTH, '2024-01-31' + INTERVAL 1 DAY, TIMESTAMP '2024-01-01 00:00:00' - INTERVAL '1:30' MINUTE_SECOND, INTERVAL 1 YEAR + DATE '2024-02-29'", [['2024-02-29', '2024-02-01', '2023-12-31 23:58:30.000000', '2025-02-28']]],
  ["SELECT date_add(day, 3, DATE '2024-01-01'), date_trunc(month, DATE '2024-05-06'), to_start_of_hour('2024-01-01 10:20:30'), date_diff(day, '2024-01-01', '2024-01-03'), add_months(DATE '2024-01-31', 1), to_yyyymm('2024-05-06')", [['2024-01-04', '2024-05-01', '2024-01-01 10:00:00.000000', 2, '2024-02-29', 202405]]],
  ['SELECT YEAR(now()), CURRENT_DATE, UNIX_TIMESTAMP(), NOW() + INTERVAL 1 SECOND', [[2024, '2024-03-05', 1709622489, '2024-03-05 07:08:10.010000']]],
  ["SELECT DATE_FORMAT('2024-03-05 07:08:09', '%d/%m/%y %H:%i:%s %e %c'), DATE_FORMAT('2024-03-05', '%D %v'), to_date('05.03.2024', '%d.%m.%Y'), to_timestamp(1709622489), to_timestamp(1709622489000)", [['05/03/24 07:08:09 5 3', '5th 10', '2024-03-05', '2024-03-05 07:08:09.000000', '2024-03-05 07:08:09.000000']]],
]);

describe('what can not be computed is an error that says so', () => {
  it.each([
    ['SELECT 1 / 0', 'divided by zero'],
    ['SELECT 1 % (SELECT 0)', 'divided by zero'],
    ["SELECT CAST('x' AS INT)", "Could not convert string 'x'"],
    ['SELECT nosuch(1)', "no function matches the given name: 'nosuch'"],
    ['SELECT lower(1, 2)', "function 'lower' takes 1 arguments"],
    ["SELECT DATE_ADD('2024-01-01', INTERVAL 1 FORTNIGHT)", 'FORTNIGHT'],
    ['SELECT x FROM (SELECT 1 AS y) t', "column x doesn't exist"],
    ['SELECT sum(x) FROM (SELECT 1 AS y) t', "column x doesn't exist"],
    ['SELECT x + 1 FROM (SELECT 1 AS y) t', "column x doesn't exist"],
    ['SELECT y FROM (SELECT 1 AS y) t WHERE abs(t.x - y) > 1', "column x doesn't exist"],
    ["SELECT sum(y) FROM (SELECT 1 AS y) t GROUP BY date_format(x, '%Y')", "column x doesn't exist"],
    ['SELECT (SELECT sum(y + z) FROM (SELECT 1 AS y) u) FROM (SELECT 1 AS x) t', "column z doesn't exist"],
    ['SELECT sum(y + 1) FROM (SELECT 1 AS y) a, (SELECT 2 AS y) b', 'column y is ambiguous'],
  ])('%s', async (sql, message) => {
    await expect(dialect.rows(sql)).rejects.toThrow(message);
  });

  it('unless sql_mode lets a division by zero give NULL', async () => {
    const lenient = await openDialect({ ...SESSION, divisionByZero: 'null' });
    expect(await lenient.rows('SELECT 1 / 0, 1 DIV 0, 1 % 0, MOD(1, 0)')).toEqual([[null, null, null, null]]);
    await lenient.close();
  });
});

it('columns are named by their alias, their column, or what was written', async () => {
  expect(await dialect.columns(`SELECT a, t.b, b::string, count(*) OVER (), 'text', a AS "q", 1 + 1 FROM ${T}`)).toEqual([
    'a: varchar', 'b: int32', 'b: varchar', 'count(*) OVER (): int64', 'text: varchar', 'q: varchar', '1 + 1: int64',
  ]);
});

describe('a nesting that would exhaust the stack is refused', () => {
  it.each([`SELECT ${'('.repeat(5000)}1${')'.repeat(5000)}`, `SELECT ${'-'.repeat(2)}${'- '.repeat(5000)}1`, `SELECT ${'NOT '.repeat(5000)}1`, `SELECT ${'['.repeat(5000)}`, `SELECT CAST(1 AS ${'ARRAY('.repeat(5000)}INT`, `${'('.repeat(5000)}SELECT 1`])('%#', async (sql) => {
    await expect(dialect.rows(sql)).rejects.toMatchObject({ mysql: { errno: 1064 } });
  });
});

cases('rows of a UNION are ordered by expressions of its columns', [
  ['SELECT 1 AS a UNION SELECT 3 ORDER BY a + 1 DESC', [[3], [1]]],
  ["SELECT 1 AS a, 'x' AS b UNION ALL SELECT 3, 'W' ORDER BY upper(b), -a LIMIT 1", [[3, 'W']]],
  ["WITH t AS (SELECT 1 AS a) SELECT a FROM t UNION ALL SELECT 2 ORDER BY if(a = 2, 0, 1)", [[2], [1]]],
]);

cases('a value without tables may have the name of a column around', [
  ["SELECT (SELECT a::DATE), (SELECT a AS b), (SELECT upper(a) AS a) FROM (SELECT '2024-01-01' AS a) t", [['2024-01-01', '2024-01-01', '2024-01-01']]],
  ['SELECT x FROM (SELECT 5 AS a) t, LATERAL (SELECT a + 1 AS x) u', [[6]]],
]);

cases('unnest gives the innermost elements of arrays that are seen to be nested, and those of a variant', [
  ['SELECT unnest([[1, 2], [3]])', [[1], [2], [3]]],
  ['SELECT unnest([[[1, 2]], [[3], NULL]]), unnest([[1, 2]]::ARRAY(ARRAY(INT)))', [[1, 1], [2, 2], [3, null]]],
  ["SELECT t.x, u.e, v FROM (SELECT 1 AS x) t, LATERAL unnest([[1], [2]]) AS u(e), unnest(parse_json('[[5]]')) AS w(v)", [[1, 1, '[5]'], [1, 2, '[5]']]],
]);
