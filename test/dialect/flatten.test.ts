import { expect, it } from 'vitest';
import { dialectForFile } from '../support/dialect-for-file.js';

const { dialect, cases } = await dialectForFile();

const T = `(VALUES (1, parse_json('{"x":[3,1]}')), (2, parse_json('{"x":[]}')), (3, parse_json('{"x":[2,4]}'))) t(id, v)`;
const NESTED = `(VALUES (1, parse_json('{"x":[{"n":"m","y":[1,2]},{"n":"k","y":[3]}]}')), (2, parse_json('{"x":[{"n":"a","y":[9,8]}]}'))) t(id, v)`;
const LISTS = '(VALUES (1, [3, 1]), (2, [5])) t(id, l)';

cases('elements come in the order of their rows, whose number is `seq`', [
  [`SELECT id, f.seq, f.value FROM ${T}, LATERAL FLATTEN(t.v:x) f`, [[1, 1, '3'], [1, 1, '1'], [3, 3, '2'], [3, 3, '4']]],
  [`SELECT id, seq, value FROM ${T}, LATERAL FLATTEN(v:x, outer => true) f WHERE index IS NULL OR index > 0`, [[1, 1, '1'], [2, 2, null], [3, 3, '4']]],
  [`SELECT id, f.seq, f.path FROM ${T}, TABLE(FLATTEN(input => v, recursive => true)) f`, [[1, 1, 'x'], [1, 1, 'x[0]'], [1, 1, 'x[1]'], [2, 2, 'x'], [3, 3, 'x'], [3, 3, 'x[0]'], [3, 3, 'x[1]']]],
  [`SELECT id, f.seq, f.path FROM ${T}, LATERAL FLATTEN(t.v, path => 'nope', outer => true, recursive => true) f`, [[1, 1, null], [2, 2, null], [3, 3, null]]],
  ['SELECT f.* FROM (VALUES (parse_json(\'[]\')), (parse_json(\'{"x":[]}\')), (parse_json(\'{}\'))) t(v), LATERAL FLATTEN(t.v, outer => true) f', [[1, null, null, null, null, null], [2, 'x', 'x', null, '[]', '{"x":[]}'], [3, null, null, null, null, null]]],
  ['SELECT f.* FROM (VALUES (parse_json(\'[]\')), (parse_json(\'{}\'))) t(v), LATERAL FLATTEN(t.v, outer => true, recursive => true) f', [[1, null, null, null, null, null], [2, null, null, null, null, null]]],
  [`SELECT f.seq, f.path FROM ${T}, LATERAL FLATTEN(t.v, recursive => true, mode => 'object') f`, [[1, 'x'], [2, 'x'], [3, 'x']]],
  [`SELECT id, f.seq, f.value FROM ${T} LEFT JOIN LATERAL FLATTEN(v:x) f ON TRUE`, [[1, 1, '3'], [1, 1, '1'], [2, null, null], [3, 3, '2'], [3, 3, '4']]],
  [`SELECT id, f.seq, f.value FROM ${T} CROSS JOIN LATERAL FLATTEN(v:x) f WHERE f.index = 1 ORDER BY f.seq DESC`, [[3, 3, '4'], [1, 1, '1']]],
  [`SELECT id, f.seq, f.value FROM ${T} INNER JOIN LATERAL FLATTEN(v:x) f ON TRUE LIMIT 3`, [[1, 1, '3'], [1, 1, '1'], [3, 3, '2']]],
  [`SELECT f.seq, count(*), sum(f.value) FROM ${T}, LATERAL FLATTEN(t.v:x) f GROUP BY f.seq ORDER BY 1`, [[1, 2, 4], [3, 2, 6]]],
  [`SELECT count(*), count(DISTINCT f.seq), max(f.seq) FROM (SELECT parse_json('[1,2,3]') AS v FROM numbers(10000)) t, LATERAL FLATTEN(t.v) f`, [[30000, 10000, 10000]]],
  [`SELECT f.a, f.index FROM ${T}, LATERAL FLATTEN(t.v:x) f(a)`, [[1, 0], [1, 1], [3, 0], [3, 1]]],
]);

cases('several behind each other', [
  [`SELECT f.seq, g.seq, t.id, f.value:n::string, g.index, g.value FROM ${NESTED}, LATERAL FLATTEN(t.v:x) f, LATERAL FLATTEN(f.value:y) g`, [[1, 1, 1, 'm', 0, '1'], [1, 1, 1, 'm', 1, '2'], [1, 2, 1, 'k', 0, '3'], [2, 3, 2, 'a', 0, '9'], [2, 3, 2, 'a', 1, '8']]],
  [`SELECT g.seq, h.seq, h.value FROM ${NESTED}, LATERAL FLATTEN(t.v) f, LATERAL FLATTEN(get(t.v, f.key)) g, LATERAL FLATTEN(g.value:y) h`, [[1, 1, '1'], [1, 1, '2'], [1, 2, '3'], [2, 3, '9'], [2, 3, '8']]],
  [`SELECT f.value, g.value FROM FLATTEN(parse_json('[[5,6],[7]]')) f, FLATTEN(f.value) g`, [['[5,6]', '5'], ['[5,6]', '6'], ['[7]', '7']]],
  [`SELECT * EXCLUDE (v, this, path, value) FROM ${NESTED}, LATERAL FLATTEN(t.v:x) f, LATERAL FLATTEN(f.value:y) g WHERE g.index = 1`, [[1, 1, null, 0, 1, null, 1], [2, 2, null, 0, 3, null, 1]]],
]);

cases('of unnest, json_each and JSON_TABLE, too', [
  [`SELECT id, u.unnest FROM ${LISTS}, unnest(l) u`, [[1, 3], [1, 1], [2, 5]]],
  [`SELECT id, x FROM ${LISTS}, unnest(l) u(x) WHERE x > 2`, [[1, 3], [2, 5]]],
  [`SELECT id, u FROM ${LISTS}, unnest(l) u`, [[1, '(3)'], [1, '(1)'], [2, '(5)']]],
  [`SELECT j.seq, j.key, j.value FROM (VALUES (parse_json('{"b":1,"a":2}')), (parse_json('{"c":3}'))) t(v), json_each(v) j`, [[1, 'a', '2'], [1, 'b', '1'], [2, 'c', '3']]],
  [`SELECT id, a, n FROM (VALUES (1, '[{"a":1},{"a":2}]'), (2, '[{"a":3}]')) t(id, v), JSON_TABLE(v, '$[*]' COLUMNS (a INT PATH '$.a', n FOR ORDINALITY)) j WHERE a > 1`, [[1, 2, 2], [2, 3, 1]]],
]);

cases('names of their columns', [
  [`SELECT f.*, t.id FROM ${T}, LATERAL FLATTEN(t.v:x) f LIMIT 1`, [[1, null, '[0]', 0, '3', '[3,1]', 1]]],
  [`SELECT t.*, f.index FROM ${T}, LATERAL FLATTEN(t.v:x) f LIMIT 1`, [[1, '{"x":[3,1]}', 0]]],
  [`SELECT upper(f.value) AS value FROM ${T}, LATERAL FLATTEN(t.v:x) f ORDER BY value DESC`, [['4'], ['3'], ['2'], ['1']]],
  [`SELECT f.value AS value, count(*) FROM ${T}, LATERAL FLATTEN(t.v:x) f GROUP BY value HAVING value > 1 ORDER BY value DESC`, [['4', 1], ['3', 1], ['2', 1]]],
  [`SELECT f.index, count(*) FROM ${T}, LATERAL FLATTEN(t.v:x) f GROUP BY f.index WITH ROLLUP`, [[0, 2], [1, 2], [null, 4]]],
  [`SELECT f.seq, f.value, row_number() OVER (PARTITION BY f.seq ORDER BY f.index DESC) AS r FROM ${T}, LATERAL FLATTEN(t.v:x) f QUALIFY r = 1 ORDER BY 1`, [[1, '1', 1], [3, '4', 1]]],
  [`SELECT f.value FROM ${T}, LATERAL FLATTEN(t.v:x) f UNION ALL SELECT f.value FROM (VALUES ('0')) f(value) ORDER BY value`, [['0'], ['1'], ['2'], ['3'], ['4']]],
  // An alias alone is what it stands for; in aggregates, and in expressions of ORDER BY, the column comes first.
  [`SELECT f.index, sum(f.value) AS value FROM ${T}, LATERAL FLATTEN(t.v:x) f GROUP BY f.index HAVING sum(value) > 3 AND value + 1 > 5 ORDER BY value + 1, 1`, [[0, 5], [1, 5]]],
  [`SELECT f.index, sum(value) AS value FROM ${T}, LATERAL FLATTEN(t.v:x) f GROUP BY f.index HAVING max(value) > 3 ORDER BY value DESC`, [[1, 5]]],
  [`SELECT -f.value AS value FROM ${T}, LATERAL FLATTEN(t.v:x) f ORDER BY value + 1`, [[-1], [-2], [-3], [-4]]],
  [`SELECT f.value:n AS value, max(f.value:y[0]) FROM ${NESTED}, LATERAL FLATTEN(t.v:x) f GROUP BY f.value:n HAVING max(value:y[0]) > 2 ORDER BY 1`, [['"a"', '9'], ['"k"', '3']]],
  // Columns of the table may be called anything.
  ["SELECT * FROM (SELECT 7 AS `row 1`, 8 AS `rows 1`, [1, 2] AS l) t, unnest(t.l) u(x)", [[7, 8, '[1,2]', 1], [7, 8, '[1,2]', 2]]],
  ["SELECT `input 1`, `number 1`, f.seq, f.value FROM (SELECT 7 AS `input 1`, 8 AS `number 1`, parse_json('[5]') AS v) t, FLATTEN(t.v) f", [[7, 8, 1, '5']]],
  // Other things of the same name, nearer by.
  [`SELECT array_transform([1, 2], value -> value + 1), array_transform([5], f -> f), f.value FROM ${T}, LATERAL FLATTEN(t.v:x) f WHERE f.index = 0 ORDER BY 3 LIMIT 1`, [['[2,3]', '[5]', '2']]],
  [`SELECT id, (SELECT sum(f.value) FROM FLATTEN(f.value:y) f) FROM (SELECT * FROM ${NESTED} WHERE id = 2) t, LATERAL FLATTEN(t.v:x) f`, [[2, 17]]],
  [`SELECT id, (SELECT max(value) FROM FLATTEN(f.value:y)) FROM ${NESTED}, LATERAL FLATTEN(t.v:x) f ORDER BY 1, 2`, [[1, '2'], [1, '3'], [2, '9']]],
  [`SELECT id, f.index FROM ${T}, LATERAL FLATTEN(t.v:x) f WHERE EXISTS (SELECT 1 FROM (VALUES (1)) q(z) WHERE q.z = f.index) ORDER BY 1`, [[1, 1], [3, 1]]],
  [`SELECT id, f.value FROM ${T} JOIN (VALUES (1), (3)) u(id2) ON t.id = u.id2, LATERAL FLATTEN(t.v:x) f ORDER BY 1, 2`, [[1, '1'], [1, '3'], [3, '2'], [3, '4']]],
]);

it('what there is none of, or two, is an error that says so', async () => {
  await expect(dialect.rows(`SELECT f.nope FROM ${T}, LATERAL FLATTEN(t.v:x) f`)).rejects.toThrow(/nope/);
  await expect(dialect.rows(`SELECT value FROM ${T}, LATERAL FLATTEN(v:x) f, LATERAL FLATTEN(v:x) g`)).rejects.toThrow('column value is ambiguous');
});

it('columns have the names that the elements give them', async () => {
  expect(await dialect.columns(`SELECT * FROM ${T}, LATERAL FLATTEN(t.v:x) f`)).toEqual(['id: int32', 'v: json', 'seq: int64', 'key: varchar', 'path: varchar', 'index: int64', 'value: json', 'this: json']);
  expect(await dialect.columns(`SELECT f.value, x.n FROM ${LISTS}, unnest(l) x(n), FLATTEN(parse_json('[1]')) f`)).toEqual(['value: json', 'n: int32']);
});
