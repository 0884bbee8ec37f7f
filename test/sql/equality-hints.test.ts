import { describe, expect, it } from 'vitest';
import type { Parameter } from '../../sql/parameter.js';
import { parseStatement } from '../../sql/parse.js';
import { bindStatement, prepareText } from '../../sql/prepare.js';
import { compileQuery } from '../../sql/query/compile.js';
import type { Query } from '../../sql/query/parse-query.js';
import { SESSION } from '../support/session-values.js';

/** What is asked of each table, in the order of the query. */
function hintsOf(query: Query): readonly Record<string, readonly string[]>[] {
  const compiled = compileQuery(query, SESSION);
  if (compiled.kind !== 'engine') throw new Error('constant');
  return compiled.tables.map(({ source }) => (source.kind === 'table' ? Object.fromEntries(source.hints) : {}));
}

function hints(sql: string): ReturnType<typeof hintsOf> {
  const parsed = parseStatement(sql);
  if (parsed?.statement.kind !== 'query') throw new Error('no query');
  return hintsOf(parsed.statement);
}

const text = (value: string): Parameter => ({ type: { name: 'varchar' }, value });

describe('what a query asks of the texts of its tables', () => {
  it.each<[string, readonly Record<string, readonly string[]>[]]>([
    ["SELECT * FROM t WHERE a = 'x' AND 'y' = B AND c > 'z'", [{ a: ['x'], b: ['y'] }]],
    ["SELECT * FROM t WHERE a IN ('x', 'y', NULL) AND a IN ('y', 'z')", [{ a: ['y'] }]],
    ["SELECT * FROM t WHERE (a = 'x' AND b = 'y') OR (a = 'z' AND c = 'y')", [{ a: ['x', 'z'] }]],
    ["SELECT * FROM t WHERE (a, b) IN (('x', 'y'), ('v', 'w'))", [{ a: ['x', 'v'], b: ['y', 'w'] }]],
    ['SELECT * FROM t WHERE a = DATABASE() AND b = @a', [{ a: ['default'], b: ["it's"] }]],
    ['SELECT * FROM t WHERE a = NULL', [{ a: [] }]],
    ["SELECT * FROM d.t WHERE d.t.a = 'x' AND t.b = 'y'", [{ a: ['x'], b: ['y'] }]],
    ["SELECT * FROM t, u WHERE t.a = 'x' AND b = 'y'", [{ a: ['x'], b: ['y'] }, { b: ['y'] }]],
    ["SELECT * FROM t JOIN u ON t.a = u.b AND u.c = 'y' WHERE t.a = 'x'", [{ a: ['x'] }, { c: ['y'], b: ['x'] }]],
    ["SELECT * FROM t JOIN u USING (a) JOIN v ON v.b = u.a WHERE t.a = 'x'", [{ a: ['x'] }, { a: ['x'] }, { b: ['x'] }]],
    ["SELECT * FROM t LEFT JOIN u ON t.a = u.a AND t.b = 'y' AND u.c = 'z' WHERE t.a = 'x'", [{ a: ['x'] }, { a: ['x'], c: ['z'] }]],
    ["SELECT * FROM t RIGHT JOIN u ON t.a = u.a AND t.b = 'y' AND u.c = 'z'", [{ b: ['y'] }, {}]],
    ["SELECT * FROM t FULL JOIN u ON t.a = u.a AND t.b = 'y'", [{}, {}]],
    ["SELECT * FROM t LEFT SEMI JOIN u ON t.a = u.a WHERE b = 'x' AND t.a = 'y'", [{ b: ['x'], a: ['y'] }, { a: ['y'] }]],
    ["SELECT * FROM t LEFT ANTI JOIN u ON t.a = u.a AND t.b = 'x' WHERE t.a = 'y'", [{ a: ['y'] }, { a: ['y'] }]],
    ["SELECT * FROM t ASOF JOIN u ON t.a = u.a AND t.b > u.b WHERE t.a = 'y' AND u.c = 'x'", [{ a: ['y'] }, {}]],
    ["SELECT * FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.a = 'x' AND t.b = 'y')", [{}, { a: ['x'] }]],
    ["SELECT * FROM t x, t y WHERE x.a = 'x'", [{ a: ['x'] }, {}]],
  ])('%s', (sql, expected) => {
    expect(hints(sql)).toEqual(expected);
  });

  it.each([
    "SELECT * FROM t WHERE a = 'x' OR b = 'y'",
    "SELECT * FROM t WHERE NOT a = 'x'",
    "SELECT * FROM t WHERE a NOT IN ('x')",
    "SELECT * FROM t WHERE a <> 'x' AND a = concat('x', b) AND a LIKE 'x' AND a IN (SELECT 'x')",
    "SELECT * FROM t WHERE a = 5 AND a IN ('x', 5)",
    "SELECT * FROM t WHERE a COLLATE utf8mb4_general_ci = 'x'",
    "SELECT a FROM t GROUP BY a HAVING a = 'x'",
    "SELECT * FROM t AS x (b, a) WHERE x.a = 'x'",
    "SELECT * FROM t SAMPLE ROW (5 ROWS) WHERE a = 'x'",
  ])('nothing by %s', (sql) => {
    expect(hints(sql)).toEqual([{}]);
  });

  it('takes parameters once they are bound', () => {
    const prepared = prepareText('SELECT * FROM t WHERE a = ? AND b IN (?, ?) AND c = ?');
    const { statement } = bindStatement(prepared, [text('x'), text('y'), text('z'), { type: { name: 'int64' }, value: 5 }]);
    if (statement.kind !== 'query' || prepared.outline?.statement.kind !== 'query') throw new Error('no query');
    expect(hintsOf(statement)).toEqual([{ a: ['x'], b: ['y', 'z'] }]);
    expect(hintsOf(prepared.outline.statement)).toEqual([{}]);
  });
});
