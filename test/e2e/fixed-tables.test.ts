import type mysql from 'mysql2/promise';
import { afterAll, describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';

const { server } = await serverForFile();
const connection = await server.connect();
afterAll(() => connection.end());

describe('tables whose rows never change', () => {
  it('are there for many that ask for the first time at once', async () => {
    const connections = await Promise.all(Array.from({ length: 6 }, () => server.connect()));
    const answers = await Promise.all(connections.map((each) => each.execute('SELECT dummy FROM system.one WHERE dummy = ?', [1])));
    for (const [found] of answers) expect(found).toEqual([{ dummy: 1 }]);
    await Promise.all(connections.map((each) => each.end()));
  });

  it('stand wherever a table may stand, beside others', async () => {
    expect(await rows(connection, 'SELECT a.dummy AS x, b.dummy AS y FROM system.one a JOIN system.one b USING (dummy) ORDER BY x LIMIT 1')).toEqual([{ x: 1, y: 1 }]);
    expect(await rows(connection, 'WITH t AS (SELECT dummy FROM system.one) SELECT dummy AS n FROM t UNION ALL SELECT dummy + 1 FROM system.one ORDER BY n DESC')).toEqual([{ n: 2 }, { n: 1 }]);
    expect(await rows(connection, 'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n, system.one ORDER BY i')).toEqual([{ i: 1 }, { i: 2 }, { i: 3 }]);
    expect(await rows(connection, 'SELECT (SELECT max(dummy) FROM system.one) AS m, count(*) AS n FROM information_schema.triggers')).toEqual([{ m: 1, n: 0 }]);
    expect(await rows(connection, 'SELECT dummy FROM system.one WHERE EXISTS (SELECT 1 FROM system.stages)')).toEqual([]);
  });

  it('have their rows whoever asks and however often', async () => {
    const ask = async (id: number): Promise<unknown> => (await connection.execute('SELECT collation_name AS c FROM information_schema.collations WHERE id = ?', [id]))[0];
    expect([await ask(255), await ask(8), await ask(255), await ask(0)]).toEqual([[{ c: 'utf8mb4_0900_ai_ci' }], [{ c: 'latin1_swedish_ci' }], [{ c: 'utf8mb4_0900_ai_ci' }], []]);
    const [joined] = await rows(connection, "SELECT s.maxlen, c.is_default FROM information_schema.character_sets s JOIN information_schema.collations c USING (character_set_name) WHERE c.collation_name = 'latin1_swedish_ci'");
    expect(joined).toEqual({ MAXLEN: 1, IS_DEFAULT: 'Yes' });
    expect(await rows(connection, "SELECT support FROM information_schema.engines WHERE engine = 'STAGEWIRE'")).toEqual([{ SUPPORT: 'DEFAULT' }]);
  });

  it('show in plans under their own names, and under no other in queries', async () => {
    const [plan] = await rows(connection, 'EXPLAIN FORMAT = TREE SELECT * FROM system.one');
    expect(String(plan?.['EXPLAIN'])).toContain('system.one');
    expect(await failure(connection, 'SELECT * FROM kept.`system.one`')).toMatchObject({ errno: 1049 });
  });

  it('begin a transaction without autocommit, as every table does', async () => {
    await connection.query('SET autocommit = 0');
    const IN_TRANSACTION = 1;
    const [, fields] = await connection.query('SELECT dummy FROM system.one');
    expect(fields).toHaveLength(1);
    const [done] = await connection.query<mysql.ResultSetHeader>('DO 1');
    expect((done as unknown as { serverStatus: number }).serverStatus & IN_TRANSACTION).toBe(IN_TRANSACTION);
    await connection.query('ROLLBACK');
    await connection.query('SET autocommit = 1');
  });
});
