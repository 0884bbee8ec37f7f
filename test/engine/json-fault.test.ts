import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../engine/formats/ndjson/json-fault.js';
import { SEED, seededRandom } from '../support/random.js';

describe('where JSON is at fault', () => {
  it.each([
    ['{"a" 1}', 5, "expected ':'"], ['{a:1}', 1, 'expected a key in double quotes'], ['[1 2]', 3, "expected ',' or ']'"], ['{} x', 3, 'expected the end of the line'],
    ['[1,]', 3, 'expected a value'], ['"a\\x"', 2, 'expected an escape of JSON'], ['tru', 0, 'expected a value'], ['01', 0, 'expected a value'], ['"\\ud800"', 1, 'expected an escape of JSON'], ['"\\ud83d\\ude00\\udc00"', 13, 'expected an escape of JSON'], ['[NaN]', 1, 'expected a value'],
    ['', 0, 'the line ends where a value should be'],
  ])('%s', (text, at, why) => {
    expect(jsonFault(text)).toEqual({ at, why });
  });

  it('is found exactly where JSON.parse fails', () => {
    const random = seededRandom();
    const pieces = ['{', '}', '[', ']', ',', ':', '"', '"a"', '"b":', '1', '-0.5e3', 'true', 'null', ' ', '\\', '\\n', 'é', '\t'];
    for (let round = 0; round < 20_000; round += 1) {
      const text = Array.from({ length: 1 + Math.floor(random() * 7) }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      let isSound = true;
      try { JSON.parse(text); } catch { isSound = false; }
      expect({ text, isSound: jsonFault(text) === null }, `seed ${SEED}`).toEqual({ text, isSound });
    }
  });
});
