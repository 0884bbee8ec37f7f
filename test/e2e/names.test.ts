import type mysql from 'mysql2/promise';
import { afterAll, describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';

const { server } = await serverForFile();
const connection = await server.connect({ rowsAsArray: false });
afterAll(() => connection.end());

const values = async (sql: string): Promise<unknown[][]> => (await rows(connection, sql)).map((row) => Object.values<unknown>(row));

describe('columns named with their table', () => {
  it.each([
    'SELECT system.one.dummy FROM system.one',
    'SELECT `SYSTEM`.`one`.`dummy` FROM `system`.`one` WHERE `system`.`one`.dummy = 1',
    'SELECT default.system.one.dummy FROM system.one',
    'SELECT one.dummy FROM system.one ORDER BY system.one.dummy',
    'SELECT system.one.dummy FROM system.one JOIN numbers(1) AS n ON system.one.dummy > n.number',
    'SELECT (SELECT max(n.number) + system.one.dummy FROM numbers(1) AS n) FROM system.one',
  ])('%s', async (sql) => {
    expect((await values(sql)).flat().map(Number)).toEqual([1]);
  });

  it('and with the database of the session', async () => {
    await connection.query('USE system');
    expect((await values('SELECT system.one.dummy FROM one')).flat()).toEqual([1]);
    await connection.query('USE `default`');
  });

  it('not with one that an alias hides', async () => {
    expect((await failure(connection, 'SELECT system.one.dummy FROM system.one AS o')).message).toContain('system');
  });
});

describe('columns that are no part of the groups', () => {
  const grouped = 'SELECT number % 2 AS side, number - number % 2 AS base, count(*) AS n FROM numbers(2) GROUP BY side ORDER BY side';

  it('are refused as sql_mode says', async () => {
    expect((await failure(connection, grouped)).message).toMatch(/GROUP BY/);
  });

  it('are those of any row where ONLY_FULL_GROUP_BY is off', async () => {
    await connection.query("SET sql_mode = ''");
    expect(await values(grouped)).toEqual([[0, 0, 1], [1, 0, 1]]);
    expect(await values("SELECT dummy, count(*) FROM system.one HAVING dummy = 1")).toEqual([[1, 1]]);
    expect(await values('SELECT number, max(number) AS most FROM numbers(5) GROUP BY number % 1 ORDER BY number, most')).toEqual([[0, 4]]);
    expect(await values('SELECT number AS a FROM numbers(3) GROUP BY 1 ORDER BY a')).toEqual([[0], [1], [2]]);
    expect(await values('SELECT number AS n FROM numbers(3) GROUP BY number HAVING n > 0 ORDER BY number DESC')).toEqual([[2], [1]]);
    await connection.query('SET sql_mode = DEFAULT');
  });
});

describe('parameters inside casts', () => {
  it.each<[string, string | number, string | number]>([
    ['SELECT CAST(? AS SIGNED) AS v', '41', 41],
    ['SELECT CAST(? AS SIGNED) AS v', 1.5, 2],
    ['SELECT CAST(? AS UNSIGNED) AS v', 7, 7],
    ["SELECT CAST(? AS DECIMAL(10,2)) AS v", '1.239', '1.24'],
    ['SELECT length(?) AS v', 'four', 4],
  ])('%s of %s', async (sql, given, expected) => {
    const [result] = await connection.execute<mysql.RowDataPacket[]>(sql, [given]);
    expect(result[0]?.['v']).toEqual(expected);
  });
});

describe('conversions of what has no type yet when a query is bound', () => {
  it.each<[string, unknown[]]>([
    ["SELECT max(number) + 1, concat(max(number), 'x'), length(max(number)), hex(max(number)) FROM numbers(16)", [16, '15x', 2, 'F']],
    ['SELECT ifnull(max(number), 0) + 1, count(*) * 100 / sum(number), CASE WHEN sum(number) > 2 THEN max(number) ELSE 0 END + 1 FROM numbers(3)', [3, 100, 3]],
    ["SELECT date_format(max(CAST('2024-05-06' AS DATE)), '%Y'), year(min(CAST('2024-05-06' AS DATE))), dayname(max(CAST('2024-05-06' AS DATETIME)))", ['2024', 2024, 'Monday']],
    ["SELECT date(date_add(max(CAST('2024-05-06' AS DATE)), INTERVAL 1 DAY)) = '2024-05-07', datediff(max(CAST('2024-05-06' AS DATE)), min(CAST('2024-05-01' AS DATE)))", [1, 5]],
    ['SELECT truncate(avg(number), 1), round(avg(number), 2), avg(number) DIV 1, max(number) MOD 2 FROM numbers(4)', [1.5, 1.5, 1, 1]],
    ["SELECT if(max(number) > 1, 'a', 'b'), upper(max('x')), nullif(max(number), 3), -max(number), NOT max(number) FROM numbers(4)", ['a', 'X', null, -3, 0]],
    ['SELECT unix_timestamp(max(CAST("2024-05-06 00:00:00" AS DATETIME))), to_days(max(CAST("2024-05-06" AS DATE)))', [1714953600, 739377]],
  ])('%s', async (sql, expected) => {
    expect((await values(sql))[0]?.map((value) => (typeof value === 'string' && /^-?[0-9.]+$/.test(value) && !expected.includes(value) ? Number(value) : value))).toEqual(expected);
  });

  it('windows and the tables around a query', async () => {
    expect(await values('SELECT lag(number, 1) OVER (ORDER BY number) + 1 AS n FROM numbers(3)')).toEqual([[null], [1], [2]]);
    expect(await values('SELECT number FROM numbers(3) AS n WHERE EXISTS (SELECT 1 FROM numbers(2) AS m WHERE m.number + 0 = n.number + 0) ORDER BY number')).toEqual([[0], [1]]);
    expect(await values('SELECT number % 2 AS k, max(number) + min(number) AS s FROM numbers(4) GROUP BY 1 HAVING max(number) > 1 ORDER BY max(number) + 1')).toEqual([[0, 2], [1, 4]]);
    expect(await values("SELECT number, (SELECT count(*) FROM numbers(5) AS m WHERE m.number < n.number * 2) AS c FROM numbers(3) AS n ORDER BY 1")).toEqual([[0, 0], [1, 2], [2, 4]]);
  });
});

describe('variables that are assigned within a select list', () => {
  it.each<[string, unknown[][]]>([
    ['SELECT @a := number + 1, @a * 10 AS tens FROM numbers(2) ORDER BY 1', [[1, 10], [2, 20]]],
    ["SELECT CASE number WHEN 0 THEN @k := 'none' WHEN 1 THEN @k := 'one' ELSE @k := 'many' END AS word, length(@k) AS size FROM numbers(3) ORDER BY number", [['none', 4], ['one', 3], ['many', 4]]],
    ['SELECT if(number > 0, @b := number, @b := number + 10) AS b, @b + 1 AS next FROM numbers(2) ORDER BY number', [[10, 11], [1, 2]]],
  ])('%s', async (sql, expected) => {
    expect(await values(sql)).toEqual(expected);
  });

  it('name their column by the text', async () => {
    const [row] = await rows(connection, 'SELECT @a := number FROM numbers(1)');
    expect(Object.keys(row ?? {})).toEqual(['@a := number']);
  });

  it('keep the value of the last row, if they are whole items', async () => {
    await connection.query('SET @a = 7, @b = 8, @c = 9');
    await values("SELECT t.*, @a := t.number * 2, concat('x', @b := 1) FROM numbers(5000) t ORDER BY number");
    expect(await values('SELECT @a, @b')).toEqual([[9998, 8]]);
    await values("SELECT @c := 'x' FROM numbers(3) WHERE number > 5");
    expect(await values('SELECT @c')).toEqual([[9]]);
    await connection.execute('SELECT @c := number FROM numbers(?)', [3]);
    expect(await values('SELECT @c')).toEqual([[2]]);
  });

  it.each(['SELECT @row := @row + 1 FROM numbers(3)', 'SELECT number FROM numbers(3) WHERE (@x := number) > 1'])('refused: %s', async (sql) => {
    expect((await failure(connection, sql)).errno).toBe(1235);
  });
});

it('a counting table takes parameters', async () => {
  const [result] = await connection.execute<mysql.RowDataPacket[]>('SELECT count(*) AS n, max(number) AS last FROM numbers(?)', [5]);
  expect(result).toEqual([{ n: 5, last: 4 }]);
});
