import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startStaging, type Staging } from '../support/staging.js';
import { failure, rows } from '../support/stagewire.js';

let staging: Staging;
let root: mysql.Connection;

beforeAll(async () => {
  staging = await startStaging();
  root = staging.root;
  await root.query('CREATE STAGE s');
  await staging.put('s', 'a.csv', '1,x\n2,y\n');
  await root.query("CREATE VIEW plain AS SELECT $1 AS n, $2 AS t FROM @s/a.csv (FILE_FORMAT => 'CSV')");
  await root.query('CREATE VIEW counted AS SELECT t, count(*) AS c FROM plain GROUP BY t');
});

afterAll(() => staging.stop());

/** `id select_type table Extra` of each line. */
async function lines(query: string): Promise<readonly string[]> {
  return (await rows(root, `EXPLAIN ${query}`)).map((row) => [row['id'], row['select_type'], row['table'], row['Extra']].map(String).join(' '));
}

async function json(query: string): Promise<unknown> {
  const [row] = await rows(root, `EXPLAIN FORMAT = JSON ${query}`);
  return JSON.parse(String(row?.['EXPLAIN'])) as unknown;
}

describe('TRADITIONAL', () => {
  it.each<[string, readonly string[]]>([
    ['SELECT 1', ['1 SIMPLE null No tables used']],
    ['SELECT * FROM mysql.user', ['1 SIMPLE user null']],
    ["SELECT DISTINCT Host FROM mysql.user u WHERE User = 'x' ORDER BY 1", ['1 SIMPLE u Using where; Using temporary; Using filesort']],
    ['SELECT * FROM mysql.user u JOIN mysql.db d ON u.User = d.User, system.one', ['1 SIMPLE u null', '1 SIMPLE d Using where; Using join buffer (hash join)', '1 SIMPLE one Using join buffer (hash join)']],
    ['SELECT * FROM system.one WHERE dummy IN (SELECT 1 FROM mysql.user)', ['1 PRIMARY one Using where', '2 SUBQUERY user null']],
    ['SELECT (SELECT count(*) FROM mysql.user) AS n', ['1 PRIMARY null No tables used', '2 SUBQUERY user null']],
    ['SELECT * FROM (SELECT dummy, count(*) FROM system.one GROUP BY 1) x', ['1 PRIMARY <derived2> null', '2 DERIVED one Using temporary']],
    ['SELECT * FROM (SELECT dummy FROM system.one WHERE dummy > 1) x', ['1 SIMPLE one Using where']],
    ['WITH x AS (SELECT 1 AS a) SELECT * FROM x JOIN x y ON TRUE', ['1 PRIMARY <derived2> null', '1 PRIMARY <derived3> Using where; Using join buffer (hash join)', '2 DERIVED null No tables used', '3 DERIVED null No tables used']],
    ['SELECT 1 UNION ALL SELECT 2', ['1 PRIMARY null No tables used', '2 UNION null No tables used']],
    ['SELECT 1 UNION SELECT 2 UNION SELECT 3', ['1 PRIMARY null No tables used', '2 UNION null No tables used', '3 UNION null No tables used', 'null UNION RESULT <union1,2,3> Using temporary']],
    ['SELECT * FROM plain WHERE n > 1', ['1 SIMPLE @s/a.csv Using where']],
    ['SELECT * FROM counted', ['1 PRIMARY <derived2> null', '2 DERIVED @s/a.csv Using temporary']],
    ["SELECT * FROM list_stage(location => '@s')", ['1 SIMPLE list_stage null']],
  ])('%s', async (query, expected) => {
    expect(await lines(query)).toEqual(expected);
  });

  it('reads every table as a whole', async () => {
    expect(await rows(root, 'EXPLAIN SELECT * FROM mysql.user')).toMatchObject([{ type: 'ALL', key: null, possible_keys: null, filtered: 100 }]);
  });

  it('is what DESCRIBE says of a query too, and of a table its columns', async () => {
    expect((await rows(root, 'DESC SELECT 1'))[0]).toMatchObject({ select_type: 'SIMPLE' });
    expect((await rows(root, 'EXPLAIN system.one'))[0]).toMatchObject({ Field: 'dummy' });
  });
});

describe('JSON', () => {
  it('has blocks and tables where MySQL has them, and the plan of the engine', async () => {
    const { query_block: block, engine_plan: plan } = (await json('SELECT DISTINCT u.User, count(*) FROM mysql.user u LEFT JOIN (SELECT 1 AS a LIMIT 1) x ON a = 1 GROUP BY 1 ORDER BY 1')) as Record<string, unknown>;
    expect(plan).toBeInstanceOf(Array);
    expect(block).toMatchObject({
      select_id: 1,
      ordering_operation: { using_filesort: true, duplicates_removal: { grouping_operation: { nested_loop: [
        { table: { table_name: 'u', access_type: 'ALL' } },
        { table: { table_name: '<derived2>', using_join_buffer: 'hash join', materialized_from_subquery: { query_block: { select_id: 2, message: 'No tables used' } } } },
      ] } } },
    });
  });

  it('of a union and of a constant', async () => {
    expect(await json('SELECT dummy FROM system.one UNION SELECT 2')).toMatchObject({
      query_block: { union_result: { table_name: '<union1,2>', query_specifications: [{ query_block: { select_id: 1, table: { table_name: 'one' } } }, { query_block: { select_id: 2 } }] } },
    });
    expect(await json('SELECT 1')).toEqual({ query_block: { select_id: 1, message: 'No tables used' } });
  });

  it('goes into a variable', async () => {
    await root.query('EXPLAIN FORMAT = JSON INTO @plan SELECT 1');
    expect((await rows(root, 'SELECT @plan AS p'))[0]?.['p']).toContain('query_block');
    expect(await failure(root, 'EXPLAIN FORMAT = TREE INTO @plan SELECT 1')).toMatchObject({ errno: 1235 });
  });
});

describe('ANALYZE', () => {
  it('runs the query and says what happened', async () => {
    const [row] = await rows(root, "EXPLAIN ANALYZE SELECT count(*) FROM plain WHERE n = '1'");
    expect(Object.keys(row ?? {})).toEqual(['EXPLAIN']);
    expect(row?.['EXPLAIN']).toMatch(/[Tt]otal [Tt]ime/);
    expect((await rows(root, 'EXPLAIN ANALYZE SELECT 1'))[0]?.['EXPLAIN']).toContain('Rows fetched before execution');
    expect((await rows(root, 'EXPLAIN ANALYZE FORMAT = TREE SELECT * FROM system.one'))[0]?.['EXPLAIN']).toContain('system.one');
    expect(await failure(root, 'EXPLAIN ANALYZE FORMAT = JSON SELECT 1')).toMatchObject({ errno: 1235 });
  });
});

describe('FOR CONNECTION', () => {
  it('explains what another connection runs', async () => {
    const other = await staging.server.connect({ database: 'system' });
    other.on('error', () => undefined);
    const running = expect(other.query('SELECT count(*) FROM one, numbers(100000000) a, numbers(100000) b WHERE a.number % 7 = b.number % 11')).rejects.toMatchObject({ errno: 1317 });
    await vi.waitFor(async () => {
      expect(await lines(`FOR CONNECTION ${other.threadId}`)).toEqual(['1 SIMPLE one Using where', '1 SIMPLE a Using join buffer (hash join)', '1 SIMPLE b Using join buffer (hash join)']);
    }, { timeout: 10_000, interval: 100 });
    expect((await rows(root, 'SELECT DATABASE() AS d'))[0]).toEqual({ d: 'default' });
    await root.query(`KILL QUERY ${other.threadId}`);
    await running;
    expect(await failure(root, `EXPLAIN FOR CONNECTION ${other.threadId}`)).toMatchObject({ errno: 3012 });
    await other.end();
  });

  it('explains a prepared statement with the values that it runs with', async () => {
    const other = await staging.server.connect({ database: 'system' });
    other.on('error', () => undefined);
    const sql = 'SELECT count(*) FROM numbers(100000000) a, numbers(100000000) b WHERE a.number % ? = b.number % ?';
    const running = expect(other.execute(sql, [7, 4321])).rejects.toMatchObject({ errno: 1317 });
    await vi.waitFor(async () => {
      expect(await lines(`FOR CONNECTION ${other.threadId}`)).toHaveLength(2);
    }, { timeout: 10_000, interval: 100 });
    expect(String((await rows(root, `EXPLAIN FORMAT = TREE FOR CONNECTION ${other.threadId}`))[0]?.['EXPLAIN'])).toContain('4321');
    await root.query(`KILL QUERY ${other.threadId}`);
    await running;
    expect(await failure(root, `EXPLAIN FOR CONNECTION ${other.threadId}`)).toMatchObject({ errno: 3012 });
    await other.end();
  });

  it('not what somebody else runs', async () => {
    await root.query("CREATE USER ann IDENTIFIED BY 'pw'");
    const ann = await staging.server.connect({ user: 'ann', password: 'pw' });
    expect(await failure(ann, `EXPLAIN FOR CONNECTION ${root.threadId}`)).toMatchObject({ errno: 1095 });
    expect(await failure(ann, `EXPLAIN FOR CONNECTION ${ann.threadId}`)).toMatchObject({ errno: 3012 });
    await ann.end();
  });
});
