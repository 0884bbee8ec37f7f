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

// A comparison of documents writes each of its sides several times.
it('what grows with each level is refused before it takes long', () => {
  let expression = 'v';
  for (let depth = 0; depth < 60; depth += 1) expression = `(${expression}:a = v:b)`;
  expect(() => sizes(expression)).toThrow(/too large to translate/);
});
