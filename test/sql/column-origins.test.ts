import { describe, expect, it } from 'vitest';
import { parseStatement } from '../../sql/parse.js';
import { columnOrigins, type KnownTables } from '../../sql/query/column-origins.js';

const TABLES: Readonly<Record<string, readonly string[]>> = { 'd.t': ['a', 'b'], 'd.u': ['b', 'c'], 'e.t': ['x'] };

const KNOWN: KnownTables = {
  database: 'd',
  result: () => null,
  known: (database, name) => {
    const columns = TABLES[`${database}.${name}`];
    return columns ? { database, name, columns: columns.map((column) => ({ name: column, isNotNull: true, characters: null })) } : null;
  },
};

/** `database.alias(table).column`, with `!` where it can't be NULL; names of the result are given. */
function origins(sql: string, names: string): readonly string[] {
  const parsed = parseStatement(sql);
  if (parsed?.statement.kind !== 'query') throw new Error('no query');
  return columnOrigins(parsed.statement.expression, names.split(' '), KNOWN).map((origin) =>
    origin === null ? '-' : `${origin.database}.${origin.table}(${origin.originalTable}).${origin.originalName}${origin.isNotNull ? '!' : ''}`);
}

describe('where the columns of a result come from', () => {
  it.each<[string, string, readonly string[]]>([
    ['SELECT A AS z, 1, t.b FROM t', 'z 1 b', ['d.t(t).a!', '-', 'd.t(t).b!']],
    ['SELECT * FROM t AS q', 'a b', ['d.q(t).a!', 'd.q(t).b!']],
    ['SELECT t.x, d.t.a FROM e.t', 'x a', ['e.t(t).x!', '-']],
    ['SELECT upper(a), a FROM t', 'upper(a) a', ['-', 'd.t(t).a!']],
    ['SELECT max(a), a FROM t', 'max(a) a', ['-', 'd.t(t).a']],
    ['SELECT a + 1, a FROM t', 'a+1 a', ['-', 'd.t(t).a!']],
    ['SELECT a, count(*) FROM t GROUP BY a', 'a n', ['d.t(t).a!', '-']],
    ['SELECT a, count(*) FROM t GROUP BY a WITH ROLLUP', 'a n', ['d.t(t).a', '-']],
    ['SELECT c, a FROM t JOIN u ON t.b = u.b', 'c a', ['d.u(u).c!', 'd.t(t).a!']],
    ['SELECT * FROM t JOIN u ON t.b = u.b', 'a b b c', ['d.t(t).a!', 'd.t(t).b!', 'd.u(u).b!', 'd.u(u).c!']],
    ['SELECT * FROM t JOIN u USING (b)', 'a b c', ['d.t(t).a!', 'd.t(t).b!', 'd.u(u).c!']],
    ['SELECT *, u.b FROM t NATURAL JOIN u', 'a b c b', ['d.t(t).a!', 'd.t(t).b!', 'd.u(u).c!', 'd.u(u).b!']],
    ['SELECT u.* FROM t LEFT JOIN u ON t.b = u.b', 'b c', ['d.u(u).b', 'd.u(u).c']],
    ['SELECT a, c FROM t FULL JOIN u ON t.b = u.b', 'a c', ['d.t(t).a', 'd.u(u).c']],
    ['SELECT * FROM t LEFT SEMI JOIN u ON t.b = u.b', 'a b', ['d.t(t).a!', 'd.t(t).b!']],
    ['SELECT * EXCLUDE (a) FROM t', 'b', ['d.t(t).b!']],
    ['SELECT q.z, y FROM (SELECT a AS z, 1 AS y FROM t) q', 'z y', ['d.q(t).a!', '-']],
    ['SELECT * FROM (SELECT a, b FROM t) AS q (m, n)', 'm n', ['d.q(t).a!', 'd.q(t).b!']],
    ['WITH w (m) AS (SELECT a FROM t) SELECT m FROM w', 'm', ['d.w(t).a!']],
    ['WITH t AS (SELECT x FROM e.t) SELECT * FROM t', 'x', ['e.t(t).x!']],
    ['WITH RECURSIVE w AS (SELECT a FROM t UNION ALL SELECT a FROM w) SELECT a FROM w', 'a', ['-']],
    ['SELECT a FROM t UNION SELECT b FROM u', 'a', ['-']],
    ['(SELECT a FROM t)', 'a', ['d.t(t).a!']],
    ['VALUES (1, 2)', 'col0 col1', ['-', '-']],
    ['SELECT (SELECT a FROM t)', 'a', ['-']],
    ['SELECT * FROM @s/f.parquet', 'p q', ['.@s/f.parquet(@s/f.parquet).p', '.@s/f.parquet(@s/f.parquet).q']],
    ["SELECT * FROM 'https://h/f.parquet?sig=s'", 'p', ['.https://h/f.parquet(https://h/f.parquet).p']],
    ["SELECT * FROM 'https://h/f.parquet?sig=s' f", 'p', ['.f(https://h/f.parquet).p']],
    ['SELECT f.$1 AS one, $2 FROM @s f', 'one $2', ['.f(@s/).$1', '.f(@s/).$2']],
    ['SELECT 1, f.*, t.* FROM @s f, t', '1 p q a b', ['-', '.f(@s/).p', '.f(@s/).q', 'd.t(t).a!', 'd.t(t).b!']],
    ['SELECT a, p FROM @s f, t', 'a p', ['d.t(t).a!', '.f(@s/).p']],
    ['SELECT p FROM @s f, @s g', 'p', ['-']],
    ['SELECT * FROM @s f, @s g', 'p q', ['-', '-']],
    ['SELECT p FROM (SELECT * FROM @s f) q', 'p', ['.q(@s/).p']],
    ['SELECT number, n.number AS m FROM numbers(3) n', 'number m', ['.n().number', '.n().number']],
    ['SELECT name FROM list_stage(location => \'@s\')', 'name', ['.list_stage().name']],
    ['SELECT * FROM nothing', 'a', ['.nothing().a']],
    ['SELECT a FROM t, DUAL', 'a', ['d.t(t).a!']],
  ])('%s', (sql, names, expected) => {
    expect(origins(sql, names)).toEqual(expected);
  });

  it('is not told where the result has other columns than the query seems to have', () => {
    expect(origins('SELECT * FROM t', 'a b c')).toEqual(['-', '-', '-']);
    expect(origins('SELECT a, b, f.* FROM t, @s f', 'a')).toEqual(['-']);
  });
});
