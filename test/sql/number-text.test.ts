import { expect, test } from 'vitest';
import { decimalText, doubleText, floatText } from '../../sql/display/number-text.js';

test.each([
  [0, '0.0'],
  [-0, '-0.0'],
  [3, '3.0'],
  [-1.5, '-1.5'],
  [0.1 + 0.2, '0.30000000000000004'],
  [0.00001, '0.00001'],
  [0.0000099, '9.9e-6'],
  [2.5e-7, '2.5e-7'],
  [9_999_999_999_999_998, '9999999999999998.0'],
  [1e16, '1e16'],
  [-1.25e300, '-1.25e300'],
  [5e-324, '5e-324'],
  [NaN, 'NaN'],
  [Infinity, 'Infinity'],
  [-Infinity, '-Infinity'],
])('DOUBLE %d is shown as %s', (value, text) => {
  expect(doubleText(value)).toBe(text);
});

test.each([
  [Math.fround(0.1), '0.1'],
  [Math.fround(16_777_216), '16777216.0'],
  [Math.fround(3.402_823_5e38), '3.4028235e38'],
  [Math.fround(1e-45), '1e-45'],
  [Math.fround(0.333_333_34), '0.33333334'],
  [1, '1.0'],
  [NaN, 'NaN'],
  [-Infinity, '-Infinity'],
])('FLOAT %d is shown as %s', (value, text) => {
  expect(floatText(value)).toBe(text);
});

test('DECIMAL has exactly as many digits as its scale', () => {
  expect(decimalText(1.5, 3)).toBe('1.500');
  expect(decimalText(12n, 2)).toBe('12.00');
  expect(decimalText(12n, 0)).toBe('12');
});
