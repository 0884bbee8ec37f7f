import { expect, it } from 'vitest';
import type { EngineSql } from '../../sql/query/compiled-query.js';
import { parseStatement } from '../../sql/parse.js';
import { compileQuery } from '../../sql/query/compile.js';
import { SESSION } from '../support/session-values.js';

const DEPTH = 14;
/** Three times as much at each level would be a hundred million. */
const MOST_CHARACTERS = 200_000;

/** Lengths of the translations of an expression, the one that takes the most care last. */
function sizes(expression: string): number[] {
  const statement = parseStatement(`SELECT ${expression} FROM (VALUES (1, parse_json('1'))) t(x, v)`)?.statement;
  if (statement?.kind !== 'query') throw new Error('no query');
  const compiled = compileQuery(statement, SESSION);
  if (compiled.kind === 'constant') throw new Error('a constant');
  const found = [];
  for (let next: Pick<EngineSql, 'sql' | 'otherwise'> | undefined = compiled; next; next = next.otherwise?.()) found.push(next.sql.length);
  return found;
}

it.each([
  'json_array(coalesce(x, #))',
  "json_object('a', if(x, #, NULL))",
  "json_object('a', CASE WHEN x THEN # END)",
  'coalesce(#, x)',
  'greatest(x, #)',
  'least(#, x)',
  'CAST(# AS DECIMAL(20, 2))',
  'array_reduce([#, x], (a, b) -> a + b)',
  "concat(get(#, 1), 'a')",
])('what is nested deeply does not grow beyond measure: %s', (shape) => {
  let expression = 'x';
  for (let depth = 0; depth < DEPTH; depth += 1) expression = shape.replace('#', expression);
  expect(Math.max(...sizes(expression))).toBeLessThan(MOST_CHARACTERS);
});

// Each of these writes parts of itself several times.
it.each(['(#:a = v:b)', '(# BETWEEN v:a AND v:b)', "concat(#:a, v:b)", 'greatest(#:a, v:b)', 'if(#:a, v:b, v)', '(#:a / v:b)', '(# IN (v:a, v:b))'])('is refused before it takes long: %s', (shape) => {
  let expression = 'v';
  for (let depth = 0; depth < 60; depth += 1) expression = shape.replace('#', expression);
  const before = process.memoryUsage().heapUsed;
  expect(() => sizes(expression)).toThrow(/too large to translate/);
  // What was written before would be hundreds of megabytes.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 ** 2);
});

const many = (count: number, item: (index: number) => string, separator = ', '): string => Array.from({ length: count }, (_, index) => item(index)).join(separator);

it.each([
  ['thousands of values in IN', `x IN (${many(20_000, (index) => `'v${index}'`)})`],
  ['IN of a long operand', `concat(x, ${many(10, (index) => `v:a${index}`)}) IN (${many(300, (index) => `'v${index}'`)})`],
  ['branches of CASE', `CASE ${many(500, (index) => `WHEN x = 'a${index}' THEN 'b${index}'`, ' ')} ELSE x END`],
  ['branches of CASE that are no literals', `CASE ${many(500, (index) => `WHEN x = 'a${index}' THEN x + ${index}`, ' ')} ELSE x END`],
  ['conditions', many(10_000, (index) => `(x = ${index} AND v = '${index}')`, ' OR ')],
  ['paths', many(400, (index) => `v:a.b${index} = v:c.d${index}`, ' AND ')],
  ['a long literal', `concat(concat(x, '${'long '.repeat(1_000_000)}'), 'end')`],
  ['nested IF', Array.from({ length: 80 }).reduce<string>((inner, _, index) => `IF(x = ${index}, v:a${index}, ${inner})`, 'v')],
])('what tools generate is translated: %s', (_, expression) => {
  expect(Math.max(...sizes(expression))).toBeGreaterThan(0);
});

it('thousands of rows of VALUES take no more than their own size many times', () => {
  const rows = many(5000, (index) => `(${index}, '${index}', ${index}.5)`);
  expect(Math.max(...sizes(`(SELECT count(*) FROM (VALUES ${rows}) AS r)`))).toBeLessThan(40 * rows.length);
});

it('a chain of operators that is deeper than the engine reads is refused', () => {
  expect(() => parseStatement(`SELECT ${Array(1000).fill('x').join(' + ')} FROM t`)).toThrow('more than 900 operators follow each other');
});
