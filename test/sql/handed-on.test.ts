import { expect, it } from 'vitest';
import { parseStatement } from '../../sql/parse.js';
import { compileQuery } from '../../sql/query/compile.js';
import { SESSION } from '../support/session-values.js';

/** Whether `$1` of the only location in a query is but looked into. */
function pathsOnly(sql: string): boolean | undefined {
  const statement = parseStatement(sql)?.statement;
  if (statement?.kind !== 'query') throw new Error('no query');
  const compiled = compileQuery(statement, SESSION);
  const source = compiled.kind === 'engine' ? compiled.tables.find(({ source: { kind } }) => kind === 'staged')?.source : undefined;
  if (source?.kind !== 'staged') throw new Error('no location');
  return source.use.pathsOnly;
}

const DERIVED = '(SELECT $1 AS v, $1:k AS k FROM @s) t';

it.each([
  'SELECT $1:b FROM @s WHERE $1:a = 1',
  `SELECT v:b FROM ${DERIVED} WHERE v:a = 1`,
  `SELECT t.V:b.c[0], count(*), k FROM ${DERIVED} WHERE t.v:a = 1 GROUP BY ALL ORDER BY v:a`,
  'WITH t AS (SELECT $1 AS v FROM @s LIMIT 10) SELECT v:b FROM t JOIN (VALUES (1)) u(x) ON u.x = t.v:a',
  'SELECT (SELECT max(v:b) FROM (SELECT $1 AS v FROM @s) t)',
  `SELECT a FROM (SELECT v:a AS a FROM ${DERIVED} UNION ALL SELECT 1) u WHERE a > 0`,
])('only parts are asked: %s', (sql) => {
  expect(pathsOnly(sql)).toBe(true);
});

it.each([
  'SELECT $1 AS v FROM @s',
  `SELECT v FROM ${DERIVED}`,
  `SELECT * FROM ${DERIVED}`,
  `SELECT t.* FROM ${DERIVED} WHERE v:a = 1`,
  `SELECT t FROM ${DERIVED} WHERE v:a = 1`,
  `SELECT v:b FROM ${DERIVED} WHERE v:a = 1 AND V IS NOT NULL`,
  `SELECT v:b FROM ${DERIVED} ORDER BY length(t.v)`,
  `SELECT v:b FROM ${DERIVED} JOIN (VALUES (1)) u(v) USING (v)`,
  `SELECT v:b FROM ${DERIVED} NATURAL JOIN (VALUES (1)) u(v)`,
  'SELECT w FROM (SELECT $1 AS v FROM @s) t(w) WHERE w:a = 1',
  'SELECT v:b FROM (SELECT DISTINCT $1 AS v FROM @s) t',
  'SELECT v:b FROM (SELECT $1 AS v FROM @s GROUP BY 1) t',
  'SELECT v:b FROM (SELECT $1 AS v FROM @s ORDER BY 1) t',
  'SELECT v:b FROM (SELECT $1 AS v FROM @s UNION SELECT 1) t',
  'WITH t(v, w) AS (SELECT $1 AS x, $1 AS v FROM @s) SELECT v FROM t WHERE w:a = 1',
])('the whole is asked: %s', (sql) => {
  expect(pathsOnly(sql)).toBe(false);
});
