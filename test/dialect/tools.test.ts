import { expect, it } from 'vitest';
import { dialectForFile } from '../support/dialect-for-file.js';

const { dialect, cases } = await dialectForFile();

/* What tools and applications write, each with the clauses and functions that are its own. */

cases('Superset buckets time and limits series', [
  ["SELECT DATE(ts) AS __timestamp, COUNT(*) AS count FROM (select timestamp '2024-01-01 10:00:00' ts) t WHERE ts >= STR_TO_DATE('2024-01-01 00:00:00.000000', '%Y-%m-%d %H:%i:%s.%f') AND ts < STR_TO_DATE('2025-01-01 00:00:00.000000', '%Y-%m-%d %H:%i:%s.%f') GROUP BY DATE(ts) ORDER BY count DESC LIMIT 1000", [['2024-01-01', 1]]],
  ["SELECT DATE_ADD(DATE(ts), INTERVAL HOUR(ts) HOUR) AS __timestamp, SUM(x) AS `SUM(x)` FROM (select timestamp '2024-01-01 10:20:00' ts, 1 x) t GROUP BY DATE_ADD(DATE(ts), INTERVAL HOUR(ts) HOUR)", [['2024-01-01 10:00:00.000000', 1]]],
  ["SELECT DATE_ADD(DATE(ts), INTERVAL (HOUR(ts)*60*60 + MINUTE(ts)*60 + SECOND(ts)) SECOND) AS __timestamp FROM (select timestamp '2024-01-01 10:20:30' ts) t", [['2024-01-01 10:20:30.000000']]],
  ["SELECT DATE(DATE_SUB(ts, INTERVAL DAYOFWEEK(DATE_SUB(ts, INTERVAL 1 DAY)) - 1 DAY)) AS __timestamp FROM (select timestamp '2024-01-03 10:20:30' ts) t", [['2024-01-01']]],
  ["SELECT DATE(DATE_SUB(ts, INTERVAL DAYOFMONTH(ts) - 1 DAY)) AS m, MAKEDATE(YEAR(ts), 1) + INTERVAL QUARTER(ts) QUARTER - INTERVAL 1 QUARTER AS q, DATE(DATE_SUB(ts, INTERVAL DAYOFYEAR(ts) - 1 DAY)) AS y FROM (select timestamp '2024-05-03 10:20:30' ts) t", [['2024-05-01', '2024-04-01', '2024-01-01']]],
  ["SELECT `__t`.`a` AS `a`, sum(`__t`.`b`) AS `s` FROM (SELECT 'x' AS a, 2 AS b) AS `__t` GROUP BY `__t`.`a` HAVING sum(`__t`.`b`) > 1 ORDER BY `s` DESC", [['x', 2]]],
  ['SELECT * FROM (SELECT 1 a) AS virtual_table LIMIT 10', [[1]]],
  ["SELECT a AS a, COUNT(DISTINCT b) AS `COUNT_DISTINCT(b)`, AVG(b) AS `AVG(b)` FROM (values ('x',1),('x',2)) t(a,b) JOIN (SELECT a AS a__, sum(b) AS mme_inner__ FROM (values ('x',1)) u(a,b) GROUP BY a ORDER BY mme_inner__ DESC LIMIT 5) AS anon_1 ON a = a__ WHERE a IN ('x','y') AND b IS NOT NULL GROUP BY a", [['x', 2, 1.5]]],
]);

cases('Metabase buckets time and numbers', [
  ["SELECT str_to_date(concat(date_format(`source`.`ts`, '%Y-%m'), '-01'), '%Y-%m-%d') AS `ts`, count(*) AS `count` FROM (select timestamp '2024-05-03 10:20:30' ts) AS `source` GROUP BY str_to_date(concat(date_format(`source`.`ts`, '%Y-%m'), '-01'), '%Y-%m-%d') ORDER BY `ts` ASC", [['2024-05-01', 1]]],
  ["SELECT str_to_date(concat(yearweek(ts), ' Sunday'), '%X%V %W') AS w, str_to_date(concat(year(ts), '-', ((quarter(ts) * 3) - 2), '-01'), '%Y-%m-%d') AS q, makedate(year(ts), 1) AS y FROM (select timestamp '2024-05-03 10:20:30' ts) t", [['2024-04-28', '2024-04-01', '2024-01-01']]],
  ['SELECT (((floor(((`t`.`x` - 0.0) / 12.5)) * 12.5)) + 0.0) AS `x`, count(*) FROM (select 30 x) t GROUP BY 1', [['25.0', 1]]],
  ['SELECT CAST(x AS double) / NULLIF(y, 0), CAST(sum(x) AS double) FROM (select 1 x, 2 y) t GROUP BY x, y', [[0.5, 1]]],
  ['SELECT date_add(CAST(now(6) AS date), INTERVAL -30 day) <= now(), (dayofweek(now()) % 7), extract(hour from now())', [[true, 3, 7]]],
  ["SELECT COUNT(*) FROM (select 'Ab' s) t WHERE (LOWER(`s`) LIKE '%ab%') AND NOT (LOWER(s) LIKE 'x%' OR s IS NULL)", [[1]]],
  ['SELECT SUM(CASE WHEN x > 0 THEN 1 ELSE 0.0 END) / COUNT(*) AS share, SUM(CASE WHEN x > 0 THEN x ELSE NULL END) FROM (values (1),(0)) t(x)', [['0.5000000', 1]]],
]);

cases('Tableau', [
  ["SELECT SUM(`Custom SQL Query`.`x`) AS `sum:x:ok`, YEAR(`Custom SQL Query`.`d`) AS `yr:d:ok` FROM (select 1 x, date '2024-01-01' d) `Custom SQL Query` GROUP BY 2", [[1, 2024]]],
  ["SELECT ADDDATE(DATE_FORMAT(d, '%Y-%m-01'), INTERVAL 0 SECOND) AS `tmn:d:ok`, SUM(1) AS `n` FROM (select date '2024-05-06' d) t GROUP BY 1", [['2024-05-01 00:00:00', 1]]],
  ["SELECT ADDDATE(CONCAT( YEAR(d), '-01-01 00:00:00' ), INTERVAL 0 SECOND), ADDDATE( CONCAT( DATE_FORMAT(d, '%Y-'), (3*(QUARTER(d)-1)+1), '-01 00:00:00' ), INTERVAL 0 SECOND ), DATE_ADD(DATE(d), INTERVAL (1 - DAYOFWEEK(d)) DAY) FROM (select date '2024-05-06' d) t", [['2024-01-01 00:00:00', '2024-04-01 00:00:00', '2024-05-05']]],
  ["SELECT TIMESTAMP(DATE_FORMAT(d, '%Y-%m-%d %H:00:00')) AS h, IF(ISNULL(d), 1, 0) x, (CASE WHEN (x = 1) THEN 'a' ELSE 'b' END) c FROM (select now() d, 1 as x) t", [['2024-03-05 07:00:00.000000', 0, 'a']]],
  ['SELECT COUNT(1) AS `TEMP(x)(1)(0)`, MIN(x) AS m FROM (select 1 x) `t` HAVING (COUNT(1) > 0)', [[1, 1]]],
  ["SELECT `t`.`a` AS `a`, (CASE WHEN NOT ISNULL(a) THEN 'y' END) FROM (select null a) `t` GROUP BY 1, 2", [[null, null]]],
  ['SELECT STDDEV_SAMP(x), VAR_SAMP(x), COUNT(DISTINCT IF(x > 0, x, NULL)) FROM (values (1),(2)) t(x)', [[0.7071067811865476, 0.5, 2]]],
]);

cases('Power BI and ODBC', [
  ["select `_`.`a`, sum(`_`.`b`) as `x` from (select 'q' a, 1 b) `_` group by `_`.`a` order by `_`.`a` limit 1001", [['q', 1]]],
  ['select `$Table`.`a` as `a`, `$Table`.`b` as `b` from (select 1 a, 2 b) `$Table` limit 4096', [[1, 2]]],
  ["select cast(`d` as datetime), cast(d as date), cast(b as char(10)), cast(b as signed integer), cast(b as decimal(19,4)), convert(b, char), convert(b using utf8mb4), {d '2024-01-01'}, {ts '2024-01-01 10:00:00'}, {t '10:00:00'}, {fn now()} is not null, {fn ucase('a')} from (select date '2024-01-01' d, '12' b) t", [['2024-01-01 00:00:00.000000', '2024-01-01', '12', 12, '12.0000', '12', '12', '2024-01-01', '2024-01-01 10:00:00.000000', '10:00:00', true, 'A']]],
  ['select case when b is null then 0 else 1 end, sum(case when b = 1 then b end) over (partition by a) from (select 1 a, 1 b) t', [[1, 1]]],
]);

cases('Grafana', [
  ["SELECT UNIX_TIMESTAMP(ts) DIV 300 * 300 AS time, avg(v) AS value, 'cpu' as metric FROM (select timestamp '2024-01-01 00:02:00' ts, 1.5 v) t WHERE ts BETWEEN FROM_UNIXTIME(1704067200) AND FROM_UNIXTIME(1704153600) GROUP BY 1, metric ORDER BY time", [[1704067200, '1.5000', 'cpu']]],
  ["SELECT UNIX_TIMESTAMP(ts) AS time_sec, v AS value, host AS metric FROM (select timestamp '2024-01-01 00:02:00' ts, 1.5 v, 'h' host) t WHERE UNIX_TIMESTAMP(ts) >= 1704067200 AND UNIX_TIMESTAMP(ts) <= 1704153600 ORDER BY ts", [[1704067320, '1.5', 'h']]],
  ["SELECT cast(cast(UNIX_TIMESTAMP(ts)/(60) as signed)*60 as signed) AS time, sum(v) FROM (select timestamp '2024-01-01 00:02:00' ts, 1.5 v) t GROUP BY 1", [[1704067320, '1.5']]],
  ["SELECT (UNIX_TIMESTAMP(ts) DIV 60) * 60 as t, ROUND(AVG(v), 2), MAX(v) - MIN(v) FROM (select timestamp '2024-01-01 00:02:00' ts, 1.5 v) x GROUP BY t", [[1704067320, '1.50', '0.0']]],
]);

cases('DBeaver', [
  ['SELECT x.* FROM (select 1 a) x LIMIT 0, 200', [[1]]],
  ['SELECT count(*) FROM (select 1 a) x WHERE x.a <> 0 AND x.a IN (1,2,3)', [[1]]],
  ['SELECT DISTINCT a FROM (values (2),(1)) t(a) ORDER BY a ASC NULLS LAST', [[1], [2]]],
]);

cases('MySQL applications', [
  [`SELECT SUBSTRING_INDEX('a.b.c', '.', 2), LPAD(5, 3, '0'), RPAD('a', 3, '-'), REPLACE('aa','a','b'), REVERSE('abc'), INSTR('abc','b'), LOCATE('b','abcb',3), FIND_IN_SET('b','a,b'), FIELD('b','a','b'), ELT(2,'a','b'), FORMAT(1234567.891, 2), LEFT('abc',2), MID('abcdef',2,3), CHAR_LENGTH('é'), LENGTH('é'), STRCMP('a','b'), CONCAT_WS(',', 'a', NULL, 'b'), TRIM(BOTH 'x' FROM 'xax'), SPACE(2), QUOTE("it's")`, [['a.b', '005', 'a--', 'bb', 'cba', 2, 4, 2, 2, 'b', '1,234,567.89', 'ab', 'bcd', 1, 1, -1, 'a,b', 'a', '  ', "'it\\'s'"]]],
  ["SELECT GROUP_CONCAT(DISTINCT a ORDER BY a DESC SEPARATOR '|'), GROUP_CONCAT(a, b), GROUP_CONCAT(CONCAT(a, ':', b) ORDER BY b SEPARATOR ', ') FROM (values ('x',1),('y',2)) t(a,b)", [['y|x', 'x1,y2', 'x:1, y:2']]],
  ['SELECT a, b FROM (values (1,2),(1,3)) t(a,b) WHERE (a, b) IN ((1,2),(5,6)) OR (a, b) = (1, 3)', [[1, 2], [1, 3]]],
  ['SELECT * FROM (values (1),(2)) t(a) WHERE a > ALL (SELECT 1) AND a = ANY (SELECT 2) AND EXISTS (SELECT 1 FROM (values (2)) u(b) WHERE u.b = t.a)', [[2]]],
  ['SELECT t.a, (SELECT COUNT(*) FROM (values (1),(2)) u(b) WHERE u.b <= t.a) FROM (values (1),(2)) t(a) ORDER BY t.a DESC', [[2, 2], [1, 1]]],
  ['SELECT a, @r := a * 2 AS r FROM (values (1),(2)) t(a)', [[1, 2], [2, 4]]],
  ["SELECT DATE_FORMAT(d, '%Y-%m') ym, COUNT(*) FROM (values (date '2024-01-01'),(date '2024-01-09')) t(d) GROUP BY ym HAVING COUNT(*) > 1 ORDER BY ym", [['2024-01', 2]]],
  ["SELECT IF(a > 1, 'big', 'small') AS size, COUNT(*) FROM (values (1),(2),(3)) t(a) GROUP BY size ORDER BY size", [['big', 2], ['small', 1]]],
  ['SELECT COUNT(*) c, a FROM (values (1),(1)) t(a) GROUP BY 2 WITH ROLLUP', [[2, 1], [2, null]]],
  ['SELECT SQL_CALC_FOUND_ROWS a FROM (values (1),(2)) t(a) LIMIT 1', [[1]]],
  ["SELECT CAST('2024-01-01' AS DATE) + INTERVAL 1 DAY, CAST('10:11:12' AS TIME), CAST(20240101 AS DATE), CAST('abc' AS BINARY), CAST(1.5 AS UNSIGNED), CAST('1e3' AS DOUBLE), CAST(NULL AS JSON), CAST(1 AS FLOAT), CAST('2024' AS YEAR)", [['2024-01-02', '10:11:12', '2024-01-01', '616263', 2, 1000, null, 1, 2024]]],
  ["SELECT 1 IN (1,2) AND NOT 3 BETWEEN 1 AND 2, 5 & 3 | 4, 1 << 3, ~0, 6 ^ 3, -5 DIV 2, 5 MOD 3, 'a' <=> NULL", [[true, 5, 8, 18446744073709552000, 5, -2, 2, false]]],
  ['SELECT t.* FROM (SELECT 1 AS `select`, 2 AS `from`) AS t WHERE t.`select` = 1', [[1, 2]]],
  ["SELECT 'a' COLLATE utf8mb4_bin = 'A', _utf8mb4'x' COLLATE utf8mb4_general_ci = 'X', CONVERT('a' USING latin1), CHARSET('a'), BINARY 'a' = 'a'", [[false, true, 'a', 'utf8mb4', true]]],
]);

cases('dates of Databend', [
  ["select last_day(date '2024-02-01', week), last_day(date '2024-02-01', quarter), next_day(date '2024-01-01', monday), previous_day(date '2024-01-01', 'friday'), dateadd(day, 1, date '2024-01-01'), datediff(day, '2024-01-01', '2024-01-03'), datediff('2024-01-03', '2024-01-01'), trunc(timestamp '2024-03-05 07:08:09', 'month')", [['2024-02-04', '2024-03-31', '2024-01-08', '2023-12-29', '2024-01-02', 2, 2, '2024-03-01 00:00:00.000000']]],
  ["select time_slice(timestamp '2024-03-05 07:08:09', 5, 'minute'), time_slice(timestamp '2024-03-05 07:08:09', 15, minute, 'end'), age('2024-03-01'::timestamp, '2024-01-15'::timestamp), timezone(), to_timestamp_tz('2024-01-01 00:00:00+02')", [['2024-03-05 07:05:00.000000', '2024-03-05 07:15:00.000000', '1 month 17 days', 'UTC', '2024-01-01 00:00:00.000000 +0200']]],
  ["select to_date('05.03.2024', '%d.%m.%Y'), try_to_date('x', '%Y'), to_date('2024 01 Mon', '%x %v %a'), str_to_date('200442 Monday', '%X%V %W'), str_to_date('202401 Monday', '%x%v %W')", [['2024-03-05', null, '2024-01-01', '2004-10-18', '2024-01-01']]],
  ["select curdate(), today() - interval 1 month, curdate() - date '2024-03-01', length(curdate()), current_date = '2024-03-05'", [['2024-03-05', '2024-02-05', 4, 10, true]]],
]);

cases('arrays and types', [
  ["select array_sort([3, null, 1]), array_sort([3, 1, 2], 'desc'), array_sort([3, null, 1], 'asc', 'nulls first'), slice([1, 2, 3], 2), array_slice([1, 2, 3], 2, 3)", [['[1,3,NULL]', '[3,2,1]', '[NULL,1,3]', '[2,3]', '[2,3]']]],
  ["select typeof({'a': 1}), typeof((1, 'a')), typeof([[1.5]]), typeof(1::bigint unsigned), typeof(parse_json('1'))", [['MAP(STRING, INT32)', 'TUPLE(INT32, STRING)', 'ARRAY(ARRAY(DECIMAL(2,1)))', 'BIGINT UNSIGNED', 'VARIANT']]],
]);

cases('variants are ordered and measured by what they hold', [
  [`select v:x from (values (parse_json('{"x":5}')), (parse_json('{"x":10}')), (parse_json('{"x":"b"}')), (parse_json('{"x":"a"}')), (parse_json('{}'))) t(v) order by v:x`, [['5'], ['10'], ['"a"'], ['"b"'], [null]]],
  [`select max(v:x), min(v:x), length(max(v:s)) from (values (parse_json('{"x":5,"s":"ab"}')), (parse_json('{"x":10}'))) t(v)`, [['10', '5', 2]]],
  [`select length(v:s), length(v:b), array_length(v:b), length('héé'), length(x'4142'), length([1]), length(5) from (select parse_json('{"s":"x","b":[1,2]}') v) t`, [[1, 2, 2, 3, 2, 1, 1]]],
]);

cases('joins, groups and other clauses', [
  ["select * from (values (1, 10), (3, 30)) a(t, v) asof left join (values (2, 'x')) b(t, w) match_condition (a.t >= b.t) on true order by 1", [[1, 10, null, null], [3, 30, 2, 'x']]],
  ["select a, b, sum(c) from (values ('x', 'p', 1), ('x', 'q', 2), ('a', 'p', 3)) t(a, b, c) group by a, b with rollup", [['a', 'p', 3], ['a', null, 3], ['x', 'p', 1], ['x', 'q', 2], ['x', null, 3], [null, null, 6]]],
  ["select group_concat(a, b), group_concat(a, '-'), group_concat(a, b separator ';'), count_if(b > 1) from (values ('x', 1), ('y', 2)) t(a, b)", [['x1,y2', 'x-y', 'x1;y2', 1]]],
  ["select {d '2024-01-01'}, {ts '2024-01-01 10:00:00'}, {t '10:00:00'}, {fn ucase('a')}, {'a': 1}", [['2024-01-01', '2024-01-01 10:00:00.000000', '10:00:00', 'A', '{"a":1}']]],
]);

it('PIVOT needs its values', async () => {
  await expect(dialect.rows("SELECT * FROM (VALUES ('a', 'x', 1)) t(k, c, v) PIVOT (sum(v) FOR c IN (ANY))")).rejects.toThrow('in FROM of the outermost query');
});
