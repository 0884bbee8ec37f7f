import type mysql from 'mysql2/promise';
import { afterAll, describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';

const { server } = await serverForFile();
const connection = await server.connect({ multipleStatements: true });
afterAll(() => connection.end());

describe('several statements in one text', () => {
  it('answer with rows and OKs in their order', async () => {
    const [results] = await connection.query<mysql.RowDataPacket[][]>("SET @a = 1; SELECT @a AS a; CREATE STAGE m1; SHOW STAGES LIKE 'm1'; ; SELECT dummy FROM system.one;");
    expect(results).toHaveLength(5);
    expect(results[1]).toEqual([{ a: 1 }]);
    expect(results[3]).toMatchObject([{ name: 'm1' }]);
    expect(results[4]).toEqual([{ dummy: 1 }]);
  });

  it('end at the first that fails; those before it have happened, those behind it have not', async () => {
    expect(await failure(connection, "SET @b = 'before'; LIST @nowhere; SET @b = 'behind'")).toMatchObject({ message: expect.stringContaining('2501') as string });
    expect(await failure(connection, "SELECT 1; SET @c = 'before'; SELEC 2; SELECT 3")).toMatchObject({ errno: 1064 });
    expect(await rows(connection, 'SELECT @b AS b, @c AS c')).toEqual([{ b: 'before', c: 'before' }]);
  });

  it('are refused before the first runs, where they were not agreed', async () => {
    const single = await server.connect();
    expect(await failure(single, 'SET @d = 1; SELECT 2')).toMatchObject({ errno: 1064 });
    expect(await rows(single, 'SELECT @d AS d;')).toEqual([{ d: null }]);
    await single.end();
  });
});

describe('settings of one statement', () => {
  it('hold while it runs and no longer', async () => {
    expect(await rows(connection, 'SETTINGS (lock_wait_timeout = 7) SELECT @@lock_wait_timeout AS t')).toEqual([{ t: 7 }]);
    expect(await rows(connection, 'SELECT /*+ SET_VAR(lock_wait_timeout = 9) */ @@lock_wait_timeout AS t')).toEqual([{ t: 9 }]);
    const [prepared] = await connection.execute('SELECT /*+ SET_VAR(lock_wait_timeout = 8) */ @@lock_wait_timeout AS t');
    expect(prepared).toEqual([{ t: 8 }]);
    await connection.query("PREPARE p FROM 'SETTINGS (lock_wait_timeout = 6) SELECT @@lock_wait_timeout AS t'");
    expect(await rows(connection, 'EXECUTE p')).toEqual([{ t: 6 }]);
    expect(await rows(connection, 'SELECT @@lock_wait_timeout AS t')).toEqual([{ t: 31_536_000 }]);
  });

  it('end with a statement that fails, too', async () => {
    expect(await failure(connection, 'SETTINGS (lock_wait_timeout = 7) LIST @nowhere')).toMatchObject({ message: expect.stringContaining('2501') as string });
    expect(await rows(connection, 'SELECT @@lock_wait_timeout AS t')).toEqual([{ t: 31_536_000 }]);
  });

  it('that are unknown are an error in the clause and a warning in a hint', async () => {
    expect(await failure(connection, 'SETTINGS (no_such_thing = 1) SELECT 1')).toMatchObject({ errno: 1193 });
    expect(await rows(connection, 'SELECT /*+ SET_VAR(no_such_thing = 1) */ 2 AS two')).toEqual([{ two: 2 }]);
    expect(await rows(connection, 'SHOW WARNINGS')).toMatchObject([{ Level: 'Warning', Code: 3128 }]);
    await connection.query('SELECT /*+ SET_VAR(max_connections = 1) SET_VAR(sort_buffer_size = 1M) */ @@sort_buffer_size');
    expect(await rows(connection, 'SHOW WARNINGS')).toEqual([{ Level: 'Warning', Code: 3637, Message: "Variable 'max_connections' cannot be set using SET_VAR hint." }]);
  });

  it('are warned of where a hint is none that is known, however often it is asked', async () => {
    const warning = { Level: 'Warning', Code: 1064, Message: "Optimizer hint syntax error near 'NO_SUCH_HINT */ 2' at line 1" };
    for (const ask of [() => connection.query('SELECT /*+ NO_SUCH_HINT */ 2'), () => connection.execute('SELECT /*+ NO_SUCH_HINT */ 2')]) {
      for (const time of [1, 2]) {
        await ask();
        expect(await rows(connection, 'SHOW WARNINGS'), String(time)).toEqual([warning]);
      }
    }
    await connection.query('SELECT /*+ JOIN_ORDER(t1, t2) NO_ICP(`t 1`@`qb` idx) */ 2');
    expect(await rows(connection, 'SHOW WARNINGS')).toEqual([]);
  });
});
