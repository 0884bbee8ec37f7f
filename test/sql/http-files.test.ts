import { expect, it } from 'vitest';
import { httpFiles } from '../../sql/http-files.js';

it.each<[string, string[], string]>([
  ['/a/b.csv', ['a/b.csv'], 'a/b.csv'],
  ['/a%20b/%7Bx%7D.csv', ['a b/{x}.csv'], 'a b/{x}.csv'],
  ['/d/f{1,2}.csv', ['d/f1.csv', 'd/f2.csv'], 'd/f'],
  ['/d/{a,b}/[8-10].csv', ['d/a/8.csv', 'd/a/9.csv', 'd/a/10.csv', 'd/b/8.csv', 'd/b/9.csv', 'd/b/10.csv'], 'd/'],
  ['/[08-11]', ['08', '09', '10', '11'], ''],
  ['/x{,.old}', ['x', 'x.old'], 'x'],
  ['/d/{a}{}[7-7]/{b,c}{}.csv', ['d/a7/b.csv', 'd/a7/c.csv'], 'd/'],
  [`/${'{}'.repeat(4000)}x`, ['x'], ''],
  ['/x[a-b].csv', ['x[a-b].csv'], 'x[a-b].csv'],
])('%s', (path, paths, stem) => {
  expect(httpFiles(path)).toEqual({ paths, stem });
});

it.each([
  ['/[3-1].csv', 'the range [3-1] runs backwards'],
  ['/[1-20000].csv', 'more than 10000 files'],
  ['/[1-200]/[1-200].csv', 'more than 10000 files'],
  [`/${'{}'.repeat(20_000)}`, 'the path of the URL is longer than 8192 bytes'],
  [`/${'{a,b}'.repeat(1000)}`, 'more than 10000 files'],
  ['/a%.csv', 'not percent-encoded'],
])('%s is refused', (path, why) => {
  expect(() => httpFiles(path)).toThrow(why);
});
