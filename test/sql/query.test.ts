import { describe, expect, it } from 'vitest';
import { StagewireError } from '../../errors/index.js';
import { parseStatement } from '../../sql/parse.js';
import { compileQuery } from '../../sql/query/compile.js';
import type { CompiledQuery, ConstantQuery } from '../../sql/query/compiled-query.js';
import { SESSION } from '../support/session-values.js';

function compile(sql: string): CompiledQuery | ConstantQuery {
  const parsed = parseStatement(sql);
  if (parsed?.statement.kind !== 'query') throw new Error('no query');
  return compileQuery(parsed.statement, SESSION);
}

const engineSql = (sql: string): string => {
  const compiled = compile(sql);
  if (compiled.kind !== 'engine') throw new Error('constant');
  return compiled.sql;
};

describe('questions without tables are answered without the engine', () => {
  it.each([
    ['SELECT 1', ['1'], [1]],
    ["SELECT 'it''s' AS x, -2.50, NULL, TRUE", ['x', '-2.50', 'NULL', 'TRUE'], ["it's", -2.5, null, true]],
    ['select @@version_comment limit 1', ['@@version_comment'], [':version_comment']],
    ['SELECT @@session.autocommit, @A, DATABASE(), USER() u FROM DUAL', ['@@session.autocommit', '@A', 'DATABASE()', 'u'], ['session:autocommit', "it's", 'default', 'ann@%']],
    ['SELECT version(), connection_id(), current_user', ['version()', 'connection_id()', 'current_user'], ['8.4.0-test', 7, 'ann@%']],
  ])('%s', (sql, names, values) => {
    const compiled = compile(sql);
    if (compiled.kind !== 'constant') throw new Error(compiled.sql);
    expect(compiled.columns.map(({ name }) => name)).toEqual(names);
    expect(compiled.columns.map(({ constant }) => constant.value)).toEqual(values);
  });

  it('keeps the exact text of a number', () => {
    const compiled = compile('SELECT 12345678901234567890, 1.10');
    expect(compiled.kind === 'constant' && compiled.columns.map(({ constant }) => constant.numberText)).toEqual(['12345678901234567890', '1.10']);
  });
});

describe('translation', () => {
  it('refuses two tables of one WITH that have the same name', () => {
    expect(() => compile('WITH c AS (SELECT 1 AS a), C AS (SELECT 2 AS a) SELECT a FROM c')).toThrow(expect.objectContaining({ mysql: { errno: 1066, sqlState: '42000' } }));
  });

  it.each([
    ["SELECT name FROM system.stages WHERE name LIKE 'a\\_%' AND NOT comment IS NULL", `SELECT "name" FROM "\0source_0" AS "stages" WHERE ((fn.to_text("name") LIKE 'a\\_%' ESCAPE '\\') AND (NOT ("comment" IS NULL)))`],
    ['SELECT count(*), sum(size) s FROM list_stage(location => "@s/x") GROUP BY name HAVING count(*) > 1 ORDER BY s DESC LIMIT 5, 10', 'SELECT count(*) AS "count(*)", sum(fn.to_number("size")) AS "s" FROM "\0source_0" AS "list_stage" GROUP BY "name" HAVING (count(*) > 1) ORDER BY "s" DESC NULLS LAST LIMIT 10 OFFSET 5'],
    ['SELECT x::int FROM (SELECT 1 AS x) t', 'SELECT CAST(fn.rounded(fn.number_of("x")) AS INTEGER) AS "x" FROM (SELECT 1 AS "x") AS "t"'],
    ['SELECT a.name FROM system.stages a LEFT JOIN system.stages b ON a.name = b.comment', 'SELECT "a"."name" FROM "\0source_0" AS "a" LEFT JOIN "\0source_0" AS "b" ON ("a"."name" = "b"."comment")'],
    ['WITH source_0 AS (SELECT 1 AS n) SELECT n, name FROM system.stages, source_0', 'WITH "common_0" AS (SELECT 1 AS "n") SELECT "n", "name" FROM "\0source_0" AS "stages", "common_0" AS "source_0"'],
    ['WITH c AS (SELECT 1 AS n) SELECT n FROM c UNION ALL SELECT 2', 'WITH "common_0" AS (SELECT 1 AS "n") SELECT "n" FROM "common_0" AS "c" UNION ALL SELECT 2 AS "2"'],
    ["SELECT concat(name, '!'), if(size > 1, 'a', 'b') FROM list_stage(location => '@s')", `SELECT (fn.to_text("name") || '!') AS "concat(name, '!')", (CASE WHEN ("size" > 1) THEN 'a' ELSE 'b' END) AS "if(size > 1, 'a', 'b')" FROM "\0source_0" AS "list_stage"`],
    ["SELECT 'x' || name FROM system.stages WHERE name IN ('a', 'b') AND created_on BETWEEN '2024-01-01' AND now()", `SELECT ('x' || fn.to_text("name")) AS "'x' || name" FROM "\0source_0" AS "stages" WHERE (("name" IN ('a', 'b')) AND ("created_on" BETWEEN '2024-01-01' AND TIMESTAMP '2024-03-05 07:08:09.010'))`],
  ])('%s', (sql, expected) => {
    expect(engineSql(sql)).toBe(expected);
  });

  it('quotes whatever a name or a text holds', () => {
    expect(engineSql('SELECT `a"b``c` FROM system.stages WHERE name = \'\\\'); DROP TABLE x; --\'')).toBe(
      `SELECT "a""b\`c" FROM "\0source_0" AS "stages" WHERE ("name" = '''); DROP TABLE x; --')`,
    );
    expect(engineSql("SELECT name FROM system.stages WHERE name = 'a\\0b'")).toContain("('a' || chr(0) || 'b')");
  });

  it('gives each table to the engine once, with its source', () => {
    const compiled = compile("SELECT 1 FROM list_stage(location => '@s', pattern => '.*') a JOIN system.stages b ON TRUE JOIN system.stages c ON TRUE");
    expect(compiled.kind === 'engine' && compiled.tables).toEqual([
      { name: 'source_0', source: { kind: 'function', call: { name: 'list_stage', arguments: new Map([['location', '@s'], ['pattern', '.*']]) } } },
      { name: 'source_1', source: { kind: 'table', database: 'system', name: 'stages', hints: new Map(), names: new Set() } },
    ]);
  });
});

describe('what queries may not do', () => {
  it.each([
    ["SELECT read_text('/etc/passwd')", 1008],
    ["SELECT * FROM read_csv('/etc/passwd')", 1008],
    ["SELECT * FROM '/etc/passwd'", 1005],
    ["SELECT getenv('HOME')", 1008],
    ['SELECT lower()', 1028],
    ['SELECT $1', 1005],
    [`SELECT ${'('.repeat(100)}1${')'.repeat(100)}`, 1005],
    ['SELECT 1 +', 1005],
    ['SELECT name FROM system.stages LIMIT -1', 1005],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", 1002],
    ["SELECT * FROM glob('/etc/*')", 1008],
    ['ATTACH \'/tmp/x\'', 1005],
    ['PRAGMA version', 1005],
  ])('%s is %i', (sql, code) => {
    let error: unknown;
    try {
      compile(sql);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(StagewireError);
    expect((error as StagewireError).code).toBe(code);
  });
});
