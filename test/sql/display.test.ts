import { expect, test } from 'vitest';
import { jsonText } from '../../sql/display/json-text.js';
import { offsetsOf } from '../../sql/display/time-zone.js';

const seconds = (text: string): number => Date.parse(text) / 1000;

test.each([
  ['UTC', '2024-07-01T00:00:00Z', 0],
  ['SYSTEM', '2024-07-01T00:00:00Z', 0],
  ['+05:30', '2024-07-01T00:00:00Z', 19_800],
  ['-03:00', '1900-01-01T00:00:00Z', -10_800],
  ['Europe/Berlin', '2024-01-01T00:00:00Z', 3600],
  ['Europe/Berlin', '2024-03-31T00:59:59Z', 3600],
  ['Europe/Berlin', '2024-03-31T01:00:00Z', 7200],
  ['America/St_Johns', '2024-01-01T00:00:00Z', -12_600],
  ['Asia/Kathmandu', '2024-01-01T00:00:00Z', 20_700],
])('the offset of %s at %s', (zone, moment, offset) => {
  expect(offsetsOf(zone)(seconds(moment))).toBe(offset);
});

test('a moment beyond every calendar has an offset too', () => {
  expect(offsetsOf('Europe/Berlin')(1e15)).toBe(0);
});

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
