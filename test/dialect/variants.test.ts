import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../sql/parameter.js';
import { dialectForFile } from '../support/dialect-for-file.js';

const { dialect, cases } = await dialectForFile();

const bound = (value: string): Parameter => ({ type: { name: 'varchar' }, value });
const thrice = (value: string): Parameter[] => [bound(value), bound(value), bound(value)];

describe('JSON by the letter', () => {
  it.each(['{"a": 1,}', '[1, ]', 'NaN', '[Infinity]', '{"a": -inf}', '{a: 1}', '', '[1 2]'])('%s is none', async (text) => {
    await expect(dialect.rows('SELECT parse_json(?)', [bound(text)])).rejects.toThrow();
    expect(await dialect.rows('SELECT json_valid(?), try_parse_json(?), check_json(?) IS NOT NULL', thrice(text))).toEqual([[false, null, true]]);
  });

  it.each(['{"a":"1,}"}', '["NaN","infinite",", ]"]', 'null', '[1.50]'])('%s is JSON', async (text) => {
    expect(await dialect.rows('SELECT json_valid(?), check_json(?), json_to_string(parse_json(?))', thrice(text))).toEqual([[true, null, text]]);
  });
});

cases('operators of variants', [
  [`SELECT parse_json('{"a": 1}') ? 'a', parse_json('["a"]') ? 'a', parse_json('{"b": {"a": 1}}') ? 'a'`, [[true, true, false]]],
  [`SELECT parse_json('{"a": 1}') ?| ['b', 'a'], parse_json('{"a": 1}') ?& ['b', 'a'], parse_json('{"a": 1, "b": 2}') ?& ['b', 'a']`, [[true, false, true]]],
  [`SELECT parse_json('{"a": [1, 2]}') @? '$.a[*] ? (@ > 2)', parse_json('{"a": [1, 2]}') @@ '$.a[0] == 1'`, [[false, true]]],
  [`SELECT parse_json('{"a": 1, "b": 2}') - 'a', parse_json('["a", "b"]') - 'a'`, [['{"b":2}', '["b"]']]],
  [`SELECT parse_json('{"a": 1}') || parse_json('{"a": 2}'), parse_json('[1]') || parse_json('2'), parse_json('1') || 'x'`, [['{"a":2}', '[1,2]', '1x']]],
  [`SELECT parse_json('{"n": 5}'):n - 1`, [[4]]],
  [`SELECT get_by_keypath(parse_json('{"a": [1, {"b,c": 2}]}'), '{a, -1, "b,c"}'), get_by_keypath(parse_json('[1]'), '{5}'), get_by_keypath(parse_json('[1]'), '{}')`, [['2', null, '[1]']]],
  [`SELECT delete_by_keypath(parse_json('{"a": [1, 2, {"b": 3}]}'), '{a,2,b}'), delete_by_keypath(parse_json('{"a": 1}'), '{x,y}'), delete_by_index(parse_json('[1, 2]'), -1)`, [['{"a":[1,2,{}]}', '{"a":1}', '[1]']]],
]);

it('a question mark is an operator between operands and a parameter in their place', async () => {
  const rows = await dialect.rows(`SELECT parse_json('{"k": 1}') ? ?, ? + 1`, [bound('k'), { type: { name: 'int64' }, value: 2n }]);
  expect(rows).toEqual([[true, 3]]);
});

const COLUMNS = `(SELECT parse_json('{"a": 1.10, "b": [1e400, 12345678901234567890.123], "c": {"d": 1.50}}') AS v, parse_json('[1.10, 2.500]') AS w, [1, 2] AS l, map(['x'], [1.5e0]) AS m, {'f': 3} AS s, 2 AS n, 'text' AS t) c`;

cases('numbers of variants keep their digits', [
  [`SELECT parse_json('{"a": 1.10}'):a, parse_json('{"a": [1.0, 2.50]}'):a[1], parse_json('{"a": {"b": 12345678901234567890.123456789}}'):a.b`, [['1.10', '2.50', '12345678901234567890.123456789']]],
  [`SELECT parse_json('{"a": 1e2, "b": 0.1}'):a, parse_json('{"a": {"x": 1.50}}'):a, parse_json('{"a": "1.5e3"}'):a, parse_json('{"a": 1.5}'):b`, [['1e2', '{"x":1.50}', '"1.5e3"', null]]],
  [`SELECT parse_json('{"a": 12345678901234567890.123456789}'):a::DECIMAL(38, 9), parse_json('{"a": "1.25"}'):a::DECIMAL(4, 2), parse_json('{"a": null}'):a::DECIMAL(4, 2), TRY_CAST(parse_json('{"a": [1.5]}'):a AS DECIMAL(4, 2)), parse_json('{}'):a::DECIMAL(4, 2)`, [['12345678901234567890.123456789', '1.25', null, null, null]]],
  [`SELECT parse_json('{"a": 12345678901234567890.123456789}'):a::STRING, parse_json('{"a": "12345678901234567890"}'):a::STRING, parse_json('{"a": {"c": 1, "b": "x"}}'):a::STRING, parse_json('{"a": "x"}'):a::STRING`, [['12345678901234567890.123456789', '12345678901234567890', '{"b":"x","c":1}', 'x']]],
  [`SELECT v:a FROM (SELECT parse_json(concat('{"a": ', number, '.50}')) AS v FROM numbers(3)) t ORDER BY v:a`, [['0.50'], ['1.50'], ['2.50']]],
  [`SELECT parse_json('{"odd,\\\\"key": 1.10}'):"odd,\\"key"`, [['1.10']]],
  [`SELECT parse_json('{"b\\\\tc": 1.50}'):"b\tc"`, [['1.50']]],
  [`SELECT parse_json('{"a":0.10000000000000000001,"b":0.1}'):a, parse_json('{"a":0.10,"b":0.1}'):a, parse_json('{"a":1e-1,"b":0.1}'):a, parse_json('{"a":12345678.123456789,"b":12345678.12345679}'):a`, [['0.10000000000000000001', '0.10', '1e-1', '12345678.123456789']]],
  [`SELECT v['a'], get(v, 'a'), v['b'][1], v['c']['d'], w[1], get(w, 0), get_path(v, 'b[0]'), v['x'] FROM ${COLUMNS}`, [['1.10', '1.10', '12345678901234567890.123', '1.50', '2.500', '1.10', '1e400', null]]],
  [`SELECT l[1], get(l, 2), m['x'], s['f'], l[n], t[2], array_agg(n) OVER ()[1], get_ignore_case(v, 'A') FROM ${COLUMNS}`, [[1, 2, 1.5, 3, 2, 'e', 2, '1.10']]],
  [`SELECT json_array(v['a'], n, NULL, t), json_object('a', v:a, 'n', n), json_object_keep_null('v', v:c), object_construct('a', v['a'], 'b', NULL), json_array(), to_variant([v:a, 2]), json_merge_patch(v, '{"b": null, "c": {"e": 2.50}}') FROM ${COLUMNS}`,
    [['[1.10,2,null,"text"]', '{"a":1.10,"n":2}', '{"v":{"d":1.50}}', '{"a":1.10}', '[]', '[1.10,2]', '{"a":1.10,"c":{"d":1.50,"e":2.50}}']]],
  [`SELECT json_array_agg(v:a), json_object_agg(t, v), json_array_agg(n), json_array_agg(DISTINCT v:a), json_array_agg(v) FILTER (WHERE n > 9), json_array_map(w, x -> x), json_array_filter(w, x -> x > 1) FROM ${COLUMNS} GROUP BY w`,
    [['[1.10]', '{"text":{"a":1.10,"b":[1e400,12345678901234567890.123],"c":{"d":1.50}}}', '[2]', '[1.10]', null, '[1.10,2.500]', '[2.500]']]],
  [`SELECT v:a || '', concat(v:a, '/', v['c']), concat_ws('-', v:a, n), v['a']::STRING, v['b'][1]::DECIMAL(38, 3) FROM ${COLUMNS}`, [['1.10', '1.10/{"d":1.50}', '1.10-2', '1.10', '12345678901234567890.123']]],
]);

cases('variants are equal by what their numbers count, however these are written', [
  [`SELECT parse_json('{"a":[1.0, 1e2]}') = parse_json('{"a":[1,100]}'), parse_json('-0.0') = parse_json('0'), parse_json('[-0]') = parse_json('[0]'), parse_json('1.50') = parse_json('15e-1')`, [[true, true, true, true]]],
  [`SELECT parse_json('123456789012345678901') = parse_json('123456789012345678902'), parse_json('[0.12345678901234567891]') = parse_json('[0.12345678901234567892]'), parse_json('1e400') = parse_json('2e400'), parse_json('18446744073709551615') = parse_json('1.8446744073709551615e19')`, [[false, false, false, true]]],
  [`SELECT parse_json('"1"') = parse_json('1'), parse_json('["a.5"]') = parse_json('["a.5" ]'), parse_json('null') = parse_json('null'), parse_json('-5') <> parse_json('-5.0')`, [[false, true, true, false]]],
]);

const PARTS = `(SELECT parse_json(concat('{"x":', a, '}')) AS v, a FROM (VALUES ('1'), ('{"b":[1, 2],"a":1}'), ('{"a":1,"b": [1,2]}'), ('"u"'), ('"\\u0075"'), ('1.0')) t(a)) p`;
const OBJECT = '{"a":1,"b":[1,2]}';

cases('rows are told apart by what variants hold, blanks, escapes and the order of keys aside', [
  [`SELECT DISTINCT v:x FROM ${PARTS} ORDER BY v:x`, [['1'], ['1.0'], ['"u"'], [OBJECT]]],
  [`SELECT DISTINCT parse_json(a) AS d FROM ${PARTS} ORDER BY d::STRING`, [['1'], ['1.0'], ['"u"'], [OBJECT]]],
  [`SELECT count(DISTINCT v:x), count(DISTINCT parse_json(a)) FROM ${PARTS}`, [[4, 4]]],
  ...['v:x', '1', 'y', 'ALL'].map((key) => [`SELECT v:x AS y, count(*) FROM ${PARTS} GROUP BY ${key} HAVING count(*) > 1 ORDER BY y`, [['"u"', 2], [OBJECT, 2]]] as [string, unknown[][]]),
  [`SELECT upper(v:x), v:x::STRING, v:x || '', count(*) FROM ${PARTS} WHERE v:x = 'u' GROUP BY v:x`, [['U', 'u', 'u', 2]]],
  [`SELECT v:x, count(*) FROM ${PARTS} WHERE a LIKE '{%' GROUP BY v:x WITH ROLLUP`, [[OBJECT, 2], [null, 2]]],
  [`SELECT if(grouping(v:x) = 1, 'all', v:x), count(*) FROM ${PARTS} WHERE a LIKE '"%' GROUP BY ROLLUP(v:x) HAVING v:x = 'u' OR grouping(v:x) = 1 ORDER BY 1`, [['all', 2], ['u', 2]]],
  [`SELECT v:x + 1, count(*) FROM ${PARTS} WHERE v:x = 1 GROUP BY v:x ORDER BY v:x::STRING`, [[2, 1], [2, 1]]],
  [`SELECT v:x FROM ${PARTS} WHERE a LIKE '{%' UNION SELECT parse_json('{"b":[1,2], "a":1}')`, [[OBJECT]]],
  [`SELECT v:x FROM ${PARTS} WHERE a LIKE '{%' INTERSECT SELECT parse_json('{"b":[1,2], "a":1}')`, [[OBJECT]]],
  [`(SELECT v:x FROM ${PARTS} WHERE a LIKE '{%') EXCEPT (SELECT parse_json('{"b":[1,2], "a":1}'))`, []],
  [`SELECT v:x FROM ${PARTS} WHERE a LIKE '{%' UNION ALL SELECT parse_json('1')`, [[OBJECT], [OBJECT], ['1']]],
]);

cases('IN compares variants as = does', [
  [`SELECT parse_json('1') IN (parse_json('1.0'), parse_json('2')), v:x IN (1, 2), v:x IN ('1', 'b'), v:x NOT IN (v:x), 1 IN (v:x, v:y), v:y IN (1, 'b'), v:y IN ('b'), v:o IN (parse_json('{"a":1,"b":2}')) FROM (SELECT parse_json('{"x":1.0,"y":"b","o":{"b":2,"a":1}}') AS v) t`, [[true, true, false, false, true, true, true, true]]],
  [`SELECT v:y IN (SELECT v:y), v:x IN (SELECT parse_json('1')), v:y IN (SELECT 'b'), v:o NOT IN (SELECT parse_json('{"a":1, "b":2}')) FROM (SELECT parse_json('{"x":1.0,"y":"b","o":{"b":2,"a":1}}') AS v) t`, [[true, true, true, false]]],
]);

it('a NULL names no member of a document', async () => {
  await expect(dialect.rows(`SELECT json_object(nullif(t, t), v:a) FROM ${COLUMNS}`)).rejects.toThrow('NULL member names');
});
