import { dialectForFile } from '../support/dialect-for-file.js';

const { cases } = await dialectForFile();

/** Two moments, the first of them thrice with different offsets. */
const MOMENTS = `(SELECT n, to_timestamp_tz(x) AS z FROM (VALUES (1, '2024-01-02 03:04:05 +0800'), (2, '2024-01-01 19:04:05Z'), (3, '2024-01-01 20:04:05.5 +01:00'), (4, '2024-01-01 14:04:05-05'), (5, NULL)) t(n, x)) m`;

cases('a TIMESTAMP_TZ keeps its offset', [
  ["SELECT to_timestamp_tz('2024-01-02 03:04:05 +0800'), '2024-01-02T03:04:05.25-03:30'::TIMESTAMP_TZ, TIMESTAMP_TZ '2024-01-02', CAST('2024-07-01 00:00:00 Europe/Berlin' AS TIMESTAMP WITH TIME ZONE)",
    [['2024-01-02 03:04:05.000000 +0800', '2024-01-02 03:04:05.250000 -0330', '2024-01-02 00:00:00.000000 +0000', '2024-07-01 00:00:00.000000 +0200']]],
  ["SELECT to_timestamp_tz('0001-01-01 00:00:00 +0800'), to_timestamp_tz('9999-12-31 23:59:59.999999 -1400')", [['0001-01-01 00:00:00.000000 +0800', '9999-12-31 23:59:59.999999 -1400']]],
  [`SELECT z, z::STRING, to_variant(z), [z], (n, z), {n: z} FROM ${MOMENTS} WHERE n IN (3, 5) ORDER BY n`, [
    ['2024-01-01 20:04:05.500000 +0100', '2024-01-01 20:04:05.500000 +0100', '"2024-01-01 20:04:05.500000 +0100"', '["2024-01-01 20:04:05.500000 +0100"]', '(3,"2024-01-01 20:04:05.500000 +0100")', '{"n":"2024-01-01 20:04:05.500000 +0100"}'],
    [null, null, null, '[NULL]', '(5,NULL)', '{"n":NULL}'],
  ]],
  [`SELECT [z]::STRING, to_variant([z, NULL]), json_object('z', z), concat(z, '!') FROM ${MOMENTS} WHERE n = 1`, [['["2024-01-02 03:04:05.000000 +0800"]', '["2024-01-02 03:04:05.000000 +0800",null]', '{"z":"2024-01-02 03:04:05.000000 +0800"}', '2024-01-02 03:04:05.000000 +0800!']]],
  [`SELECT typeof(z), typeof([z]) FROM ${MOMENTS} LIMIT 1`, [['TIMESTAMP_TZ', 'ARRAY(TIMESTAMP_TZ)']]],
  ["SELECT ['2024-01-02 03:04:05 +0800', NULL]::ARRAY(TIMESTAMP_TZ), try_to_timestamp_tz('never'), try_to_timestamp_tz('2024-01-02 00:00:00+01'), NULL::TIMESTAMP_TZ", [['["2024-01-02 03:04:05.000000 +0800",NULL]', null, '2024-01-02 00:00:00.000000 +0100', null]]],
]);

cases('what TIMESTAMP_TZ is cast from and to', [
  ["SELECT TIMESTAMP '2024-01-02 03:04:05.5'::TIMESTAMP_TZ, DATE '2024-01-02'::TIMESTAMP_TZ, to_timestamp_tz(0), parse_json('\"2024-01-02 03:04:05 +0800\"')::TIMESTAMP_TZ", [['2024-01-02 03:04:05.500000 +0000', '2024-01-02 00:00:00.000000 +0000', '1970-01-01 00:00:00.000000 +0000', '2024-01-02 03:04:05.000000 +0800']]],
  ["SELECT to_timestamp(TIMESTAMP_TZ '2021-12-20 17:01:01 +0800'), TIMESTAMP_TZ '2024-01-02 03:04:05 +0800'::TIMESTAMP, to_date(TIMESTAMP_TZ '2024-01-02 03:04:05 +0800'), TIMESTAMP_TZ '2024-01-02 03:04:05 +0800'::DATE", [['2021-12-20 09:01:01.000000', '2024-01-01 19:04:05.000000', '2024-01-01', '2024-01-01']]],
  ["SELECT to_timestamp_tz(1704135845::UINT64), try_to_timestamp_tz(n) FROM (SELECT 1704135845000 + 1 AS n) t", [['2024-01-01 19:04:05.000000 +0000', '2024-01-01 19:04:05.001000 +0000']]],
  [`SELECT z::TIMESTAMP, z::DATE, TRY_CAST(z AS TIMESTAMP), z::TIMESTAMP_TZ FROM ${MOMENTS} WHERE n = 1`, [['2024-01-01 19:04:05.000000', '2024-01-01', '2024-01-01 19:04:05.000000', '2024-01-02 03:04:05.000000 +0800']]],
]);

cases('moments are compared, ordered and grouped by themselves, whatever their offsets are', [
  ["SELECT TIMESTAMP_TZ '2024-01-02 03:04:05 +0800' = '2024-01-01 19:04:05Z'::TIMESTAMP_TZ, TIMESTAMP_TZ '2024-01-02 03:04:05 +0800' < TIMESTAMP_TZ '2024-01-02 00:00:00Z', TIMESTAMP_TZ '2024-01-02 03:04:05 +0800' <=> NULL", [[true, true, false]]],
  ["SELECT TIMESTAMP_TZ '2024-01-02 03:04:05 +0800' = '2024-01-01 19:04:05', TIMESTAMP_TZ '2024-01-02 03:04:05 +0800' = '2024-01-01 20:04:05 +0100', TIMESTAMP_TZ '2024-01-02 03:04:05 +0800' > TIMESTAMP '2024-01-01 19:04:04', DATE '2024-01-02' > TIMESTAMP_TZ '2024-01-02 03:04:05 +0800'", [[true, true, true, true]]],
  [`SELECT n, z FROM ${MOMENTS} ORDER BY z DESC, n LIMIT 2`, [[3, '2024-01-01 20:04:05.500000 +0100'], [1, '2024-01-02 03:04:05.000000 +0800']]],
  [`SELECT count(DISTINCT z), min(z)::TIMESTAMP, max(z) FROM ${MOMENTS}`, [[2, '2024-01-01 19:04:05.000000', '2024-01-01 20:04:05.500000 +0100']]],
  [`SELECT z::TIMESTAMP, count(*) FROM (SELECT DISTINCT z FROM ${MOMENTS}) t GROUP BY z ORDER BY z`, [['2024-01-01 19:04:05.000000', 1], ['2024-01-01 19:04:05.500000', 1], [null, 1]]],
  [`SELECT count(*) FROM ${MOMENTS} GROUP BY z ORDER BY z`, [[3], [1], [1]]],
  [`SELECT n, rank() OVER (ORDER BY z), count(*) OVER (PARTITION BY z) FROM ${MOMENTS} WHERE z IS NOT NULL ORDER BY n`, [[1, 1, 3], [2, 1, 3], [3, 4, 1], [4, 1, 3]]],
  [`WITH m AS (SELECT * FROM ${MOMENTS}) SELECT count(*), sum(a.n) FROM m a JOIN m b ON a.z = b.z`, [[10, 24]]],
  [`WITH m AS (SELECT * FROM ${MOMENTS}) SELECT a.n, b.n FROM m a JOIN m b ON a.z < b.z ORDER BY 1, 2`, [[1, 3], [2, 3], [4, 3]]],
  [`WITH m AS (SELECT * FROM ${MOMENTS}) SELECT count(*) FROM m a JOIN m b ON a.z >= b.z`, [[13]]],
  [`SELECT n FROM ${MOMENTS} WHERE z = '2024-01-01 19:04:05' ORDER BY n`, [[1], [2], [4]]],
  [`SELECT n FROM ${MOMENTS} WHERE z > '2024-01-01 20:04:05 +0100' ORDER BY n`, [[3]]],
  [`SELECT n FROM ${MOMENTS} WHERE z > '2024-01-02'`, []],
  [`SELECT count(*) FROM ${MOMENTS} WHERE z BETWEEN '2024-01-01' AND '2024-01-02'`, [[4]]],
  [`SELECT max(z) FROM ${MOMENTS} HAVING max(z) > '2024-01-01 20:00:00 +0100' AND max(z) < DATE '2024-01-02' AND max(z) > min(z)`, [['2024-01-01 20:04:05.500000 +0100']]],
  [`SELECT n FROM ${MOMENTS} WHERE z IN ('2024-01-02 00:34:05.5 +0530', '2024-01-01') ORDER BY n`, [[3]]],
  [`SELECT n FROM ${MOMENTS} WHERE z <= TIMESTAMP '2024-01-01 19:04:05' AND z >= DATE '2024-01-01' ORDER BY n`, [[1], [2], [4]]],
  [`SELECT n FROM ${MOMENTS} WHERE z IN (SELECT z FROM ${MOMENTS.replace(/m$/, 'o')} WHERE n = 2) ORDER BY n`, [[1], [2], [4]]],
  [`SELECT count(*) FROM (SELECT z FROM ${MOMENTS} UNION SELECT to_timestamp_tz('2024-01-01 19:04:05 +0000')) u`, [[3]]],
  [`SELECT CASE z WHEN TIMESTAMP_TZ '2024-01-01 19:04:05Z' THEN 'same' ELSE 'other' END, nullif(z, TIMESTAMP_TZ '2024-01-01 19:04:05Z') FROM ${MOMENTS} WHERE n = 1`, [['same', null]]],
]);

/** A moment of an offset, the same moment as a TIMESTAMP, and a DATE after it. */
const BESIDE = "(SELECT to_timestamp_tz('2024-01-02 03:04:05 +0800') AS z, TIMESTAMP '2024-01-01 19:04:05' AS t, DATE '2024-01-02' AS d, 'never' AS s) b";

cases('beside a TIMESTAMP or a DATE both are TIMESTAMP_TZ', [
  [`SELECT CASE WHEN d > t THEN t ELSE z END, if(d > t, z, d), coalesce(t, z), ifnull(d, z), nvl2(NULL, t, z), decode(1, 1, d, z), coalesce(NULL, z, '2024-01-01') FROM ${BESIDE}`,
    [['2024-01-01 19:04:05.000000 +0000', '2024-01-02 03:04:05.000000 +0800', '2024-01-01 19:04:05.000000 +0000', '2024-01-02 00:00:00.000000 +0000', '2024-01-02 03:04:05.000000 +0800', '2024-01-02 00:00:00.000000 +0000', '2024-01-02 03:04:05.000000 +0800']]],
  ["SELECT if(1 = 2, TIMESTAMP_TZ '2024-01-02 03:04:05 +0800', DATE '2024-01-01'), [TIMESTAMP_TZ '2024-01-02 03:04:05 +0800', TIMESTAMP '2024-01-01 00:00:00']", [['2024-01-01 00:00:00.000000 +0000', '["2024-01-02 03:04:05.000000 +0800","2024-01-01 00:00:00.000000 +0000"]']]],
  [`SELECT greatest(z, d), least(d, z, NULL), least_ignore_nulls(d, z, NULL), [t, z, NULL], typeof(coalesce(t, z)) FROM ${BESIDE}`, [['2024-01-02 00:00:00.000000 +0000', null, '2024-01-02 03:04:05.000000 +0800', '["2024-01-01 19:04:05.000000 +0000","2024-01-02 03:04:05.000000 +0800",NULL]', 'TIMESTAMP_TZ']]],
  [`SELECT t IN (z), z IN (d, t), t IN (SELECT z), z NOT IN (SELECT t), d BETWEEN t AND z, t BETWEEN z AND d FROM ${BESIDE}`, [[true, true, true, false, false, true]]],
  [`SELECT max(t) IN (d, max(z)) FROM ${BESIDE} GROUP BY d`, [[true]]],
  [`SELECT array_contains([z], t), array_contains([t], z), array_contains([z], z), array_contains([z], '2024-01-01 19:04:05') FROM ${BESIDE}`, [[true, true, true, true]]],
  [`SELECT d, 1 AS n FROM ${BESIDE} UNION ALL SELECT z, 2 FROM ${BESIDE} UNION ALL SELECT NULL, 3 ORDER BY n DESC`, [[null, 3], ['2024-01-02 03:04:05.000000 +0800', 2], ['2024-01-02 00:00:00.000000 +0000', 1]]],
  [`SELECT count(*) FROM (SELECT t FROM ${BESIDE} UNION SELECT z FROM ${BESIDE}) u`, [[1]]],
  [`(SELECT z FROM ${BESIDE} LIMIT 1) EXCEPT SELECT t FROM ${BESIDE}`, []],
  ["SELECT col0 FROM (VALUES (TIMESTAMP '2024-01-01 00:00:00'), (TIMESTAMP_TZ '2024-01-02 03:04:05 +0800'), (NULL)) v ORDER BY 1", [['2024-01-01 00:00:00.000000 +0000'], ['2024-01-02 03:04:05.000000 +0800'], [null]]],
  [`SELECT CASE WHEN count(*) > 1 THEN max(z) ELSE max(t) END, coalesce((SELECT max(d)), z) FROM ${BESIDE} GROUP BY z`, [['2024-01-01 19:04:05.000000 +0000', '2024-01-02 00:00:00.000000 +0000']]],
  [`SELECT coalesce(z, s), coalesce(s, z) FROM ${BESIDE}`, [['2024-01-02 03:04:05.000000 +0800', 'never']]],
  ["WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r WHERE n > '1' ORDER BY n", [[2], [3]]],
]);

cases('values of other types are not touched where care is taken', [
  [`SELECT coalesce(c, c), [c, c], coalesce(a, a), coalesce(m, m), coalesce(j, j), coalesce(l, l), coalesce(d, n), coalesce(NULL, e, n), greatest(i, i), if(n = 5, p, p) FROM
    (SELECT TIME '10:00:00' AS c, '5' AS s, 5 AS n, [1] AS a, map(['a'], [1]) AS m, parse_json('1') AS j, TRUE AS l, 2.25 AS d, 1e0 AS e, to_interval('1 day') AS i, DATE '2024-01-01' AS p) t WHERE s = n`,
    [['10:00:00', '["10:00:00","10:00:00"]', '[1]', '{"a":1}', '1', true, '2.25', 1, '1 day', '2024-01-01']]],
  ["SELECT c, j FROM (SELECT TIME '10:00:00' AS c, parse_json('1') AS j, '5' AS s, 5 AS n) t WHERE s = n UNION ALL SELECT c, j FROM (SELECT TIME '11:00:00' AS c, parse_json('[1]') AS j) u", [['10:00:00', '1'], ['11:00:00', '[1]']]],
]);

cases('values of an IN with a subquery are compared as those of = are', [
  ["SELECT n IN (SELECT '5.0'), s IN (SELECT n), '2024-01-01' IN (SELECT d), d IN (SELECT '2024-01-01') FROM (SELECT 5 AS n, '5.0' AS s, DATE '2024-01-01' AS d) t", [[true, true, true, true]]],
  ["SELECT n FROM (SELECT 1 AS n UNION SELECT 2 UNION SELECT NULL) t WHERE n NOT IN (SELECT s FROM (VALUES ('2.0'), ('x')) v(s) WHERE s <> 'x')", [[1]]],
]);

cases('moved by an interval it keeps its offset, to other functions it is a TIMESTAMP in UTC', [
  ["SELECT TIMESTAMP_TZ '2024-01-31 23:30:00 +0800' + INTERVAL 1 MONTH, TIMESTAMP_TZ '2024-01-31 23:30:00 +0800' - INTERVAL 45 MINUTE, to_interval('1 day') + TIMESTAMP_TZ '1992-01-01 10:00:00 +0800', TIMESTAMP_TZ '1992-01-01 10:00:00 +0800' - to_interval('1 day')",
    [['2024-02-29 23:30:00.000000 +0800', '2024-01-31 22:45:00.000000 +0800', '1992-01-02 10:00:00.000000 +0800', '1991-12-31 10:00:00.000000 +0800']]],
  [`SELECT date_add(day, 1, z), date_sub(hour, 3, z), add_months(z, 1), z + INTERVAL 1 SECOND, z + to_interval('1 hour') FROM ${MOMENTS} WHERE n = 1`, [['2024-01-03 03:04:05.000000 +0800', '2024-01-02 00:04:05.000000 +0800', '2024-02-02 03:04:05.000000 +0800', '2024-01-02 03:04:06.000000 +0800', '2024-01-02 04:04:05.000000 +0800']]],
  [`SELECT date_diff(hour, TIMESTAMP_TZ '2024-01-01 00:00:00 +0800', z), date_diff(day, z, TIMESTAMP '2024-01-03 00:00:00'), timestamp_diff(z, TIMESTAMP_TZ '2024-01-02 00:00:00 +0800') FROM ${MOMENTS} WHERE n = 1`, [[27, 2, '3:04:05']]],
  [`SELECT date_trunc(day, z), year(z), hour(z), extract(DAY FROM z), to_unix_timestamp(z), date_format(z, '%H:%i'), to_start_of_month(z), to_yyyymmdd(z) FROM ${MOMENTS} WHERE n = 1`, [['2024-01-01 00:00:00.000000', 2024, 19, 1, 1704135845, '19:04', '2024-01-01', 20240101]]],
]);

cases('a TIME within other values is the text of one', [
  ["SELECT [TIME '10:20:30']::STRING, to_variant(TIME '10:20:30'), to_variant([TIME '-10:20:30.5'])", [['["10:20:30"]', '"10:20:30"', '["-10:20:30.500000"]']]],
]);
