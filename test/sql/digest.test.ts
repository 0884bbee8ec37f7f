import { describe, expect, it } from 'vitest';
import { digestOf } from '../../sql/digest.js';
import { MYSQL_RULES } from '../../sql/lexer/rules.js';

describe('the digest of a statement', () => {
  it.each([
    ["select  Name, 'x' from t where a = 5 -- why", 'SELECT `Name` , ? FROM `t` WHERE `a` = ?'],
    ['SELECT * FROM `a``b`.c WHERE id IN (1, 2, -3) AND x IN (?)', 'SELECT * FROM `a``b` . `c` WHERE `id` IN (...) AND `x` IN (?)'],
    ["VALUES (1, 'a'), (2, 'b'), (3, 'c');", 'VALUES (...) /* , ... */'],
    ['SELECT count(*), max(a) - 1 FROM t LIMIT 5', 'SELECT COUNT ( * ) , MAX ( `a` ) - ? FROM `t` LIMIT ?'],
    ['SELECT -1, +2.5, a-1', 'SELECT ... , `a` - ?'],
    ['/* hello */ start transaction read only', 'START TRANSACTION READ ONLY'],
    ['SET @a = 1, @@global.sort_buffer_size = 2', 'SET @`a` = ? , @@GLOBAL . `sort_buffer_size` = ?'],
    ["LIST @s PATTERN = '.*'", 'LIST @`s` `PATTERN` = ?'],
    ['drop stage if exists Books', 'DROP STAGE IF EXISTS `Books`'],
    ["SELECT 'never closed", 'SELECT'],
    ['', ''],
  ])('%s', (sql, text) => {
    expect(digestOf(sql, MYSQL_RULES).text).toBe(text);
  });

  it('is the same for all that differ in values alone, and has 64 digits', () => {
    const [first, ...others] = ['SELECT a FROM t WHERE b = 1', "select a  from t where b = 'x'", 'SELECT a FROM t /* y */ WHERE b = ?'].map((sql) => digestOf(sql, MYSQL_RULES).hash);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(others).toEqual([first, first]);
    expect(digestOf('SELECT b FROM t WHERE b = 1', MYSQL_RULES).hash).not.toBe(first);
  });

  it('is cut where it is long, and reads no further', () => {
    const { text } = digestOf(`SELECT ${Array.from({ length: 100_000 }, (_, index) => `a${index}`).join(', ')}`, MYSQL_RULES);
    expect(text).toHaveLength(1024);
    expect(text.endsWith('...')).toBe(true);
  });
});
