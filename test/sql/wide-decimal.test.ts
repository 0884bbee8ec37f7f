import { expect, test } from 'vitest';
import { castWide, productOf, readWide, sumOf, totalOf, wideText } from '../../sql/display/wide-decimal.js';

const shown = (wide: ReturnType<typeof readWide>): string => `${wideText(wide)}: ${wide.precision}, ${wide.scale}`;

test.each([
  ['0', '0: 1, 0'],
  ['-0.50', '-0.50: 2, 2'],
  ['+12.', '12: 2, 0'],
  ['.001', '0.001: 3, 3'],
  ['1.5e3', '1500: 4, 0'],
  ['25e-3', '0.025: 3, 3'],
  [`${'9'.repeat(70)}.123456`, `${'9'.repeat(70)}.123456: 76, 6`],
])('%s is read as %s', (text, expected) => {
  expect(shown(readWide(text))).toBe(expected);
});

test.each(['', '-', 'x1', '1.2.3', 'NaN', '1e99999', '9'.repeat(77), `0.${'0'.repeat(76)}1`])('%s is no DECIMAL', (text) => {
  expect(() => readWide(text)).toThrow(/DECIMAL/);
});

test.each([
  ['1.005', 2, '1.01'],
  ['-1.005', 2, '-1.01'],
  ['1.00499', 2, '1.00'],
  ['12', 3, '12.000'],
  ['9e-60', 2, '0.00'],
  ['1e47', 2, `1${'0'.repeat(47)}.00`],
])('%s has with a scale of %i the value %s', (text, scale, expected) => {
  expect(wideText(castWide(text, 50, scale))).toBe(expected);
});

test.each(['1e48', '-1e48', '999999999999999999999999999999999999999999999999.995', '1e9999'])('%s does not fit DECIMAL(50, 2)', (text) => {
  expect(() => castWide(text, 50, 2)).toThrow(/does not fit DECIMAL\(50, 2\)/);
});

test('sums, differences and products are exact, and know their sizes', () => {
  const [a, b] = [readWide(`${'8'.repeat(40)}.25`), readWide('-0.125')];
  expect(shown(sumOf(a, b, 1n))).toBe(`${'8'.repeat(40)}.125: 44, 3`);
  expect(shown(sumOf(a, b, -1n))).toBe(`${'8'.repeat(40)}.375: 44, 3`);
  expect(shown(productOf(a, b))).toBe(`-1${'1'.repeat(39)}.03125: 45, 5`);
  expect(() => productOf(readWide(`0.${'3'.repeat(40)}`), readWide(`0.${'3'.repeat(40)}`))).toThrow('80 digits behind the point');
  expect(() => sumOf(readWide('9'.repeat(76)), readWide('1'), 1n)).toThrow(/does not fit/);
});

test('a total keeps all digits, whatever the scale it was asked for', () => {
  const { units } = readWide('1.125');
  expect(shown(totalOf(units, 5002))).toBe('1.125: 76, 3');
  expect(shown(totalOf(units, 5005))).toBe('1.12500: 76, 5');
});
