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

cases('numbers of variants keep their digits', [
  [`SELECT parse_json('{"a": 1.10}'):a, parse_json('{"a": [1.0, 2.50]}'):a[1], parse_json('{"a": {"b": 12345678901234567890.123456789}}'):a.b`, [['1.10', '2.50', '12345678901234567890.123456789']]],
  [`SELECT parse_json('{"a": 1e2, "b": 0.1}'):a, parse_json('{"a": {"x": 1.50}}'):a, parse_json('{"a": "1.5e3"}'):a, parse_json('{"a": 1.5}'):b`, [['1e2', '{"x":1.50}', '"1.5e3"', null]]],
  [`SELECT parse_json('{"a": 12345678901234567890.123456789}'):a::DECIMAL(38, 9), parse_json('{"a": "1.25"}'):a::DECIMAL(4, 2), parse_json('{"a": null}'):a::DECIMAL(4, 2), TRY_CAST(parse_json('{"a": [1.5]}'):a AS DECIMAL(4, 2)), parse_json('{}'):a::DECIMAL(4, 2)`, [['12345678901234567890.123456789', '1.25', null, null, null]]],
  [`SELECT parse_json('{"a": 12345678901234567890.123456789}'):a::STRING, parse_json('{"a": "12345678901234567890"}'):a::STRING, parse_json('{"a": {"c": 1, "b": "x"}}'):a::STRING, parse_json('{"a": "x"}'):a::STRING`, [['12345678901234567890.123456789', '12345678901234567890', '{"b":"x","c":1}', 'x']]],
  [`SELECT v:a FROM (SELECT parse_json(concat('{"a": ', number, '.50}')) AS v FROM numbers(3)) t ORDER BY v:a`, [['0.50'], ['1.50'], ['2.50']]],
  [`SELECT parse_json('{"odd,\\\\"key": 1.10}'):"odd,\\"key"`, [['1.10']]],
  [`SELECT parse_json('{"b\\\\tc": 1.50}'):"b\tc"`, [['1.50']]],
  [`SELECT parse_json('{"a":0.10000000000000000001,"b":0.1}'):a, parse_json('{"a":0.10,"b":0.1}'):a, parse_json('{"a":1e-1,"b":0.1}'):a, parse_json('{"a":12345678.123456789,"b":12345678.12345679}'):a`, [['0.10000000000000000001', '0.10', '1e-1', '12345678.123456789']]],
]);
