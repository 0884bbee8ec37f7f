import { describe, expect, it } from 'vitest';
import { acceptSqlMode } from '../../../server/variables/sql-mode.js';

describe('sql_mode', () => {
  it.each([
    ['', ''],
    ['ansi_quotes, strict_trans_tables', 'ANSI_QUOTES,STRICT_TRANS_TABLES'],
    ['NO_ENGINE_SUBSTITUTION,,ANSI_QUOTES,ANSI_QUOTES', 'ANSI_QUOTES,NO_ENGINE_SUBSTITUTION'],
    ['ANSI', 'REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,ONLY_FULL_GROUP_BY,ANSI'],
    ['TRADITIONAL', 'STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,TRADITIONAL,NO_ENGINE_SUBSTITUTION'],
    [4, 'ANSI_QUOTES'],
    [1n << 20n, 'NO_BACKSLASH_ESCAPES'],
    [262_144, 'REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,ONLY_FULL_GROUP_BY,ANSI'],
    [4_294_967_296, 'TIME_TRUNCATE_FRACTIONAL'],
    [0, ''],
  ])('%s is kept as %s', (value, kept) => {
    expect(acceptSqlMode(value)).toBe(kept);
  });

  it.each([['NO_SUCH_MODE', 'NO_SUCH_MODE'], ['ANSI_QUOTES,NO_AUTO_CREATE_USER', 'NO_AUTO_CREATE_USER'], [16, '16'], [-1, '-1'], [8_589_934_592, '8589934592'], [null, 'NULL']])('%s is refused', (value, shown) => {
    expect(() => acceptSqlMode(value)).toThrow(`Variable 'sql_mode' can't be set to the value of '${shown}'`);
  });
});
