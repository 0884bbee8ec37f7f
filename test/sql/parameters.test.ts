import { describe, expect, it } from 'vitest';
import { StagewireError } from '../../errors/index.js';
import type { Parameter } from '../../sql/parameter.js';
import { parseStatement } from '../../sql/parse.js';
import { bindStatement, prepareText } from '../../sql/prepare.js';
import { compileQuery } from '../../sql/query/compile.js';
import type { CompiledQuery } from '../../sql/query/compiled-query.js';
import type { Statement } from '../../sql/statements/index.js';
import { SESSION } from '../support/session-values.js';

const text = (value: string): Parameter => ({ type: { name: 'varchar' }, value });
const integer = (value: number): Parameter => ({ type: { name: 'int64' }, value });
const double = (value: number): Parameter => ({ type: { name: 'double' }, value });
const NULL: Parameter = { type: { name: 'null' }, value: null };

const bind = (sql: string, ...parameters: Parameter[]): Statement => bindStatement(prepareText(sql), parameters).statement;

function compile(sql: string, ...parameters: Parameter[]): CompiledQuery {
  const statement = bind(sql, ...parameters);
  if (statement.kind !== 'query') throw new Error(`${statement.kind} is no query`);
  const compiled = compileQuery(statement, SESSION);
  if (compiled.kind !== 'engine') throw new Error('constant');
  return compiled;
}

function failure(act: () => unknown): StagewireError {
  try {
    act();
  } catch (error) {
    if (error instanceof StagewireError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('parameters are counted where they are parameters', () => {
  it.each([
    ['SELECT 1', 0],
    ['SELECT ?', 1],
    ["SELECT '?', \"?\", `?`, $$?$$, ? -- ?\n /* ? */ # ?", 1],
    ['SELECT a FROM t WHERE b IN (?, ?, ?) AND c LIKE ? LIMIT ? OFFSET ?', 6],
    ['LIST @s/what?/ PATTERN = ?', 1],
    ["LIST '@s/what?'", 0],
    ['LIST ? PATTERN = ?', 2],
    ['PRESIGN UPLOAD @s/a.csv EXPIRE = ? CONTENT_TYPE = ?', 2],
    ["CREATE STAGE s URL = ? CONNECTION = (access_key_id = ?, secret_access_key = ?) FILE_FORMAT = (TYPE = ?, SKIP_HEADER = ?, FIELD_DELIMITER = ?) COMMENT = ?", 7],
    ['SHOW STAGES WHERE name = ? AND comment <> ? LIMIT ?', 3],
    ['SET a = ?, @b = ? + 1', 2],
    ['CREATE USER ann IDENTIFIED BY ?;', 1],
  ])('%s', (sql, count) => {
    expect(prepareText(sql).parameterCount).toBe(count);
  });
});

describe('where no value may stand a parameter is a syntax error', () => {
  it.each(['DROP STAGE ?', 'CREATE STAGE ?', '? 1', 'SHOW ?', 'USE ?', 'SELECT 1 FROM t AS ?', 'CREATE STAGE s COMMENT ?= 1', 'LIST @s PATTERN ?', 'GRANT ? ON *.* TO a'])('%s', (sql) => {
    expect(failure(() => prepareText(sql)).mysql.errno).toBe(1064);
  });

  it('outside of prepared statements everywhere', () => {
    for (const sql of ['SELECT ?', 'LIST ?', 'SHOW STAGES LIKE ?', 'SET a = ?', 'SHOW STAGES WHERE name = ?']) {
      expect(failure(() => parseStatement(sql)).mysql.errno, sql).toBe(1064);
    }
  });

  it('a second statement can not be prepared, nor none', () => {
    expect(failure(() => prepareText('SELECT ?; SELECT 2')).mysql.errno).toBe(1064);
    expect(failure(() => prepareText(' ; -- nothing')).mysql.errno).toBe(1065);
  });
});

describe('our own commands take bound values where a value may stand', () => {
  it('texts and numbers, whatever the client sends them as', () => {
    expect(bind('LIST @s PATTERN = ?', text('.*'))).toMatchObject({ kind: 'list', pattern: '.*' });
    expect(bind('LIST ?', text('@s/dir/'))).toMatchObject({ location: { stage: 's', path: 'dir/' } });
    for (const seconds of [integer(60), double(60), text('60')]) expect(bind('PRESIGN @s/a EXPIRE = ?', seconds)).toMatchObject({ expiresIn: 60 });
    expect(bind('CREATE STAGE s FILE_FORMAT = (TYPE = ?, SKIP_HEADER = ?) COMMENT = ?', text('csv'), double(2), { type: { name: 'binary' }, value: Buffer.from('é') })).toMatchObject({
      fileFormat: { kind: 'inline', format: { type: 'CSV', options: { skip_header: 2 } } },
      comment: 'é',
    });
    expect(bind('SHOW STAGES LIKE ? LIMIT ?', text('a%'), integer(3))).toMatchObject({ filter: { kind: 'like', pattern: 'a%' }, limit: 3 });
    expect(bind('CREATE USER ann IDENTIFIED BY ?', text("p'w"))).toMatchObject({ identification: { password: "p'w" } });
  });

  it('a WHERE takes along what is bound to its own parameters', () => {
    const statement = bind('SHOW STAGES WHERE name = ? LIMIT ?', text('a'), integer(1));
    expect(statement).toMatchObject({ filter: { kind: 'where', expression: 'name = ?', parameters: [text('a')] }, limit: 1 });
  });

  it.each([
    ['LIST @s PATTERN = ?', NULL],
    ['LIST @s PATTERN = ?', { type: { name: 'binary' }, value: Buffer.of(0xff) } as const],
    ['PRESIGN @s/a EXPIRE = ?', text('soon')],
    ['PRESIGN @s/a EXPIRE = ?', double(1.5)],
    ['PRESIGN @s/a EXPIRE = ?', integer(0)],
    ['SHOW STAGES LIMIT ?', integer(-1)],
    ['SELECT a FROM t LIMIT ?', integer(-1)],
    ['SELECT a FROM t LIMIT ?', text('x')],
  ])('%s refuses a value that does not fit (1210)', (sql, parameter) => {
    const error = failure(() => (sql.startsWith('SELECT') ? compile(sql, parameter) : bind(sql, parameter)));
    expect(error.mysql).toEqual({ errno: 1210, sqlState: 'HY000' });
    expect(error.message).toContain('Incorrect arguments to EXECUTE');
  });

  it('the number of values must be that of the parameters', () => {
    expect(failure(() => bind('SELECT ?, ?', integer(1))).mysql.errno).toBe(1210);
    expect(failure(() => bind('SELECT 1', integer(1))).mysql.errno).toBe(1210);
  });

  it('a value is judged when it is bound, the rest of the text when it is prepared', () => {
    const create = prepareText('CREATE FILE FORMAT f TYPE = ?');
    expect(failure(() => bindStatement(create, [text('nonsense')])).kind).toBe('IllegalFileFormat');
    expect(failure(() => prepareText('PRESIGN @s/a EXPIRE = ? EXPIRE')).mysql.errno).toBe(1064);
  });
});

describe('queries name their parameters to the engine', () => {
  it('with the type of the value; a text adapts to its place', () => {
    const compiled = compile('SELECT * FROM t WHERE a = ? AND b < ? AND c LIKE ? AND d = -? LIMIT ? OFFSET ?', double(1.5), { type: { name: 'decimal', precision: 5, scale: 2 }, value: '123.45' }, text('x%'), integer(4), integer(10), text('5'));
    for (const part of ['"a" = CAST($1 AS DOUBLE)', '"b" < CAST($2 AS DECIMAL(5, 2))', 'fn.to_text("c") LIKE $3 ', '"d" = (0::TINYINT - CAST($4 AS BIGINT))', 'OFFSET CAST($6 AS BIGINT)']) {
      expect(compiled.sql).toContain(part);
    }
    expect(compiled.parameters.map(({ value }) => value)).toEqual([1.5, '123.45', 'x%', 4, 10, '5']);
  });

  it('no value ever stands in the SQL', () => {
    const compiled = compile('SELECT ? AS x FROM t WHERE y = ?', text("'; DROP"), text('secret'));
    expect(compiled.sql).not.toMatch(/DROP|secret/);
  });

  it('SELECT ? needs no engine and keeps the type', () => {
    const statement = bind('SELECT ?, ?', double(1), text('5'));
    if (statement.kind !== 'query') throw new Error('no query');
    const compiled = compileQuery(statement, SESSION);
    if (compiled.kind !== 'constant') throw new Error(compiled.sql);
    expect(compiled.columns.map(({ name, constant }) => [name, constant.value, constant.type?.name])).toEqual([['?', 1, 'double'], ['?', '5', 'varchar']]);
  });
});

describe('a long literal', () => {
  it('is bound, for the engine reads its SQL while nobody is served', () => {
    const long = "it''s ".repeat(20_000);
    const { sql, parameters } = compile(`SELECT length('${long}'), '${long}' = name, x'${'ab'.repeat(70_000)}' FROM t`);
    expect(sql.length).toBeLessThan(1000);
    expect(parameters.map(({ type, value }) => [type.name, (value as string | Uint8Array).length])).toEqual([['varchar', "it's ".length * 20_000], ['binary', 70_000]]);
  });

  it('names a column by its first 256 characters, and by no half of one', () => {
    const named = (sql: string): string => {
      const parsed = parseStatement(sql);
      const compiled = parsed?.statement.kind === 'query' ? compileQuery(parsed.statement, SESSION) : null;
      return compiled?.kind === 'constant' ? compiled.columns[0]?.name ?? '' : '';
    };
    expect(named(`SELECT '${'x'.repeat(1000)}'`)).toBe('x'.repeat(256));
    expect(named(`SELECT 'x${'🎈'.repeat(200)}'`)).toBe(`x${'🎈'.repeat(127)}`);
  });
});
