import { expect, test } from 'vitest';
import { compileLike } from '../../sql/like.js';

test.each([
  ['name', '%', true],
  ['name', 'na%', true],
  ['NAME', 'name', true],
  ['name', 'n_me', true],
  ['name', 'nam', false],
  ['name', '%me%', true],
  ['', '', true],
  ['', '%', true],
  ['a%b', 'a\\%b', true],
  ['axb', 'a\\%b', false],
  ['a\\', 'a\\', true],
  ['aab', '%ab', true],
  ['a'.repeat(60), '%a'.repeat(29) + '%b', false],
])('%s LIKE %s is %s', (name, pattern, expected) => {
  expect(compileLike(pattern)(name)).toBe(expected);
});
