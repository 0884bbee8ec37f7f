import { expect, it } from 'vitest';
import { parseJson } from '../../sql/json/parse.js';
import { printJson } from '../../sql/json/print.js';
import { shownJson } from '../../sql/json/shown-text.js';
import { SEED, seededRandom } from '../support/random.js';

it.each([
  ['{"b":1,"a":2}', '{"a":2,"b":1}'],
  ['{"a":1,"b":[1,{"d":1.10,"c":1e400}],"c":null}', '{"a":1,"b":[1,{"c":1e400,"d":1.10}],"c":null}'],
  [' { "a" : [ 1 , 2 ] } ', '{"a":[1,2]}'],
  ['{"a":1,"a":2,"\\u0061":3}', '{"a":3}'],
  ['{"\\u0062":"\\u00e4\\/","a":"\\n"}', '{"a":"\\n","b":"ä/"}'],
  ['[]', '[]'], ['{ }', '{}'], ['"x"', '"x"'], ['-0.50E+7', '-0.50E+7'], ['[true,false,null]', '[true,false,null]'],
])('%s is shown as %s', (text, shown) => {
  expect(shownJson(text)).toBe(shown);
});

it.each(['', '{', '{"a"}', '{"a":}', '{"a":1,}', '[1,]', '[1 2]', '01', '1.', 'nul', '"a', '"\u0001"', '{a:1}', '[1]x', '+1', '{"a":1}}', '['.repeat(600) + ']'.repeat(600)])('%s is refused', (text) => {
  expect(() => shownJson(text)).toThrow(SyntaxError);
});

it(`is what reading and printing give (seed ${SEED})`, () => {
  const random = seededRandom();
  const oneOf = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const blank = (): string => oneOf(['', '', '', '', ' ', '\n\t']);
  const many = (make: () => string): string => Array.from({ length: Math.floor(random() * 5) }, make).join(`${blank()},${blank()}`);
  const text = (): string => oneOf(['"a"', '"b"', '"c d"', '"\\u0061"', '"\\""', '"ü"', '""', '"e\\tf"']);
  const value = (depth: number): string => {
    const kind = random();
    if (depth > 4 || kind < 0.4) return oneOf(['1', '-1.50', '1e400', '12345678901234567890.123', 'true', 'null', text()]);
    return kind < 0.6 ? `[${blank()}${many(() => value(depth + 1))}${blank()}]` : `{${blank()}${many(() => `${text()}${blank()}:${blank()}${value(depth + 1)}`)}${blank()}}`;
  };
  for (let n = 0; n < 2000; n += 1) {
    const json = value(0);
    expect(shownJson(json)).toBe(printJson(parseJson(json)));
  }
});
