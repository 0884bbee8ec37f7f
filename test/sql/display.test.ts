import { expect, test } from 'vitest';
import { jsonText } from '../../sql/display/json-text.js';

test.each([
  ['1', '1'],
  ['{ }', '{}'],
  ['[ ]', '[]'],
  [' null ', 'null'],
  ['{"b":1,"a":2,"B":3}', '{"B":3,"a":2,"b":1}'],
  ['{"a":1,"a":2}', '{"a":2}'],
  ['{"a" : { "d":[1, 2], "c" : "x  y" } }', '{"a":{"c":"x  y","d":[1,2]}}'],
  ['[12345678901234567890123, 1.10, 1e400, -0.0]', '[12345678901234567890123,1.10,1e400,-0.0]'],
  ['{"\\u0062":1,"a\\"":2}', '{"a\\"":2,"b":1}'],
  ['{"a": "{ \\"b\\" : 1 }"}', '{"a":"{ \\"b\\" : 1 }"}'],
  ['{ no json', '{ no json'],
  ['{"a":1} 2', '{"a":1} 2'],
])('JSON %s is shown as %s', (text, shown) => {
  expect(jsonText(text)).toBe(shown);
});

test('JSON nested beyond measure is shown as it came', () => {
  const text = `${'[ '.repeat(5000)}${']'.repeat(5000)}`;
  expect(jsonText(text)).toBe(text);
});
