import { describe, expect, it } from 'vitest';
import { lexicalRules, MYSQL_RULES } from '../../sql/lexer/rules.js';
import { parseStatement } from '../../sql/parse.js';
import { bindStatement, prepareText } from '../../sql/prepare.js';

const lowered = (sql: string, rules = MYSQL_RULES): { mysql: string; literals: unknown } => {
  const statement = parseStatement(sql, 0, 'none', rules)?.statement;
  if (statement?.kind !== 'query') throw new Error('no query');
  return { mysql: statement.lowered.mysql, literals: statement.lowered.literals };
};

describe('double quotes', () => {
  it('hold a text in MySQL', () => {
    expect(lowered('SELECT "a""b\\n"')).toEqual({ mysql: "SELECT '#1000000'", literals: [{ kind: 'text', text: 'a"b\n' }] });
    expect(parseStatement('CREATE STAGE s COMMENT = "x"')?.statement).toMatchObject({ comment: 'x' });
  });

  it('hold a name where the rules say so, and then no escapes', () => {
    expect(lowered('SELECT "a""b\\n"', lexicalRules(true, true))).toEqual({ mysql: 'SELECT `a"b\\n`', literals: [] });
    expect(parseStatement('CREATE STAGE "s" COMMENT = \'x\'', 0, 'none', lexicalRules(true, true))?.statement).toMatchObject({ name: 's' });
    expect(() => parseStatement('CREATE STAGE s COMMENT = "x"', 0, 'none', lexicalRules(true, true))).toThrow('unexpected');
  });
});

describe('backslashes', () => {
  it('escape, or are characters like others', () => {
    expect(lowered(String.raw`SELECT 'a\'b'`).literals).toEqual([{ kind: 'text', text: "a'b" }]);
    expect(lowered(String.raw`SELECT 'a\', 'b\n%'`, lexicalRules(false, false)).literals).toEqual([{ kind: 'text', text: 'a\\' }, { kind: 'text', text: 'b\\n%' }]);
  });
});

it('a prepared statement keeps the rules of its preparation', () => {
  const text = prepareText('LIST @s PATTERN = ?', lexicalRules(true, true));
  expect(bindStatement(text, [{ type: { name: 'varchar' }, value: 'x' }])).toMatchObject({ pattern: 'x' });
  expect(() => prepareText('LIST "@s" PATTERN = ?', lexicalRules(true, true))).toThrow('stage location');
});
