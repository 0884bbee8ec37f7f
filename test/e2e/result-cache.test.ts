import type mysql from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failure, rows } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';
import { until } from '../support/until.js';

const CSV = "(FILE_FORMAT => 'CSV')";
const FILE = `SELECT $1::INT AS n, $2 AS t FROM @s/a.csv ${CSV}`;

let staging: Staging;
let root: mysql.Connection;
let connection: mysql.Connection;

beforeAll(async () => {
  // Room for some results of one column.
  staging = await startStaging({ STAGEWIRE_RESULT_CACHE_SIZE: String(2 * 1024 * 1024) });
  ({ root } = staging);
  await root.query('CREATE STAGE s');
  await root.query("CREATE USER ann IDENTIFIED BY 'a'");
  await root.query("CREATE USER bob IDENTIFIED BY 'b'");
});
afterAll(() => staging.stop());
beforeEach(async () => {
  connection = await keeping(await staging.server.connect());
  await staging.put('s', 'a.csv', '1,x\n2,y\n3,z\n');
});
afterEach(() => connection.end());

async function keeping(one: mysql.Connection): Promise<mysql.Connection> {
  await one.query('SET enable_query_result_cache = 1, query_result_cache_min_execute_secs = 0');
  return one;
}

const values = async (sql: string, from = connection): Promise<unknown[][]> => (await rows(from, sql)).map((row) => Object.values(row) as unknown[]);
const message = async (sql: string, from = connection): Promise<string> => (await failure(from, sql)).message;
/** The ids of the queries whose results are kept, by their text. */
const keptIds = async (text: string, from = connection): Promise<unknown[]> => (await values('SELECT sql, query_id FROM system.query_cache', from)).filter(([sql]) => sql === text).map(([, id]) => id);

describe('the same query again', () => {
  it('is answered by the kept result, as long as its files stay', async () => {
    const first = await values(FILE);
    const [id] = await keptIds(FILE);
    const hits = async (): Promise<number> => Number((await rows(root, "SHOW GLOBAL STATUS LIKE 'Stagewire_result_cache_hits'"))[0]?.['Value']);
    const before = await hits();
    expect(await values(FILE)).toEqual(first);
    const other = await keeping(await staging.server.connect());
    expect(await values(FILE, other)).toEqual(first);
    await other.end();
    expect(await keptIds(FILE)).toEqual([id]);
    expect(await hits()).toBe(before + 2);
    await staging.put('s', 'a.csv', '4,w\n5,v\n6,u\n');
    expect(await values(FILE)).toEqual([[4, 'w'], [5, 'v'], [6, 'u']]);
    expect(await values(`SELECT sum(n) AS s FROM RESULT_SCAN('${String(id)}')`)).toEqual([['6']]);
  });

  it('sees files that came, went or are chosen by another pattern, and other formats', async () => {
    await root.query("CREATE OR REPLACE FILE FORMAT f TYPE = CSV FIELD_DELIMITER = ','");
    await staging.put('s', 'd/1.csv', '1\n');
    const all = "SELECT count($1) FROM @s/d/ (FILE_FORMAT => 'f', PATTERN => $p)";
    await connection.query("SET VARIABLE p = '.*'");
    expect(await values(all)).toEqual([[1]]);
    await staging.put('s', 'd/2.csv', '2\n3;4\n');
    expect(await values(all)).toEqual([[3]]);
    await connection.query("SET VARIABLE p = '1.*'");
    expect(await values(all)).toEqual([[1]]);
    await root.query('REMOVE @s/d/1.csv');
    expect(await values(all)).toEqual([[0]]);
    const text = "SELECT $1 FROM @s/d/2.csv (FILE_FORMAT => 'f') ORDER BY 1";
    expect(await values(text)).toEqual([['2'], ['3;4']]);
    await root.query("CREATE OR REPLACE FILE FORMAT f TYPE = CSV FIELD_DELIMITER = ';'");
    expect(await values(text)).toEqual([['2'], ['3']]);
  });

  it('may be answered by an old result where the session allows that', async () => {
    const first = await values(FILE);
    await staging.put('s', 'a.csv', '9,new\n');
    expect(await values(`SETTINGS (query_result_cache_allow_inconsistent = 1) ${FILE}`)).toEqual(first);
    expect(await values(FILE)).toEqual([[9, 'new']]);
  });

  it('runs again with other parameters, another user, or where the server makes the rows', async () => {
    const ask = async (least: number): Promise<unknown> => (await connection.execute<mysql.RowDataPacket[]>(`SELECT $1::INT AS n FROM @s/a.csv ${CSV} WHERE $1::INT > ?`, [least]))[0];
    expect(await ask(1)).toEqual([{ n: 2 }, { n: 3 }]);
    expect(await ask(2)).toEqual([{ n: 3 }]);
    expect(await ask(1)).toEqual([{ n: 2 }, { n: 3 }]);
    const stages = 'SELECT name FROM system.stages ORDER BY name';
    expect(await values(stages)).toEqual([['s']]);
    await root.query('CREATE STAGE z');
    expect(await values(stages)).toEqual([['s'], ['z']]);
    await root.query('DROP STAGE z');
    const ann = await keeping(await staging.server.connect({ user: 'ann', password: 'a' }));
    await values(FILE);
    expect(await message(FILE, ann)).toContain('[Read]');
    await ann.end();
  });

  it('is told from the one with another number as a parameter, whatever numbers there are', async () => {
    const ask = async (value: number): Promise<unknown> => (await connection.execute<mysql.RowDataPacket[]>(`SELECT ? AS x, $1 AS n FROM @s/a.csv ${CSV} LIMIT 1`, [value]))[0][0]?.['x'];
    for (const value of [Infinity, -Infinity, NaN, 0, -0]) expect(await ask(value)).toBe(value);
  });

  it('keeps its first id however often it comes', async () => {
    const sql = `SELECT $2 AS often FROM @s/a.csv ${CSV}`;
    await values(sql);
    for (let round = 0; round < 40; round += 1) await values(sql);
    expect(await values('SELECT count(*) FROM RESULT_SCAN(LAST_QUERY_ID())')).toEqual([[3]]);
    const [id] = await keptIds(sql);
    expect(await values(`SELECT count(*) FROM RESULT_SCAN('${String(id)}')`)).toEqual([[3]]);
  });

  it('tells FOUND_ROWS() the same', async () => {
    const sql = `SELECT SQL_CALC_FOUND_ROWS $1 AS n FROM @s/a.csv ${CSV} LIMIT 1`;
    for (let round = 0; round < 2; round += 1) {
      expect(await values(sql)).toEqual([['1']]);
      expect(await values('SELECT FOUND_ROWS()')).toEqual([[3]]);
    }
    expect(await keptIds(sql)).toHaveLength(1);
    // Without counting it is another question.
    for (const column of ['$1', '$2']) {
      const plain = `SELECT ${column} AS n FROM @s/a.csv ${CSV} LIMIT 1`;
      const counting = plain.replace('SELECT', 'SELECT SQL_CALC_FOUND_ROWS');
      for (const [asked, found] of column === '$1' ? [[plain, 1], [counting, 3]] as const : [[counting, 3], [plain, 1]] as const) {
        await values(asked);
        expect(await values('SELECT FOUND_ROWS()'), asked).toEqual([[found]]);
      }
    }
  });
});

describe('RESULT_SCAN', () => {
  it('reads the result of the statement before, of one further back, and of any by its id', async () => {
    await values(FILE);
    expect(await values('SELECT t FROM RESULT_SCAN(LAST_QUERY_ID()) WHERE n > 1 ORDER BY n DESC')).toEqual([['z'], ['y']]);
    expect(await values('SELECT count(*) FROM TABLE(RESULT_SCAN(LAST_QUERY_ID(-3))) r')).toEqual([[3]]);
    const [id] = await keptIds(FILE);
    const text = String(id);
    expect(await values(`SELECT a.n, b.t FROM RESULT_SCAN('${text}') a JOIN RESULT_SCAN('${text.toUpperCase()}') b ON b.n = a.n + 1 ORDER BY 1`)).toEqual([[1, 'y'], [2, 'z']]);
    expect(await values(`WITH r AS (SELECT * FROM RESULT_SCAN('${text}')) (SELECT max(n) FROM r) UNION ALL (SELECT (SELECT min(n) FROM RESULT_SCAN('${text}')))`)).toEqual([[3], [1]]);
    await connection.query('SET @id = ?', [text]);
    expect(await values('SELECT count(*) FROM RESULT_SCAN(@id)')).toEqual([[3]]);
    const [executed] = await connection.execute('SELECT n FROM RESULT_SCAN(?) WHERE n < ?', [text, 2]);
    expect(executed).toEqual([{ n: 1 }]);
    const prepared = await connection.prepare('SELECT n + ? AS m FROM RESULT_SCAN(LAST_QUERY_ID(-20)) WHERE n = 1');
    for (let n = 0; n < 18; n += 1) await connection.query('DO 1');
    await connection.query('SELECT 1 AS n');
    for (let n = 0; n < 18; n += 1) await connection.query('DO 1');
    expect((await prepared.execute([41]))[0]).toEqual([{ m: 42 }]);
    await prepared.close();
    expect(await message('CREATE VIEW w AS SELECT * FROM RESULT_SCAN(LAST_QUERY_ID())')).toContain('not known before it runs');
    await connection.query(`CREATE OR REPLACE VIEW v AS SELECT n * 2 AS d FROM RESULT_SCAN('${text}')`);
    expect(await values('SELECT d FROM v ORDER BY d')).toEqual([[2], [4], [6]]);
    expect(await values(`EXPLAIN FORMAT = TREE SELECT n FROM RESULT_SCAN('${text}')`)).toEqual([[expect.stringContaining('result_scan') as string]]);
  });

  it('gives the types that the result had', async () => {
    const sql = "SELECT ST_MAKEPOINT(1, 2) AS g, TO_BITMAP('1,2') AS b, TIME '30:00:00' AS clock, PARSE_JSON('{\"a\":1}') AS v, [1, 2] AS list, MAP(['k'], [1]) AS m, (1, 'x') AS tup, " +
      "TIMESTAMP '2020-01-01 01:02:03.5' AS ts, DATE '2020-01-01' AS d, 1.25::DECIMAL(38, 5) AS dc, x'00ff' AS bin, 18446744073709551615::UINT64 AS u, 1e300 AS f, '2020-01-01 01:00:00 +0200'::TIMESTAMP_TZ AS zoned, NULL AS nothing FROM system.one";
    const [first, fields] = await connection.query<mysql.RowDataPacket[]>(sql);
    const [again, againFields] = await connection.query<mysql.RowDataPacket[]>(sql);
    const [scanned, scannedFields] = await connection.query<mysql.RowDataPacket[]>('SELECT * FROM RESULT_SCAN(LAST_QUERY_ID())');
    const shape = (list: mysql.FieldPacket[]): unknown => list.map(({ name, columnType, decimals, flags }) => ({ name, columnType, decimals, flags }));
    expect([again, scanned]).toEqual([first, first]);
    expect(shape(againFields)).toEqual(shape(fields));
    expect(shape(scannedFields)).toEqual(shape(fields));
    await connection.query(sql);
    expect(await values('SELECT bitmap_count(b), v:a::INT, list[1], m[\'k\'], ST_X(g), clock + INTERVAL 1 HOUR FROM RESULT_SCAN(LAST_QUERY_ID())')).toEqual([[2, 1, 1, 1, 1, '31:00:00']]);
  });

  it('reads answers that need no engine, with their types', async () => {
    const [, fields] = await connection.query("SELECT 1 AS i, 'a' AS t, 1.50 AS d, TRUE AS yes");
    const [result, scanned] = await connection.query("SELECT * FROM RESULT_SCAN(LAST_QUERY_ID())");
    expect(result).toEqual([{ i: 1, t: 'a', d: '1.50', yes: 1 }]);
    expect(scanned.map(({ columnType, flags }) => [columnType, flags])).toEqual(fields.map(({ columnType, flags }) => [columnType, flags]));
    await connection.execute('SELECT ? AS p', ['bound']);
    expect(await values('SELECT p FROM RESULT_SCAN(LAST_QUERY_ID())')).toEqual([['bound']]);
    const several = await staging.server.connect({ multipleStatements: true });
    const [answers] = await (await keeping(several)).query<mysql.RowDataPacket[][]>('SELECT 5 AS n; SELECT n + 1 AS m FROM RESULT_SCAN(LAST_QUERY_ID())');
    expect(answers[1]).toEqual([{ m: 6 }]);
    await several.end();
  });

  it('reads all rows of a query that began with some of the files', async () => {
    for (let file = 0; file < 12; file += 1) await staging.put('s', `many/${String(file).padStart(2, '0')}.csv`, `${file},a\n${file},b\n`);
    const first = await values(`SELECT $1::INT AS n FROM @s/many/ ${CSV} LIMIT 20`);
    expect(first).toHaveLength(20);
    expect(await values('SELECT n FROM RESULT_SCAN(LAST_QUERY_ID())')).toEqual(first);
  });

  it('is for the user whose result it is, as long as he may read what it came from', async () => {
    await root.query('GRANT READ ON STAGE s TO ann');
    const ann = await keeping(await staging.server.connect({ user: 'ann', password: 'a' }));
    await values(FILE, ann);
    const [id] = await keptIds(FILE, ann);
    const scan = `SELECT count(*) FROM RESULT_SCAN('${String(id)}')`;
    expect(await values(scan, ann)).toEqual([[3]]);
    expect(await message(scan)).toContain('none of your queries');
    expect(await keptIds(FILE)).not.toContain(id);
    const [scanId] = await keptIds(scan, ann);
    const scanOfScan = `SELECT * FROM RESULT_SCAN('${String(scanId)}')`;
    expect(await values(scanOfScan, ann)).toEqual([[3]]);
    await root.query('REVOKE READ ON STAGE s FROM ann');
    for (const asked of [scan, scanOfScan]) expect(await failure(ann, asked)).toMatchObject({ errno: 1227 });
    expect(await failure(ann, FILE)).toMatchObject({ errno: 1227 });
    await ann.end();
  });

  it('forgets the results of a user who is dropped', async () => {
    const bob = await keeping(await staging.server.connect({ user: 'bob', password: 'b' }));
    await values('SELECT dummy FROM system.one', bob);
    const [id] = await keptIds('SELECT dummy FROM system.one', bob);
    expect(id).toBeDefined();
    await root.query('DROP USER bob');
    await root.query("CREATE USER bob IDENTIFIED BY 'other'");
    const another = await keeping(await staging.server.connect({ user: 'bob', password: 'other' }));
    expect(await values('SELECT * FROM system.query_cache', another)).toEqual([]);
    expect(await failure(another, `SELECT * FROM RESULT_SCAN('${String(id)}')`)).toMatchObject({ errno: 1105 });
    await values('SELECT dummy FROM system.one', another);
    await root.query("CREATE OR REPLACE USER bob IDENTIFIED BY 'third'");
    const third = await keeping(await staging.server.connect({ user: 'bob', password: 'third' }));
    expect(await values('SELECT * FROM system.query_cache', third)).toEqual([]);
    // Sessions of those who were dropped go on, and what they keep is theirs.
    await values('SELECT dummy FROM system.one', bob);
    const [late] = await keptIds('SELECT dummy FROM system.one', bob);
    expect(late).toBeDefined();
    expect(await keptIds('SELECT dummy FROM system.one', third)).toEqual([]);
    expect(await failure(third, `SELECT * FROM RESULT_SCAN('${String(late)}')`)).toMatchObject({ errno: 1105 });
    await Promise.all([bob.end(), another.end(), third.end()]);
  });
});

it('gives zeros below zero as the query did', async () => {
  const sql = 'SELECT -0.0 AS a, -0e0 AS b, -0 AS c';
  const [first] = await connection.query<mysql.RowDataPacket[]>({ sql, typeCast: (field) => field.string() });
  expect(first).toEqual([{ a: '0.0', b: '-0.0', c: '0' }]);
  expect((await connection.query({ sql, typeCast: (field) => field.string() }))[0]).toEqual(first);
});

describe('sql_select_limit', () => {
  it('is part of the question', async () => {
    const sql = `${FILE} ORDER BY n`;
    expect(await values(sql)).toHaveLength(3);
    await connection.query('SET sql_select_limit = 2');
    expect(await values(sql)).toHaveLength(2);
    await connection.query('SET sql_select_limit = DEFAULT');
    expect(await values(sql)).toHaveLength(3);
  });
});

describe('what is not kept is told', () => {
  const scan = 'SELECT * FROM RESULT_SCAN(LAST_QUERY_ID())';

  it('because nobody asked for it', async () => {
    await connection.query('SET enable_query_result_cache = DEFAULT');
    await values(FILE);
    expect(await failure(connection, scan)).toMatchObject({ errno: 1105, message: expect.stringMatching(/^EmptyData\. Code: 1016, .*enable_query_result_cache = 1/) as string });
    await connection.query('SET enable_query_result_cache = 1');
    await connection.query('SHOW STAGES');
    expect(await message(scan)).toContain('it was no query');
  });

  it.each([
    ['SELECT now() AS n', 'time'], ['SELECT rand() AS n FROM system.one', 'random'], ['SELECT uuid() AS n', 'random'], ['SELECT * FROM (SELECT number FROM numbers(10)) x SAMPLE ROW (50)', 'sample'],
    ['SELECT number, current_date FROM numbers(2)', 'time'], ['SELECT @v := 1', 'assigns'], ['SELECT 1 INTO @v', 'assigns'],
  ])('because of what it asks: %s', async (sql, why) => {
    await connection.query(sql);
    expect(await message(scan)).toContain(why);
  });

  it('because it was too large, too fast or failed', async () => {
    await connection.query('SELECT number FROM numbers(1000000)');
    expect(await message(scan)).toContain('1048576 bytes that query_result_cache_max_bytes allows');
    await connection.query('SELECT number FROM numbers(100000)');
    expect(await values('SELECT count(*) FROM RESULT_SCAN(LAST_QUERY_ID())')).toEqual([[100_000]]);
    await connection.query('SETTINGS (query_result_cache_max_bytes = 10000000) SELECT number FROM numbers(1000000)');
    expect(await message(scan)).toContain('STAGEWIRE_RESULT_CACHE_SIZE');
    await connection.query('SELECT /*+ SET_VAR(query_result_cache_min_execute_secs = 1) */ dummy FROM system.one');
    expect(await message(scan)).toContain('less than 1 s');
    await failure(connection, "SELECT CAST(t AS INT) FROM (SELECT IF(number = 50000, 'x', '1') AS t FROM numbers(100000)) q");
    expect(await message(scan)).toContain('failed');
    await failure(connection, 'SELECT /*+ MAX_EXECUTION_TIME(50) */ count(*) FROM numbers(100000000000)');
    expect(await message(scan)).toContain('failed');
    expect(await message("SELECT * FROM RESULT_SCAN('none')")).toContain('none of your queries');
  });

  it('because its time is over, or others needed its room', async () => {
    await connection.query('SET query_result_cache_ttl_secs = 1');
    await values(FILE);
    const [id] = await keptIds(FILE);
    await until('the result is gone', async () => (await values(`SELECT count(*) FROM system.query_cache WHERE query_id = '${String(id)}'`, root))[0]?.[0] === 0);
    expect(await message(`SELECT * FROM RESULT_SCAN('${String(id)}')`)).toContain('its time is over');
    await connection.query('SET query_result_cache_ttl_secs = 300');
    await connection.query('SELECT -1 AS n');
    const [oldest] = await keptIds('SELECT -1 AS n');
    for (let n = 0; n < 100; n += 1) await connection.query(`SELECT ${n} AS n`);
    expect(await message(`SELECT * FROM RESULT_SCAN('${String(oldest)}')`)).toContain('make room');
    expect((await values('SELECT count(*) > 10 AND count(*) < 100 FROM system.query_cache'))[0]).toEqual([1]);
  });

  it('and arguments that name no query are refused', async () => {
    expect(await message('SELECT * FROM RESULT_SCAN()')).toContain('Code: 1028');
    expect(await message("SELECT * FROM RESULT_SCAN(query_id => 'x')")).toContain('Code: 1028');
    for (const nothing of ['LAST_QUERY_ID(9999999)', '@never', "''"]) expect(await message(`SELECT * FROM RESULT_SCAN(${nothing})`)).toContain('Code: 2004');
    expect(await message('SELECT * FROM RESULT_SCAN(NULL)')).toContain('Code: 1006');
    expect(await message('SELECT * FROM RESULT_SCAN(1)')).toContain('Code: 1006');
    expect(await message("SELECT * FROM RESULT_SCAN(concat('a', 'b'))")).toContain('Code: 1065');
  });
});

it('the settings have their ranges and are for sessions, for all, and for one statement', async () => {
  const shown = await values("SELECT name, value, `range`, type FROM system.settings WHERE name LIKE '%query_result_cache%' ORDER BY name", root);
  const whole = '[0, 18446744073709551615]';
  expect(shown).toEqual([
    ['enable_query_result_cache', '0', '[0, 1]', 'UInt64'],
    ['query_result_cache_allow_inconsistent', '0', '[0, 1]', 'UInt64'],
    ['query_result_cache_max_bytes', '1048576', whole, 'UInt64'],
    ['query_result_cache_min_execute_secs', '1', whole, 'UInt64'],
    ['query_result_cache_ttl_secs', '300', whole, 'UInt64'],
  ]);
  expect(await failure(root, 'SET enable_query_result_cache = 2')).toMatchObject({ errno: 1231 });
  await root.query('SET GLOBAL enable_query_result_cache = 1, GLOBAL query_result_cache_min_execute_secs = 0');
  const later = await staging.server.connect();
  await later.query('SELECT 3 AS three');
  expect(await values('SELECT three FROM RESULT_SCAN(LAST_QUERY_ID())', later)).toEqual([[3]]);
  await later.end();
  await root.query('SET GLOBAL enable_query_result_cache = DEFAULT, GLOBAL query_result_cache_min_execute_secs = DEFAULT');
});
