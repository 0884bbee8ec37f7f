import { Readable } from 'node:stream';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';

const FILES: Readonly<Record<string, string>> = { 'a.txt': 'alpha', 'b.txt': 'beta!', 'sub/c.txt': '', 'sub/d e.txt': '{"k": [1, 2]}' };

const { server } = await serverForFile();
const root = await server.connect();
afterAll(() => root.end());

beforeAll(async () => {
  await root.query('CREATE STAGE s');
  for (const [name, content] of Object.entries(FILES)) {
    const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : '';
    const size = content === '' ? ' SIZE = 0' : '';
    await root.query({ sql: `PUT 'file:///${name}' '@s/${folder}'${size}`, infileStreamFactory: () => Readable.from(content === '' ? [] : [Buffer.from(content)]) } as mysql.QueryOptions);
  }
  await root.query("CREATE USER nobody IDENTIFIED BY 'n'");
  // Contents as they are, for the comparisons below.
  await root.query("SET binary_output_format = 'UTF-8'");
});

const texts = async (sql: string): Promise<unknown[][]> => (await rows(root, sql)).map((row) => Object.values(row).map((cell: unknown) => (Buffer.isBuffer(cell) ? cell.toString() : cell)));

describe('read_file', () => {
  it('gives the content of one file', async () => {
    expect(await texts("SELECT read_file('@s/a.txt')")).toEqual([['alpha']]);
    expect(await texts("SELECT read_file('@s', 'sub/d e.txt')")).toEqual([['{"k": [1, 2]}']]);
    expect(await texts("SELECT length(read_file('@s/sub/c.txt')) AS n")).toEqual([[0]]);
    await root.query("SET @x = CAST(read_file('@s/a.txt') AS CHAR)");
    expect(await texts('SELECT @x')).toEqual([['alpha']]);
  });

  it('takes the path from each row, and reads what the query asks for', async () => {
    expect(await texts("SELECT name, length(read_file('@s', name)) AS n FROM list_stage(location => '@s') ORDER BY name")).toEqual([['a.txt', 5], ['b.txt', 5], ['sub/c.txt', 0], ['sub/d e.txt', 13]]);
    expect(await texts("SELECT name FROM list_stage(location => '@s') WHERE read_file('@s', name) = 'beta!'")).toEqual([['b.txt']]);
    expect(await texts("SELECT read_file('@s', CASE WHEN name = 'a.txt' THEN name ELSE 'b.txt' END) AS c, count(*) AS n FROM list_stage(location => '@s') GROUP BY 1 ORDER BY 1")).toEqual([['alpha', 1], ['beta!', 3]]);
  });

  it('asks for nothing that the rows do not need', async () => {
    expect(await texts("SELECT read_file('@s', concat(name, '.gone')) AS c FROM list_stage(location => '@s') WHERE name = 'no such name'")).toEqual([]);
    expect(await texts("SELECT CASE WHEN name = 'a.txt' THEN read_file('@s', name) END AS c FROM list_stage(location => '@s/a.txt')")).toEqual([['alpha']]);
  });

  it('finds paths that depend on contents', async () => {
    await root.query({ sql: "PUT 'file:///pointer' @s/sub", infileStreamFactory: () => Readable.from([Buffer.from('a.txt')]) } as mysql.QueryOptions);
    expect(await texts("SELECT read_file('@s', CAST(read_file('@s', p) AS CHAR)) AS c FROM (SELECT 'sub/pointer' AS p) AS t")).toEqual([['alpha']]);
    await root.query('REMOVE @s/sub/pointer');
  });

  it('of NULL is NULL', async () => {
    expect(await texts("SELECT read_file('@s', NULL) AS a, read_file(NULL) AS b")).toEqual([[null, null]]);
  });

  it('works in prepared statements, with the path as a value', async () => {
    const [found] = await root.execute<mysql.RowDataPacket[]>("SELECT read_file('@s', ?) AS c", ['b.txt']);
    expect(String(found[0]?.['c'])).toBe('beta!');
  });

  it.each([
    ["SELECT read_file('s/a.txt')", 1065, 'stage path must start with @, but got s/a.txt'],
    ["SELECT read_file(concat('@s', '/a.txt'))", 1006, 'must be a constant'],
    ["SELECT read_file('@s/')", 1006, 'read_file location must be a file'],
    ["SELECT read_file('@s', 'sub/')", 1006, 'read_file location must be a file'],
    ["SELECT read_file('@s/sub', 'a')", 1006, 'stage argument must be a stage name'],
    ['SELECT read_file()', 1065, '1 or 2 arguments'],
    ["SELECT read_file('@s', 'a', 'b')", 1065, '1 or 2 arguments'],
    ["SELECT read_file('@s/none')", 3001, 'none'],
    ["SELECT read_file('@s', concat(name, 'x')) FROM list_stage(location => '@s/a.txt')", 3001, 'a.txtx'],
    ["SELECT read_file('@s', '../x')", 1006, 'traversal'],
    ["SELECT read_file('@nope/x')", 2501, 'nope'],
    ["SHOW STAGES WHERE read_file('@s/a.txt') = 'x'", 1065, 'shown columns only'],
  ])('%s is error %i', async (sql, code, text) => {
    const { message } = await failure(root, sql);
    expect(message).toContain(`Code: ${code}`);
    expect(message).toContain(text);
  });

  it('needs READ on the stage', async () => {
    const nobody = await server.connect({ user: 'nobody', password: 'n' });
    for (const sql of ["SELECT read_file('@s/a.txt')", "SELECT 1 WHERE EXISTS (SELECT read_file('@s', 'a.txt'))", "SET @x = read_file('@s/a.txt')"]) expect((await failure(nobody, sql)).errno).toBe(1227);
    await nobody.end();
  });

  it('reads no more than its limit in a statement', async () => {
    await root.query('SET read_file_limit = 9');
    expect(await texts("SELECT read_file('@s/a.txt')")).toEqual([['alpha']]);
    expect((await failure(root, "SELECT read_file('@s', name) FROM list_stage(location => '@s')")).message).toContain('9 bytes of @@read_file_limit');
    await root.query('SET read_file_limit = DEFAULT');
  });

  it('answers many at once', async () => {
    const connections = await Promise.all(Array.from({ length: 8 }, () => server.connect()));
    const answers = await Promise.all(connections.map((connection) => rows(connection, "SELECT count(*) AS n FROM list_stage(location => '@s') WHERE length(read_file('@s', name)) >= 5")));
    expect(answers.map(([row]) => row?.['n'] as number)).toEqual(Array(8).fill(3));
    await Promise.all(connections.map((connection) => connection.end()));
  });
});
