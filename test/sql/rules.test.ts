import { describe, expect, it } from 'vitest';
import type { Expression } from '../../sql/query/ast.js';
import { lexicalRules, MYSQL_RULES } from '../../sql/lexer/rules.js';
import { parseStatement } from '../../sql/parse.js';
import { bindStatement, prepareText } from '../../sql/prepare.js';

const items = (sql: string, rules = MYSQL_RULES): readonly Expression[] => {
  const statement = parseStatement(sql, 0, 'none', rules)?.statement;
  if (statement?.kind !== 'query' || statement.expression.body.kind !== 'select') throw new Error('no query');
  return statement.expression.body.items.map(({ expression }) => expression);
};

describe('double quotes', () => {
  it('hold a text in MySQL', () => {
    expect(items('SELECT "a""b\\n"')).toEqual([{ kind: 'text', text: 'a"b\n' }]);
    expect(parseStatement('CREATE STAGE s COMMENT = "x"')?.statement).toMatchObject({ comment: 'x' });
  });

  it('hold a name where the rules say so, and then no escapes', () => {
    expect(items('SELECT "a""b\\n"', lexicalRules(true, true))).toMatchObject([{ kind: 'column', path: ['a"b\\n'] }]);
    expect(parseStatement('CREATE STAGE "s" COMMENT = \'x\'', 0, 'none', lexicalRules(true, true))?.statement).toMatchObject({ name: 's' });
    expect(() => parseStatement('CREATE STAGE s COMMENT = "x"', 0, 'none', lexicalRules(true, true))).toThrow('unexpected');
  });
});

describe('backslashes', () => {
  it('escape, or are characters like others', () => {
    expect(items(String.raw`SELECT 'a\'b'`)).toEqual([{ kind: 'text', text: "a'b" }]);
    expect(items(String.raw`SELECT 'a\', 'b\n%'`, lexicalRules(false, false))).toEqual([{ kind: 'text', text: 'a\\' }, { kind: 'text', text: 'b\\n%' }]);
  });
});

it('a prepared statement keeps the rules of its preparation', () => {
  const text = prepareText('LIST @s PATTERN = ?', lexicalRules(true, true));
  expect(bindStatement(text, [{ type: { name: 'varchar' }, value: 'x' }]).statement).toMatchObject({ pattern: 'x' });
  expect(() => prepareText('LIST "@s" PATTERN = ?', lexicalRules(true, true))).toThrow('stage location');
});
