import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStaging, type Staging } from '../support/staging.js';

let staging: Staging;

beforeAll(async () => {
  staging = await startStaging();
  await staging.root.query('CREATE STAGE s');
  await staging.put('s', 't.csv', '1,5.4,2024-01-01,x\n2,10,2024-02-01,y\n3,7,,z\n');
  await staging.put('s', 'bad.csv', '1\nabc\n');
  await staging.put('s', 'n.ndjson', '{"b":1,"a":{"d":2,"c":[{"z":1,"y":2}]}}\n{"z":2,"b":12345678901234567890}\n');
});

afterAll(() => staging.stop());

const query = (sql: string): Promise<unknown[][]> => staging.values(sql);

describe('texts of staged files', () => {
  it('compare with numbers and dates, and are added up', async () => {
    expect(await query("SELECT $1 FROM @s/t.csv (FILE_FORMAT => 'csv') WHERE $2 > 5.4 AND $1 IN (1, 2, 3) ORDER BY $1 + 0 DESC")).toEqual([['3'], ['2']]);
    expect(await query("SELECT count(*) FROM @s/t.csv (FILE_FORMAT => 'csv') WHERE $3 >= '2024-01-15' AND $3 < DATE '2024-03-01'")).toEqual([[1]]);
    expect(await query("SELECT a.$4, b.n FROM @s/t.csv (FILE_FORMAT => 'csv') a JOIN (VALUES (2)) b(n) ON a.$1 = b.n")).toEqual([['y', 2]]);
    expect(await query("SELECT max($1) + 1, sum($2), avg($1) FROM @s/t.csv (FILE_FORMAT => 'csv')")).toEqual([[4, 22.4, 2]]);
    expect(await staging.message("SELECT $1 FROM @s/bad.csv (FILE_FORMAT => 'csv') WHERE $1 > 0")).toContain("Could not convert string 'abc' to DOUBLE");
  });

  it('variants show their keys in order, also as a text, and keep every digit', async () => {
    expect(await query("SELECT $1, $1::STRING, $1:a FROM @s/n.ndjson (FILE_FORMAT => 'ndjson')")).toEqual([
      ['{"a":{"c":[{"y":2,"z":1}],"d":2},"b":1}', '{"a":{"c":[{"y":2,"z":1}],"d":2},"b":1}', '{"c":[{"y":2,"z":1}],"d":2}'],
      ['{"b":12345678901234567890,"z":2}', '{"b":12345678901234567890,"z":2}', null],
    ]);
    expect(await query("SELECT JSON_SET($1, '$.a.d', 'x') FROM @s/n.ndjson (FILE_FORMAT => 'ndjson') WHERE JSON_CONTAINS($1, '1', '$.b')")).toEqual([['{"a":{"c":[{"y":2,"z":1}],"d":"x"},"b":1}']]);
  });
});

describe('IDENTIFIER', () => {
  it('names columns and tables by a text or a variable', async () => {
    await staging.root.query("CREATE VIEW seen AS SELECT $4 AS letter FROM @s/t.csv (FILE_FORMAT => 'csv')");
    await staging.root.query("SET VARIABLE (col, tab) = ('letter', 'seen')");
    expect(await query("SELECT IDENTIFIER($col) FROM IDENTIFIER($tab) ORDER BY IDENTIFIER('seen.letter') DESC LIMIT 1")).toEqual([['z']]);
    expect(await query("SELECT count(*) FROM IDENTIFIER('default.seen') t WHERE t.letter > 'x'")).toEqual([[2]]);
  });

  it('says what is wrong with a variable', async () => {
    expect(await staging.message('SELECT * FROM IDENTIFIER($nosuch)')).toContain("Unknown variable '$nosuch'");
    expect(await staging.message("CREATE VIEW varying AS SELECT * FROM IDENTIFIER($tab)")).toContain("View's SELECT contains a variable or parameter");
    expect(await staging.message("SELECT * FROM IDENTIFIER('a..b')")).toContain('a name such as');
    expect(await staging.message('SET VARIABLE (a, b) = (1)')).toContain("expected ','");
  });
});

it('FOUND_ROWS tells of SQL_CALC_FOUND_ROWS without the LIMIT', async () => {
  expect(await query("SELECT SQL_CALC_FOUND_ROWS $1 FROM @s/t.csv (FILE_FORMAT => 'csv') ORDER BY $1 LIMIT 1")).toEqual([['1']]);
  expect(await query('SELECT FOUND_ROWS()')).toEqual([[3]]);
  await query('SELECT SQL_CALC_FOUND_ROWS number, number FROM numbers(10) WHERE number > 1 LIMIT 2 OFFSET 3');
  expect(await query('SELECT FOUND_ROWS()')).toEqual([[8]]);
  await query('SELECT number FROM numbers(4)');
  expect(await query('SELECT FOUND_ROWS()')).toEqual([[4]]);
});
