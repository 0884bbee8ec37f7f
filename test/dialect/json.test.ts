import { describe, expect, it } from 'vitest';
import { dialectForFile } from '../support/dialect-for-file.js';

const { dialect, cases } = await dialectForFile();

const DOCUMENT = `'{"a":1,"b":[2,3],"odd key":{"x":null}}'`;

cases('documents change at paths', [
  [`SELECT JSON_SET(${DOCUMENT}, '$.a', 10, '$.c', '[true]'), JSON_INSERT(${DOCUMENT}, '$.a', 10, '$.c', CAST('[true]' AS JSON)), JSON_REPLACE(${DOCUMENT}, '$.a', 10, '$.c', 1)`,
    [['{"a":10,"b":[2,3],"c":"[true]","odd key":{"x":null}}', '{"a":1,"b":[2,3],"c":[true],"odd key":{"x":null}}', '{"a":10,"b":[2,3],"odd key":{"x":null}}']]],
  [`SELECT JSON_SET(${DOCUMENT}, '$.b[1]', 'z', '$.b[5]', 4, '$."odd key".x', NULL), JSON_SET('1', '$[1]', 2), JSON_SET('[1,2]', '$[last]', 9, '$[last-1]', 8)`, [['{"a":1,"b":[2,"z",4],"odd key":{"x":null}}', '[1,2]', '[8,9]']]],
  [`SELECT JSON_REMOVE('["a",["b","c"],"d"]', '$[1]', '$[0]'), JSON_REMOVE(${DOCUMENT}, '$.b', '$."odd key".x', '$.none')`, [['["d"]', '{"a":1,"odd key":{}}']]],
  [`SELECT JSON_ARRAY_APPEND('["a",["b"],"d"]', '$[1]', 1, '$[0]', 2), JSON_ARRAY_APPEND('{"a":1}', '$', 'z'), JSON_ARRAY_INSERT('["a",{"b":[1,2]}]', '$[1]', 'x', '$[2].b[0]', 0), JSON_ARRAY_INSERT('[1]', '$[9]', 2)`, [['[["a",2],["b",1],"d"]', '[{"a":1},"z"]', '["a","x",{"b":[0,1,2]}]', '[1,2]']]],
  [`SELECT JSON_MERGE_PRESERVE('[1,2]', '[true]', '{"a":1}'), JSON_MERGE('{"a":1,"b":{"c":2}}', '{"a":2,"b":{"d":3}}'), JSON_MERGE_PATCH('{"a":1,"b":2}', '{"b":null,"c":3}')`, [['[1,2,true,{"a":1}]', '{"a":[1,2],"b":{"c":2,"d":3}}', '{"a":1,"c":3}']]],
  [`SELECT JSON_SET(NULL, '$.a', 1), JSON_SET('{}', NULL, 1), JSON_REMOVE('[]', NULL), JSON_MERGE_PRESERVE('1', NULL)`, [[null, null, null, null]]],
  [`SELECT JSON_SET(j, CONCAT('$.', k), n) FROM (VALUES ('{"x":12345678901234567890.1234567890}', 'a', 1), ('{}', 'b', 2)) t(j, k, n) ORDER BY n`, [['{"a":1,"x":12345678901234567890.1234567890}'], ['{"b":2}']]],
]);

cases('paths find', [
  [`SELECT JSON_EXTRACT('{"a":{"b":[1,2,3]}}', '$.a.b[last]'), JSON_EXTRACT('{"a":{"b":1},"c":{"b":2}}', '$**.b'), JSON_EXTRACT('[1,2,3,4]', '$[1 to 2]'), JSON_EXTRACT('{"a":1,"b":2}', '$.*'), JSON_EXTRACT('{"a b":1}', '$."a b"'), JSON_EXTRACT('[1,[2]]', '$[1][0]', '$[0]')`, [['3', '[1,2]', '[2,3]', '[1,2]', '1', '[2,1]']]],
  [`SELECT JSON_EXTRACT('{"a":1}', '$.b'), JSON_EXTRACT('{"a":1}', '$.*.c'), '{"a":[{"b":"x"}]}' -> '$.a[*].b', '{"a":{"b":"x"}}' ->> '$.a.b', JSON_EXTRACT(j, p) FROM (VALUES ('{"k":7}', '$.k')) t(j, p)`, [[null, null, '["x"]', 'x', '7']]],
  [`SELECT JSON_SEARCH('["abc",[{"k":"10"},"def"],{"x y":"abc"}]', 'all', 'abc'), JSON_SEARCH('["abc"]', 'one', 'a%'), JSON_SEARCH('{"a":"x"}', 'one', 'X'), JSON_SEARCH('{"a":"x","b":["x"]}', 'all', 'x', NULL, '$.b'), JSON_SEARCH('["10%","101"]', 'all', '10|%', '|')`, [['["$[0]","$[2].\\"x y\\""]', '"$[0]"', null, '"$.b[0]"', '"$[0]"']]],
  [`SELECT JSON_CONTAINS('{"a":1,"b":{"c":[1,2,{"d":3}]}}', '{"b":{"c":[{"d":3}]}}'), JSON_CONTAINS('{"a":{"b":1}}', '1'), JSON_CONTAINS('[1,2]', '[2,3]'), JSON_CONTAINS('{"a":[1.0]}', '1', '$.a'), 1.0 MEMBER OF ('[1]'), 'a' MEMBER OF ('["b"]'), JSON_OVERLAPS('[1,[2]]', '[[2]]'), JSON_OVERLAPS('{"a":1}', '{"a":2}')`, [[true, false, false, true, true, false, true, false]]],
  [`SELECT json_path_query_array(v, '$.items[*]?(@.p > 20 && @.name starts with "x").name'), json_path_query_first(v, '$.items[*].p'), json_path_exists(v, '$.items ? (@.p == 10)'), json_path_match(v, '$.items[*].p > 49'), json_path_match(v, '$.n == "k" || !exists($.items)'), get_path(v, 'items[1].name'), get_path(v, 'items[1]["p"]')
    FROM (SELECT parse_json('{"n":"m","items":[{"p":10,"name":"xa"},{"p":50,"name":"xb"}]}') AS v) t`, [['["xb"]', '10', true, true, false, '"xb"', '50']]],
  [`SELECT json_path_query(parse_json('{"a":[1,2]}'), '$.a[*]') AS x ORDER BY x`, [['1'], ['2']]],
  [`SELECT JSON_DEPTH('[10,{"a":20}]'), JSON_DEPTH('{}'), JSON_PRETTY('{"b":[1],"a":{}}')`, [[3, 1, '{\n  "a": {},\n  "b": [\n    1\n  ]\n}']]],
]);

cases("Databend's functions of variants", [
  [`SELECT object_insert(v, 'c', 'x'), object_insert(v, 'a', NULL, TRUE), object_delete(v, 'a', 'zz'), object_pick(v, 'b'), json_object_delete(v, 'b'), json_strip_nulls(parse_json('{"a":null,"b":[{"c":null}]}')) FROM (SELECT parse_json('{"b":2,"a":1}') AS v) t`, [['{"a":1,"b":2,"c":"x"}', '{"a":null,"b":2}', '{"b":2}', '{"b":2}', '{"a":1}', '{"b":[{}]}']]],
  [`SELECT json_array_distinct(v), json_array_except(v, parse_json('[1]')), json_array_intersection(v, parse_json('[1,{"x":1}]')), json_array_concat(v, parse_json('[9]')), json_array_insert(v, 1, 'z'), json_array_overlap(v, parse_json('[7]')) FROM (SELECT parse_json('[1,1,{"x":1}]') AS v) t`, [['[1,{"x":1}]', '[{"x":1}]', '[1,1,{"x":1}]', '[1,1,{"x":1},9]', '[1,"z",1,{"x":1}]', false]]],
  [`SELECT json_array_map(v, x -> x::int * 10), json_array_filter(v, x -> x::int > 1), json_array_reduce(v, (a, b) -> a::int + b::int) FROM (SELECT parse_json('[1,2,3]') AS v) t`, [['[10,20,30]', '[2,3]', '6']]],
  [`SELECT json_to_string(parse_json('{"b":1, "a":[1, 2]}')), parse_json('{"b":1,"a":2}')::string, to_string(parse_json('"x"'))`, [['{"a":[1,2],"b":1}', '{"a":2,"b":1}', 'x']]],
  [`SELECT f.path, f.key, f.index, f.value, f.this FROM LATERAL FLATTEN(input => parse_json('{"a":1,"c":{"d":[5]}}'), recursive => true) f`, [['a', 'a', null, '1', '{"a":1,"c":{"d":[5]}}'], ['c', 'c', null, '{"d":[5]}', '{"a":1,"c":{"d":[5]}}'], ['c.d', 'd', null, '[5]', '{"d":[5]}'], ['c.d[0]', null, 0, '5', '[5]']]],
  [`SELECT f.path FROM LATERAL FLATTEN(input => parse_json('{"c":{"d":[5]}}'), recursive => true, mode => 'object') f`, [['c'], ['c.d']]],
]);

const ROWS = `'[{"a":1,"b":[11,111]},{"a":2,"b":[]},{"a":[3]}]'`;

cases('JSON_TABLE and JSON_VALUE', [
  [`SELECT * FROM JSON_TABLE(${ROWS}, '$[*]' COLUMNS (id FOR ORDINALITY, a INT PATH '$.a' DEFAULT '9' ON ERROR, h INT EXISTS PATH '$.b', NESTED PATH '$.b[*]' COLUMNS (b INT PATH '$', n FOR ORDINALITY), raw JSON PATH '$.b')) AS t`,
    [[1, 1, 1, 11, 1, '[11,111]'], [1, 1, 1, 111, 2, '[11,111]'], [2, 2, 1, null, null, '[]'], [3, 9, 0, null, null, null]]],
  [`SELECT t.id, j.tag FROM (VALUES (1, '{"tags":["p","q"]}'), (2, '{}')) t(id, doc) LEFT JOIN JSON_TABLE(t.doc, '$.tags[*]' COLUMNS (tag VARCHAR(10) PATH '$')) j ON TRUE ORDER BY 1, 2`, [[1, 'p'], [1, 'q'], [2, null]]],
  [`SELECT * FROM JSON_TABLE('{"x":[1],"y":[2,3]}', '$' COLUMNS (NESTED PATH '$.x[*]' COLUMNS (x INT PATH '$'), NESTED '$.y[*]' COLUMNS (y VARCHAR(3) PATH '$', z INT PATH '$.none' DEFAULT '0' ON EMPTY))) t`, [[1, null, null], [null, '2', 0], [null, '3', 0]]],
  [`SELECT JSON_VALUE('{"p":"49.95"}', '$.p' RETURNING DECIMAL(4,2)), JSON_VALUE('{"a":[1,2]}', '$.a[1]'), JSON_VALUE('{}', '$.x' DEFAULT '5' ON EMPTY), JSON_VALUE('{"a":"z"}', '$.a' RETURNING SIGNED), JSON_VALUE('{"a":"z"}', '$.a' RETURNING SIGNED DEFAULT '7' ON ERROR)`, [['49.95', '2', '5', null, 7]]],
]);

cases('the text of a part of a variant has its keys in alphabetical order', [
  [`SELECT v:o::string, v:o.l::string, v:t::string, v:n::string, v:x::string, v:none::string, upper(v:o.l[0].b::string) FROM (SELECT parse_json('{"o":{"z":1,"l":[{"b":"q","a":2}]},"t":"{\\\\"z\\\\":1,\\\\"a\\\\":2}","n":7,"x":null}') AS v) d`,
    [['{"l":[{"a":2,"b":"q"}],"z":1}', '[{"a":2,"b":"q"}]', '{"z":1,"a":2}', '7', null, null, 'Q']]],
  [`SELECT v:x, t:x, m:k FROM (SELECT parse_json('{"x":null}') AS v, '{"x":null}' AS t, {'k': 1} AS m) d`, [['null', 'null', '1']]],
]);

cases('lambdas of maps and of objects', [
  [`SELECT map_filter({'a': 1, 'b': 2}, (k, v) -> v > 1), map_transform_values({'a': 1}, (k, v) -> v + 1), map_transform_keys({'a': 1}, (k, v) -> upper(k)), json_map_filter(v, (key, x) -> x::int > 1), json_map_transform_values(v, (k, x) -> x::int * 2) FROM (SELECT parse_json('{"b":2,"a":1}') AS v) t`, [['{"b":2}', '{"a":2}', '{"A":1}', '{"b":2}', '{"a":2,"b":4}']]],
  [`SELECT [1, 2] || [3], array_length(v), array_size([1]), json_each(parse_json('{"b":1,"a":"x"}')) AS e FROM (SELECT parse_json('[1,2,3]') AS v) t ORDER BY e`, [['[1,2,3]', 3, 1, '("a","x")'], ['[1,2,3]', 3, 1, '("b",1)']]],
]);

cases('rows of elements come in the order of the elements, and `*` shows nothing else', [
  [`SELECT * FROM (VALUES (1, parse_json('{"x":[3,1]}')), (2, parse_json('{"x":[2]}'))) t(id, v), LATERAL FLATTEN(t.v:x) f`, [[1, '{"x":[3,1]}', 1, null, '[0]', 0, '3', '[3,1]'], [1, '{"x":[3,1]}', 1, null, '[1]', 1, '1', '[3,1]'], [2, '{"x":[2]}', 2, null, '[0]', 0, '2', '[2]']]],
  [`SELECT f.value:n::string, g.value FROM (VALUES (parse_json('{"x":[{"n":"m","y":[1,2]},{"n":"k","y":[3]}]}'))) t(v), LATERAL FLATTEN(t.v:x) f, LATERAL FLATTEN(f.value:y) g ORDER BY 2`, [['m', '1'], ['m', '2'], ['k', '3']]],
  ['SELECT t.*, u.* FROM (VALUES (1, [20, 10]), (2, [30])) t(id, l), unnest(array_transform(t.l, x -> x + 1)) u(x)', [[1, '[20,10]', 21], [1, '[20,10]', 11], [2, '[30]', 31]]],
  [`SELECT t.id, f.value FROM (VALUES (1, parse_json('[1]')), (2, parse_json('[]'))) t(id, v) LEFT JOIN LATERAL FLATTEN(input => t.v) f ON TRUE ORDER BY 1`, [[1, '1'], [2, null]]],
  [`SELECT * FROM (SELECT '{"tags":["q","p"]}' AS doc) t, JSON_TABLE(t.doc, '$.tags[*]' COLUMNS (n FOR ORDINALITY, tag TEXT PATH '$')) j`, [['{"tags":["q","p"]}', 1, 'q'], ['{"tags":["q","p"]}', 2, 'p']]],
]);

describe('what can not be done is an error that says so', () => {
  it.each([
    [`SELECT JSON_SET('{', '$.a', 1)`, 'Malformed JSON'],
    [`SELECT JSON_SET('{}', '$.*', 1)`, 'may not contain the * and ** tokens'],
    [`SELECT JSON_SET('{}', 'a..b', 1)`, 'Invalid JSON path expression. The error is around character position 3'],
    [`SELECT JSON_EXTRACT('{}', '$.a[')`, 'Invalid JSON path expression'],
    [`SELECT JSON_REMOVE('{}', '$')`, 'not allowed in this context'],
    [`SELECT JSON_SET('{}', '$.a')`, 'at least 3 arguments'],
    [`SELECT JSON_SET('{}', '$.a', 1, '$.b')`, 'pairs of a path and a value'],
    [`SELECT JSON_SEARCH('[]', 'some', 'x')`, "'one' or 'all'"],
    [`SELECT JSON_VALUE('{}', '$.x' ERROR ON EMPTY)`, 'No value was found by json_value'],
    [`SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (a INT PATH '$.b' ERROR ON EMPTY)) t`, 'Missing value for a column of JSON_TABLE'],
    [`SELECT * FROM JSON_TABLE('[1]', '$[' COLUMNS (a INT PATH '$')) t`, 'Invalid JSON path expression'],
    [`SELECT object_insert(parse_json('{"a":1}'), 'a', 2)`, "has a key 'a' already"],
    [`SELECT JSON_SET('${'['.repeat(600)}${']'.repeat(600)}', '$[0]', 1)`, 'nested deeper than 512'],
  ])('%s', async (sql, message) => {
    await expect(dialect.rows(sql)).rejects.toThrow(message);
  });
});
