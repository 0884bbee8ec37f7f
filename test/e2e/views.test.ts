import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLineClient } from '../support/command-line-client.js';
import { failure, rows, startServer } from '../support/stagewire.js';
import { startStaging, type Staging } from '../support/staging.js';

const dump = await commandLineClient('mysqldump', 'mariadb-dump');

let staging: Staging;
let root: mysql.Connection;
let ann: mysql.Connection;

const query = (sql: string): Promise<unknown[][]> => staging.values(sql);
const errno = async (sql: string, connection = root): Promise<number | undefined> => (await failure(connection, sql)).errno;

beforeAll(async () => {
  staging = await startStaging();
  root = staging.root;
  await root.query('CREATE STAGE p');
  await root.query('CREATE STAGE c FILE_FORMAT = (TYPE = CSV SKIP_HEADER = 1)');
  await staging.putParquet('p', 'a.parquet', "SELECT i::INTEGER AS id, 'n' || i AS Name FROM range(3) t(i)");
  await staging.put('c', 'x.csv', 'k,v\n0,zero\n2,two\n');
  await root.query('CREATE VIEW People AS SELECT id, Name FROM @p');
  await root.query('CREATE VIEW words (k, v) AS SELECT $1::INT, $2 FROM @c');
  await root.query("CREATE USER ann IDENTIFIED BY 'a'");
  ann = await staging.server.connect({ user: 'ann', password: 'a' });
});

afterAll(async () => {
  await ann.end();
  await staging.stop();
});

describe('reading', () => {
  it('goes in expressions outside of queries too, with the privileges that a query needs', async () => {
    await root.query('SET @a = (SELECT count(*) FROM people), @b = (SELECT max(id) FROM @p)');
    await root.query('SET VARIABLE c = (SELECT count(*) FROM words)');
    expect(await query('SELECT @a, @b, $c')).toEqual([[3, 2, 2]]);
    for (const source of ['people', '@p', "list_stage(location => '@p')"]) {
      for (const statement of ['SET @a =', 'SET max_execution_time =', 'DO', 'KILL']) expect(await errno(`${statement} (SELECT count(*) FROM ${source})`, ann), `${statement} ${source}`).toBe(1227);
    }
    expect(await rows(ann, 'SELECT @a AS a')).toEqual([{ a: null }]);
  });

  it('takes a view as a table, whatever the case of its name', async () => {
    expect(await query('SELECT * FROM people ORDER BY id')).toEqual([[0, 'n0'], [1, 'n1'], [2, 'n2']]);
    expect(await query('SELECT People.id FROM People WHERE people.NAME = "n1"')).toEqual([[1]]);
    expect(await query('SELECT `default`.`words`.`v` FROM `default`.`words` ORDER BY `default`.`words`.`k` DESC')).toEqual([['two'], ['zero']]);
    expect(await query('SELECT t.b FROM words AS t (a, b) WHERE a = 2')).toEqual([['two']]);
    expect(await query('SELECT count(*) FROM people WHERE id IN (SELECT k FROM words)')).toEqual([[2]]);
  });

  it('joins views, stages and a view with itself', async () => {
    expect(await query('SELECT name, v FROM people JOIN words ON id = k ORDER BY 1')).toEqual([['n0', 'zero'], ['n2', 'two']]);
    expect(await query('SELECT count(*) FROM people a CROSS JOIN people b')).toEqual([[9]]);
    expect(await query('SELECT w.v, s.name FROM words w LEFT JOIN @p s ON s.id = w.k WHERE w.k = 2')).toEqual([['two', 'n2']]);
  });

  it('lets no name of WITH reach into a view, and hides a view by one', async () => {
    await root.query('CREATE VIEW outer_v AS SELECT count(*) AS n FROM people');
    expect(await query('WITH people AS (SELECT 1 AS x) SELECT * FROM people')).toEqual([[1]]);
    expect(await query('WITH people AS (SELECT 1 AS id) SELECT n FROM outer_v, people')).toEqual([[3]]);
  });

  it('runs prepared, with parameters of the reader', async () => {
    const [result] = await root.execute('SELECT name FROM people WHERE id = ?', [2]);
    expect(result).toEqual([{ Name: 'n2' }]);
  });

  it('is explained', async () => {
    expect((await query('EXPLAIN FORMAT = TRADITIONAL SELECT * FROM people'))[0]?.[2]).toBe('@p/');
  });

  it('keeps columns by position of staged files', async () => {
    await root.query('CREATE VIEW positions AS SELECT $1, $2, METADATA$FILENAME AS file FROM @c');
    expect(await query('SELECT * FROM positions ORDER BY 1 DESC')).toEqual([['2', 'two', 'x.csv'], ['0', 'zero', 'x.csv']]);
  });

  it('reads its text by the rules of the session that defined it, in its database', async () => {
    await root.query("SET sql_mode = 'ANSI_QUOTES'");
    await root.query('CREATE VIEW quoted AS SELECT "id" AS "i d" FROM "people"');
    await root.query('SET sql_mode = DEFAULT');
    expect(await query('SELECT `i d` FROM quoted ORDER BY 1')).toEqual([[0], [1], [2]]);
    await root.query('USE system');
    await root.query('CREATE VIEW `default`.from_system AS SELECT name FROM stages');
    await root.query('USE `default`');
    expect(await query('SELECT * FROM from_system ORDER BY name')).toEqual([['c'], ['p']]);
  });
});

describe('definitions', () => {
  it('are replaced, altered, kept and dropped', async () => {
    await root.query('CREATE VIEW d AS SELECT 1 AS a');
    expect(await errno('CREATE VIEW D AS SELECT 2 AS a')).toBe(1050);
    await root.query('CREATE VIEW IF NOT EXISTS d AS SELECT 2 AS a');
    expect(await query('SHOW WARNINGS')).toEqual([['Note', 1050, expect.stringContaining("'d' already exists")]]);
    expect(await query('SELECT a FROM d')).toEqual([[1]]);
    await root.query('CREATE OR REPLACE VIEW d AS SELECT 3 AS b');
    expect(await query('SELECT b FROM d')).toEqual([[3]]);
    await root.query('ALTER VIEW d (c) AS VALUES (4)');
    expect(await query('SELECT c FROM d')).toEqual([[4]]);
    expect(await errno('ALTER VIEW nowhere AS SELECT 1')).toBe(1146);
    expect(await errno('DROP VIEW d, nowhere')).toBe(1051);
    expect(await errno('DROP TABLE d')).toBe(1051);
    expect(await query('SELECT c FROM d')).toEqual([[4]]);
    await root.query('DROP VIEW IF EXISTS d, nowhere');
    expect(await query('SHOW WARNINGS')).toEqual([['Note', 1051, expect.stringContaining('default.nowhere')]]);
    expect(await errno('SELECT * FROM d')).toBe(1146);
  });

  it.each([
    ['CREATE VIEW x AS SELECT ?', 1351], ['CREATE VIEW x AS SELECT @a', 1351], ['CREATE VIEW x AS SELECT @@version', 1351],
    ['CREATE VIEW x AS SELECT * FROM @p (PATTERN => @pattern)', 1351], ['CREATE VIEW x AS SELECT 1 INTO @a', 1350],
    ['CREATE VIEW x AS SELECT 1 AS a, 2 AS A', 1060], ['CREATE VIEW x (a) AS SELECT 1, 2', 1353], ['CREATE VIEW x AS SELECT * FROM nowhere', 1146],
    ['CREATE VIEW x AS SELECT nothing FROM @p', 1054], ['CREATE VIEW information_schema.x AS SELECT 1', 1044], ['CREATE VIEW nowhere.x AS SELECT 1', 1049],
    ['CREATE VIEW x AS DROP STAGE p', 1064], ['CREATE VIEW x', 1064], ['CREATE SQL SECURITY DEFINER VIEW x AS SELECT 1', 1235],
    ['CREATE OR REPLACE VIEW people AS SELECT * FROM people', 1462], ['DROP VIEW information_schema.tables', 1044], ['SHOW CREATE VIEW information_schema.tables', 1347],
    ["CREATE VIEW x AS SELECT * FROM 's3://b/k' (CONNECTION => (access_key_id = 'k', secret_access_key = 's'))", 1105],
  ])('%s is error %i', async (sql, expected) => {
    const prepared = sql.includes('?') ? await root.prepare(sql).then(() => null, (error: unknown) => (error as { errno?: number }).errno) : await errno(sql);
    expect(prepared).toBe(expected);
    expect(await query("SELECT count(*) FROM information_schema.VIEWS WHERE TABLE_NAME = 'x'")).toEqual([[0]]);
  });

  it('never lead back to themselves, nor too deep, nor into too many', async () => {
    await root.query('CREATE VIEW a1 AS SELECT 1 AS n');
    await root.query('CREATE VIEW a2 AS SELECT n FROM a1');
    expect(await errno('ALTER VIEW a1 AS SELECT n FROM a2')).toBe(1462);
    for (let depth = 2; depth < 32; depth += 1) await root.query(`CREATE VIEW a${depth + 1} AS SELECT n FROM a${depth}`);
    expect(await query('SELECT n FROM a32')).toEqual([[1]]);
    expect(await staging.message('CREATE VIEW a33 AS SELECT n FROM a32')).toContain('nested deeper than 32');
    await root.query('CREATE VIEW w1 AS SELECT a.n FROM a1 a, a1 b');
    for (let width = 1; width < 6; width += 1) await root.query(`CREATE VIEW w${width + 1} AS SELECT a.n FROM w${width} a, w${width} b`);
    expect(await staging.message('SELECT * FROM w6, w6 again, w6 more')).toContain('more than 256 views');
  });
});

describe('what tools see', () => {
  it('lists and describes views like tables', async () => {
    expect(await query("SHOW FULL TABLES LIKE 'people'")).toEqual([['People', 'VIEW']]);
    expect(await query('DESC people')).toEqual([['id', 'int', 'YES', '', null, ''], ['Name', 'varchar(16382)', 'YES', '', null, '']]);
    expect(await rows(root, 'SHOW FULL COLUMNS FROM words')).toMatchObject([{ Field: 'k', Type: 'int' }, { Field: 'v' }]);
    expect(await query("SELECT TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'default' AND TABLE_NAME = 'words'")).toEqual([['VIEW']]);
    expect(await query("SELECT COLUMN_NAME, DATA_TYPE FROM information_schema.COLUMNS WHERE TABLE_NAME = 'words' ORDER BY ORDINAL_POSITION")).toEqual([['k', 'int'], ['v', 'varchar']]);
    expect(await query("SELECT VIEW_DEFINITION, SECURITY_TYPE, DEFINER FROM information_schema.VIEWS WHERE TABLE_NAME = 'words'")).toEqual([['SELECT $1::INT, $2 FROM @c', 'INVOKER', "'root'@'%'"]]);
  });

  it('SHOW CREATE gives a statement that makes the view again', async () => {
    const [[, statement]] = (await query('SHOW CREATE TABLE words')) as [[string, string]];
    expect(statement).toBe('CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`%` SQL SECURITY INVOKER VIEW `words` (`k`, `v`) AS SELECT $1::INT, $2 FROM @c');
    await root.query('DROP VIEW words');
    await root.query(statement);
    expect(await query('SELECT v FROM words ORDER BY k')).toEqual([['zero'], ['two']]);
    await root.query('/*!50001 CREATE OR REPLACE ALGORITHM=UNDEFINED */ /*!50013 DEFINER=`root`@`%` SQL SECURITY INVOKER */ /*!50001 VIEW `dumped` AS SELECT v FROM words */');
    expect(await query('SELECT count(*) FROM dumped')).toEqual([[2]]);
  });
});

describe('privileges', () => {
  it('of the reader count, on every stage that a view reads', async () => {
    await root.query('CREATE VIEW both_stages AS SELECT name, v FROM people JOIN words ON id = k');
    expect(await errno('SELECT * FROM people', ann)).toBe(1227);
    await root.query('GRANT READ ON STAGE p TO ann');
    expect(await rows(ann, 'SELECT count(*) AS n FROM people')).toEqual([{ n: 3 }]);
    expect((await failure(ann, 'SELECT * FROM both_stages')).message).toContain('STAGE c');
    expect(await errno('EXPLAIN SELECT * FROM both_stages', ann)).toBe(1227);
    await expect(ann.prepare('SELECT * FROM both_stages')).rejects.toMatchObject({ errno: 1227 });
    await root.query('GRANT READ ON STAGE c TO ann');
    expect(await rows(ann, 'SELECT count(*) AS n FROM both_stages')).toEqual([{ n: 2 }]);
  });

  it('are needed to define a view and to drop one', async () => {
    expect(await errno('CREATE VIEW of_ann AS SELECT 1 AS a', ann)).toBe(1227);
    expect(await errno('DROP VIEW people', ann)).toBe(1227);
    await root.query('GRANT CREATE VIEW ON *.* TO ann');
    await ann.query('CREATE VIEW of_ann AS SELECT id FROM people');
    await root.query('REVOKE READ ON STAGE p FROM ann');
    expect(await errno('ALTER VIEW of_ann AS SELECT name FROM people', ann)).toBe(1227);
    expect(await errno('DROP VIEW IF EXISTS people', ann)).toBe(1227);
    expect(await errno('CREATE OR REPLACE VIEW People AS SELECT 1 AS a', ann)).toBe(1227);
    expect(await errno('ALTER VIEW people AS SELECT 1 AS a', ann)).toBe(1227);
    await ann.query('CREATE OR REPLACE VIEW of_ann AS SELECT 2 AS a');
    expect(await rows(ann, 'SELECT * FROM of_ann')).toEqual([{ a: 2 }]);
  });

  it('are needed to read the text of a view that somebody else has created', async () => {
    const texts = (): Promise<unknown> => rows(ann, "SELECT TABLE_NAME AS name, VIEW_DEFINITION AS text, DEFINER AS definer FROM information_schema.VIEWS WHERE TABLE_SCHEMA = 'default' AND TABLE_NAME IN ('of_ann', 'both_stages') ORDER BY 1");
    expect(await texts()).toEqual([{ name: 'both_stages', text: '', definer: "'root'@'%'" }, { name: 'of_ann', text: 'SELECT 2 AS a', definer: "'ann'@'%'" }]);
    for (const sql of ['SHOW CREATE VIEW both_stages', 'SHOW CREATE TABLE both_stages']) {
      expect(await failure(ann, sql)).toMatchObject({ errno: 1142, message: expect.stringContaining("SHOW VIEW command denied to user 'ann'@'%' for table 'both_stages'") as string });
    }
    expect((await rows(ann, 'SHOW CREATE VIEW of_ann'))[0]?.['Create View']).toContain('DEFINER=`ann`@`%`');
    expect(await rows(ann, 'DESC both_stages')).toHaveLength(2);
    await root.query('GRANT SHOW VIEW ON *.* TO ann');
    expect(await texts()).toMatchObject([{ text: expect.stringContaining('JOIN') as string }, { text: 'SELECT 2 AS a' }]);
    expect((await rows(ann, 'SHOW CREATE VIEW both_stages'))[0]?.['Create View']).toContain('DEFINER=`root`@`%`');
    await root.query('DROP VIEW of_ann');
  });
});

describe('later', () => {
  it('keeps its columns while files gain some, and tells of those that are gone', async () => {
    await root.query('CREATE STAGE changing');
    await staging.putParquet('changing', 'a.parquet', 'SELECT 1 AS a');
    await root.query('CREATE VIEW changes AS SELECT * FROM @changing');
    await staging.putParquet('changing', 'a.parquet', 'SELECT 0 AS b, 2 AS a');
    expect(await rows(root, 'SELECT * FROM changes')).toEqual([{ a: 2 }]);
    await staging.putParquet('changing', 'a.parquet', 'SELECT 0 AS b');
    expect(await errno('SELECT * FROM changes')).toBe(1054);
    await root.query('DROP STAGE changing');
    expect(await staging.message('SELECT * FROM changes')).toContain("Code: 2501, Text = Stage 'changing' does not exist");
    expect(await query("SHOW TABLES LIKE 'changes'")).toEqual([['changes']]);
  });

  it.skipIf(dump === null)('is dumped and restored', async () => {
    const text = execFileSync(dump ?? '', ['-h127.0.0.1', `-P${staging.server.mysqlPort}`, '-uroot', '--no-tablespaces', '--skip-lock-tables', 'default', 'people', 'words'], { encoding: 'utf8' });
    await root.query('DROP VIEW people, words');
    const other = await staging.server.connect({ multipleStatements: true });
    await other.query(text);
    await other.end();
    expect(await query('SELECT name, v FROM people JOIN words ON id = k ORDER BY 1')).toEqual([['n0', 'zero'], ['n2', 'two']]);
  });

  it('is there after the server starts again', async () => {
    await ann.end();
    await root.end();
    await staging.server.stop();
    const again = await startServer(join(staging.directory, 'data'));
    const connection = await again.connect();
    try {
      expect(await rows(connection, 'SELECT name FROM people WHERE id = 1')).toEqual([{ Name: 'n1' }]);
      expect(await rows(connection, 'SELECT v FROM words ORDER BY k')).toEqual([{ v: 'zero' }, { v: 'two' }]);
    } finally {
      await connection.end();
      await again.stop();
    }
  });
});
