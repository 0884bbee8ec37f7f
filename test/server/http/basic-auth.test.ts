import { expect, test } from 'vitest';
import { parseBasicAuth } from '../../../server/http/basic-auth.js';

const encode = (text: string): string => Buffer.from(text).toString('base64');

test.each([
  [`Basic ${encode('root:')}`, 'root', ''],
  [`basic ${encode('u:p:q')}`, 'u', 'p:q'],
  [`BASIC  ${encode('ü:日本')} `, 'ü', '日本'],
  [`Basic ${encode(':')}`, '', ''],
])('reads %s', (header, user, password) => {
  expect(parseBasicAuth(header)).toEqual({ user, password });
});

test.each([
  [undefined, 401], ['', 401], ['Bearer x', 401], ['Basic', 400], ['Basic ', 400], [`Basic ${encode('nocolon')}`, 400], ['Basic a b', 400],
])('refuses %j', (header, status) => {
  expect(() => parseBasicAuth(header)).toThrow(expect.objectContaining({ status }) as Error);
});
