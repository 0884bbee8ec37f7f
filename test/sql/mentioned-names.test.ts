import { expect, it } from 'vitest';
import { mentionedNames } from '../../sql/query/mentioned-names.js';
import { parseStatement } from '../../sql/parse.js';

function names(sql: string): readonly string[] | null {
  const statement = parseStatement(sql)?.statement;
  if (statement?.kind !== 'query') throw new Error(`no query: ${sql}`);
  const found = mentionedNames(statement.expression);
  return found && [...found].sort();
}

it.each([
  ['SELECT a, B + c FROM @s', ['a', 'b', 'c']],
  ['SELECT count(*) FROM @s', []],
  ["SELECT IDENTIFIER('t.a') FROM @s t", ['a', 't']],
  ["SELECT t.a FROM @s (FILE_FORMAT => 'orc') t WHERE t.b:x > 1 GROUP BY c HAVING max(d) > 0 ORDER BY e", ['a', 'b', 'c', 'd', 'e', 't']],
  ['SELECT x.a FROM @s x JOIN @r y USING (k)', ['a', 'k', 'x']],
  ['SELECT (SELECT max(b) FROM @r WHERE c = d) FROM (SELECT d, e FROM @s) z', ['b', 'c', 'd', 'e']],
  ['WITH w AS (SELECT a FROM @s) SELECT count(*) FROM w', ['a']],
  ['SELECT sum(a) OVER (PARTITION BY b ORDER BY c) FROM @s', ['a', 'b', 'c']],
  ['SELECT a FROM @s UNION ALL SELECT b FROM @r', ['a', 'b']],
])('%s', (sql, expected) => {
  expect(names(sql)).toEqual(expected);
});

it.each([
  'SELECT * FROM @s', 'SELECT t.* FROM @s t', 'SELECT count(*) FROM (SELECT * FROM @s) z', 'SELECT a FROM @s NATURAL JOIN @r', 'SELECT $1 FROM @s',
  'SELECT IDENTIFIER($x) FROM @s', 'SELECT a FROM @s t (a, b)', 'SELECT t FROM @s t', 'SELECT a FROM @s WHERE EXISTS (SELECT * FROM @r)',
])('%s may need any column', (sql) => {
  expect(names(sql)).toBeNull();
});
