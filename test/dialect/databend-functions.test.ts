import { expect, it } from 'vitest';
import { dialectForFile } from '../support/dialect-for-file.js';

const { dialect, cases } = await dialectForFile();

cases('an array has nothing below its first position and behind its last', [
  ["SELECT [1, 2, 3][-1], [1, 2, 3][0], get([1, 2, 3], -1), get([1, 2, 3], 4), a[k], a[-k], a[a[2]], max(a)[-1], array_agg(k)[0] FROM (VALUES ([3, 2, 1], 1)) t(a, k) GROUP BY a, k", [[null, null, null, null, 3, null, 2, null, null]]],
  ["SELECT m[-1], m[2], s[1], m2['x'] FROM (SELECT map([-1], [5]) AS m, (7, 8) AS s, map(['x'], [6]) AS m2) t", [[5, null, 7, 6]]],
]);

cases('aggregates', [
  ['SELECT g % 2, bitmap_or_count(to_bitmap(g::STRING)), group_bitmap(g) FROM (SELECT number AS g FROM numbers(5)) t GROUP BY g % 2 ORDER BY 1', [[0, 3, 3], [1, 2, 2]]],
  ['SELECT bitmap_or_count(to_bitmap(number::STRING)), bitmap_and_count(to_bitmap(number::STRING)) FROM numbers(0)', [[0, 0]]],
  ['SELECT bitmap_xor_count(b), bitmap_not_count(b) FROM (VALUES (to_bitmap(\'1,2,3\')), (to_bitmap(\'2\')), (to_bitmap(\'3,4\'))) t(b)', [[2, 1]]],
  ['SELECT group_array_moving_sum(2)(x), group_array_moving_avg(x) FROM (VALUES (1), (2), (3)) t(x)', [['[1,3,5]', '[0.3333333333333333,1.0,2.0]']]],
  ['SELECT retention(d = 1, d = 2, d = 3) FROM (VALUES (1), (3)) t(d)', [['[1,0,1]']]],
  ['SELECT u, window_funnel(10)(t, e = \'a\', e = \'b\', e = \'c\') FROM (VALUES (1, 0, \'a\'), (1, 5, \'b\'), (1, 20, \'c\'), (2, 3, \'a\'), (2, 4, \'b\'), (2, 5, \'c\'), (3, 1, \'b\'), (4, 0, \'a\'), (4, 50, \'a\'), (4, 55, \'b\')) x(u, t, e) GROUP BY u ORDER BY u', [[1, 2], [2, 3], [3, 0], [4, 2]]],
  ['SELECT quantile_tdigest_weighted(0.5)(x, w) FROM (VALUES (1, 1), (2, 10), (3, 1)) t(x, w)', [[2]]],
  ['SELECT histogram(x, 2) FROM (VALUES (1), (1), (2), (3), (NULL)) t(x)', [['[{"count":2,"lower":"1","ndv":1,"pre_sum":0,"upper":"1"},{"count":2,"lower":"2","ndv":2,"pre_sum":2,"upper":"3"}]']]],
  ['SELECT sum_distinct_if(x, x > 1), count_distinct_if(x, x > 1) FROM (VALUES (1), (2), (2), (3)) t(x)', [[5, 2]]],
  ['SELECT sum_zero(x) OVER (ORDER BY x) FROM (VALUES (1), (2)) t(x) ORDER BY 1', [[1], [3]]],
]);

cases('collections', [
  ['SELECT array_distinct([3, 1, 3, 2, 1]), array_insert([1, 2, 3], -1, 9), array_insert([1], 5, 2), array_insert([], 0, 1)', [['[3,1,2]', '[1,2,9,3]', '[1,2]', '[1]']]],
  ['SELECT array_reduce([1, 2, 3], 10, (a, x) -> a + x), array_concat([1], [2], [3])', [[16, '[1,2,3]']]],
  ["SELECT map_insert({'a': 1}, 'a', 2, TRUE)['a'], map_size(map_pick({'a': 1, 'b': 2}, ['a', 'x']))", [[2, 1]]],
  ['SELECT l1_distance([1, 2], [4, 6]), vector_dims([1, 2]), inner_product([1, 2], [3, 4])', [[7, 2, 11]]],
]);

cases('texts and numbers', [
  ["SELECT instr('ababab', 'ab', 2), instr('ababab', 'ab', 1, 3), instr('ababab', 'ab', 1, 4), instr('x', 'ab', 1, 1)", [[3, 5, 0, 0]]],
  ["SELECT initcap('éa b-c'), regexp_extract('a1b2', '([a-z])([0-9])', 2), regexp_count('aaa', 'a'), chr(228)", [['Éa B-C', '1', 3, 'ä']]],
  ['SELECT div0(1, 0), divnull(1, 0), div0(6, 4), bit_and(12, 10), bit_not(5), cbrt(-27), cbrt(0)', [[0, null, 1.5, 8, -6, -3, 0]]],
  ['SELECT humanize_size(1000 * 1000), humanize_size(1), humanize_size(1024), humanize_size(1125899906842624)', [['976.56 KiB', '1 B', '1 KiB', '1 PiB']]],
  ["SELECT city64withseed('', 7), city64withseed('xxx', 7), city64withseed('xxxxxxx', 7), city64withseed(repeat('x', 12), 7), city64withseed(repeat('x', 20), 7), city64withseed(repeat('x', 40), 7), city64withseed(repeat('x', 200), 7)", [[201449996665515469n, 3310939306315412122n, 17639972158985583531n, 14929064676312732044n, 2900117868685378284n, 11429476839771660011n, 11837721294304393411n].map(Number)]],
]);

cases('times', [
  ["SELECT to_days('2007-10-07'), to_days(950501), to_days(2) = INTERVAL 2 DAY, to_seconds('2009-11-29')", [[733321, 728779, true, 63426672000]]],
  ['SELECT to_days(number) = INTERVAL 1 DAY, to_timestamp(number) = to_timestamp(1) FROM numbers(2) WHERE number = 1', [[true, true]]],
]);

cases('places', [
  ['SELECT point_in_polygon((1, 1), [(0, 0), (0, 2), (2, 2), (2, 0)]), point_in_polygon((3, 1), [(0, 0), (0, 2), (2, 2), (2, 0)]), point_in_polygon((1, 1), [(0, 0), (0, 4), (4, 4), (4, 0)], [(0.5, 0.5), (0.5, 2), (2, 2), (2, 0.5)])', [[true, false, false]]],
  ["SELECT geohash_decode(geohash_encode(13.4, 52.5, 12)).1 - 13.4 < 0.000001, st_asewkt(st_geomfromewkt('SRID=4326;POINT(1 2)')), st_astext(st_geomfromewkb(st_asewkb(st_geomfromewkt('SRID=4326;POINT(1 2)'))))", [[true, 'SRID=4326;POINT(1 2)', 'POINT(1 2)']]],
  ['SELECT h3_to_parent(geo_to_h3(13.4, 52.5, 9), 5) = geo_to_h3(13.4, 52.5, 5), array_size(h3_line(geo_to_h3(13.4, 52.5, 9), geo_to_h3(13.4, 52.5, 9))), h3_is_valid(5)', [[true, 1, false]]],
  ['SELECT h3_to_string(string_to_h3(\'8d11aa6a38826ff\')), h3_get_resolution(NULL)', [['8d11aa6a38826ff', null]]],
]);

it.each([
  ['SELECT h3_to_children(geo_to_h3(13.4, 52.5, 0), 15)', /more than the 100000/],
  ['SELECT h3_k_ring(geo_to_h3(13.4, 52.5, 9), 100000)', /more than the 100000/],
  ['SELECT h3_get_resolution(5)', /5 is no H3 cell/],
  ["SELECT geohash_decode('aaa')", /no geohash/],
  ["SELECT get_by_keypath(parse_json('{}'), 'a')", /no path of keys/],
  ["SELECT ipv4_string_to_num('1.2.3')", /IPV4/],
  ["SELECT map_insert({'a': 1}, 'a', 2)", /already contains/],
  ['SELECT l1_distance([1], [1, 2])', /different lengths/],
  ['SELECT window_funnel(1, 2)(1, TRUE)', /one whole number/],
])('%s', async (sql, message) => {
  await expect(dialect.rows(sql)).rejects.toThrow(message);
});

cases('formats of times are those of Databend in its own functions', [
  ["SELECT to_timestamp('2022年02月04日 18:58:59', '%Y年%m月%d日 %H:%M:%S'), to_date('04 February 2022', '%d %B %Y')", [['2022-02-04 18:58:59.000000', '2022-02-04']]],
  ["SELECT to_string(to_timestamp('2022-02-04 18:58:59'), '%H:%M %B %A %e'), date_format('2022-02-04 18:58:59', '%H:%i %M %W')", [['18:58 February Friday 4', '18:58 February Friday']]],
  ["SELECT to_timestamp('10:20 2022-01-01', concat('%H:%M', ' %Y-%m-%d')), try_to_timestamp('x', '%Y')", [['2022-01-01 10:20:00.000000', null]]],
  ["SELECT TIMESTAMP_TZ '2024-01-02 03:04:05 +0800' = '2024-01-01 19:04:05Z'::TIMESTAMP_TZ", [[true]]],
  ["SELECT to_timestamp_tz('2024-01-02 03:04:05 +0800') = to_timestamp_tz('2024-01-01T19:04:05+00:00')", [[true]]],
]);

cases('types of literals, names of VALUES', [
  ['SELECT typeof(1), typeof(-1), typeof(255), typeof(256), typeof(-129), typeof(4294967296), typeof(1.5), typeof(1::INT)', [['TINYINT UNSIGNED', 'TINYINT', 'TINYINT UNSIGNED', 'SMALLINT UNSIGNED', 'SMALLINT', 'BIGINT UNSIGNED', 'DECIMAL(2, 1)', 'INT']]],
  ["SELECT column_1, column_0 FROM (VALUES ROW(1, 'a')) t", [['a', 1]]],
  ["SELECT col1, col0 FROM (VALUES (1, 'a')) t", [['a', 1]]],
  ['WITH RECURSIVE a AS (SELECT 1 AS n), r AS (SELECT n FROM a UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT max(n) FROM r', [[3]]],
]);

it('a table of WITH RECURSIVE that is no union is named in the error', async () => {
  await expect(dialect.rows('WITH RECURSIVE r AS (SELECT n + 1 FROM r) SELECT * FROM r')).rejects.toThrow("Recursive Common Table Expression 'r' should be a UNION");
});

cases('types of vectors and geometries', [
  ['SELECT [1, 2.5]::VECTOR(2), typeof([1, 2]::VECTOR(2)), l2_distance([0, 0]::VECTOR(2), [3, 4]::VECTOR(2)), TRY_CAST([1] AS VECTOR(2))', [['[1.0,2.5]', 'ARRAY(FLOAT32)', 5, null]]],
  ["SELECT st_astext('POINT(1 2)'::GEOMETRY), st_astext(to_geometry('POINT(1 2)')::GEOGRAPHY), TRY_CAST('x' AS GEOMETRY), st_x(g::GEOMETRY) FROM (SELECT POINT(3, 4) AS g) t", [['POINT(1 2)', 'POINT(1 2)', null, 3]]],
]);

it.each([['SELECT [1]::VECTOR(2)', /size|length/i], ["SELECT 'x'::GEOMETRY", /well-known text/], ['SELECT [1]::VECTOR', /length of the vector/]])('%s', async (sql, message) => {
  await expect(dialect.rows(sql)).rejects.toThrow(message);
});
