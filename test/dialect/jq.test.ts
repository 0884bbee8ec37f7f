import { afterAll, describe, expect, it } from 'vitest';
import { JQ } from '../../engine/jq/jq-runner.js';
import { DocumentRequests } from '../../engine/threads/document-requests.js';
import { Threads } from '../../engine/threads/threads.js';
import { dialectForFile } from '../support/dialect-for-file.js';
import { until } from '../support/until.js';

const { dialect, cases } = await dialectForFile();

cases('a row for each output', [
  [`SELECT jq('.a + 1', parse_json('{"a": 1}'))`, [['2']]],
  [`SELECT number, jq('.[]', parse_json(concat('[', number, ',"x"]'))) FROM numbers(2)`, [[0, '0'], [0, '"x"'], [1, '1'], [1, '"x"']]],
  [`SELECT jq('empty', parse_json('1')), jq(NULL, parse_json('1'))`, []],
  [`SELECT jq('null, ""', parse_json('1'))`, [['null'], ['""']]],
  [`SELECT number, jq(concat('.a + ', number), json_object('a', number)) AS x FROM numbers(3) WHERE number <> 1`, [[0, '0'], [2, '4']]],
  [`SELECT count(*), sum(x), min(x), max(x) FROM (SELECT jq('.a, .a * 2', json_object('a', number))::INT AS x FROM numbers(5000)) t`, [[10000, 37492500, 0, 9998]]],
  [`SELECT d, jq('.x', d) FROM (VALUES (parse_json('{"x":1}')), (NULL), (parse_json('{"x":[2]}'))) t(d)`, [['{"x":1}', '1'], ['{"x":[2]}', '[2]']]],
]);

cases('documents are what other expressions give', [
  [`SELECT jq('.[]', v:a.b) AS x, json_array_elements(v:a.b) FROM (SELECT parse_json('{"a":{"b":[1.10]}}') AS v) t`, [['1.10', '1.10']]],
]);

cases('outputs are variants', [
  [`SELECT jq('.[]', parse_json('["a", 1.5, {"b":1}]'))::STRING, upper(jq('.[0]', parse_json('["a"]')))`, [['a', 'A'], ['1.5', null], ['{"b":1}', null]]],
  [`SELECT jq('.[]', parse_json('[{"a":2.5},{"a":-2.5}]')):a::INT`, [[3], [-3]]],
  [`SELECT v FROM (SELECT jq('.[]', parse_json('[1,2]')) AS v) t WHERE v > 1`, [['2']]],
]);

cases('what jq knows', [
  [`SELECT jq('. # the end', parse_json('1')), jq('-1', parse_json('1')), jq('def f: 7; f', parse_json('1')), jq('[inputs]', parse_json('1')), jq('debug', parse_json('1')), jq('test("a+")', parse_json('"caat"')), jq('[splits(", *")]', parse_json('"a,  b"'))`, [['1', '-1', '7', '[]', '1', 'true', '["a","b"]']]],
  [`SELECT jq('.', parse_json('"\\\\u0000\\\\u001e\\\\n\\\\ud83d\\\\ude00é"'))`, [['"\\u0000\\u001e\\n😀é"']]],
  [`SELECT jq('.', parse_json('[12345678901234567890.123,1e400,0.1000000000000000055,18446744073709551616,1.10]'))`, [['[12345678901234567890.123,1E+400,0.1000000000000000055,18446744073709551616,1.10]']]],
]);

describe('a program that can not run', () => {
  // On a busy machine what makes too much takes too long before that.
  it.each<[string, string, string | RegExp]>([
    ['.a & .b', '1', "jq can't run '.a & .b': syntax error, unexpected INVALID_CHARACTER, expecting end of file at line 1, column 4"],
    ['.[0] + 1', '["a"]', `jq can't run '.[0] + 1': string ("a") and number (1) cannot be added`],
    ['error("mine")', '1', `jq can't run 'error("mine")': mine`],
    ['1] , [2', '1', 'syntax error'],
    ['1; def x: 2', '1', 'syntax error'],
    ['import "x" as x; .', '1', 'module not found: x'],
    ['halt', '1', "halt can't be used here"],
    ['--help', '1', 'help/0 is not defined'],
    ['', '1', 'Top-level program not given'],
    ['.', `${'['.repeat(10_001)}${']'.repeat(10_001)}`, 'Exceeds depth limit'],
    ['[range(1e9)]', '1', /it needs more than 128 MiB of memory|longer than 10 s/],
    ['reduce range(1e5) as $i (0; [.])', '1', 'memory'],
    ['"x" * 17e6', '1', /it makes more than 16 MiB at a time|longer than 10 s/],
  ])('%s', async (program, document, why) => {
    const asked = dialect.rows('SELECT jq(?, parse_json(?))', [program, document].map((value) => ({ type: { name: 'varchar' as const }, value })));
    await expect(asked).rejects.toThrow(why);
    expect(await dialect.rows(`SELECT jq('.', parse_json('1'))`)).toEqual([['1']]);
  }, 60_000);
});

describe('in threads', () => {
  const threads = new Threads(1, 64 * 1024 ** 2);
  afterAll(() => threads.close());
  const outcome = async (requests: DocumentRequests, program: string): Promise<string> => {
    let state = requests.begin(0, JQ, program, '[1,2]');
    requests.send();
    await until('jq is done', () => {
      if (state < 0) state = requests.poll(state);
      return state >= 0;
    });
    return requests.take(state);
  };

  it('a program without end is ended, and its thread with it', async () => {
    const requests = new DocumentRequests(threads, 500);
    await expect(outcome(requests, 'def f: f; f')).rejects.toThrow("jq can't run 'def f: f; f': it takes longer than 0.5 s");
    expect(threads.count).toBe(0);
    expect(await outcome(new DocumentRequests(threads), '.[]')).toBe('1\u001e2');
    expect(requests.count).toBe(0);
  }, 60_000);
});
