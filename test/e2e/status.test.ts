import { connect } from 'node:net';
import { once } from 'node:events';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';
import { until } from '../support/until.js';

const { server } = await serverForFile({ STAGEWIRE_MAX_CONNECTIONS: '8' });
const root = await server.connect();
afterAll(() => root.end());

beforeAll(async () => {
  await root.query("CREATE USER ann IDENTIFIED BY 'pw'");
});

async function status(connection: mysql.Connection, scope: 'GLOBAL' | 'SESSION', name: string): Promise<number> {
  const [row] = await rows(connection, `SHOW ${scope} STATUS LIKE '${name}'`);
  return Number((row as { Value: string } | undefined)?.Value);
}

/** By how much variables grow while something is done, beside what asking for them costs. */
async function growth(scope: 'GLOBAL' | 'SESSION', names: readonly string[], connection: mysql.Connection, work: () => Promise<unknown>): Promise<readonly number[]> {
  const all = async (): Promise<readonly number[]> => {
    const values = new Map((await rows(connection, `SHOW ${scope} STATUS`)).map((row) => [String(row['Variable_name']), Number(row['Value'])]));
    return names.map((name) => values.get(name) ?? NaN);
  };
  const before = await all();
  await work();
  return (await all()).map((value, index) => value - (before[index] ?? 0));
}

async function other<T>(work: (connection: mysql.Connection) => Promise<T>, options: mysql.ConnectionOptions = {}): Promise<T> {
  const connection = await server.connect(options);
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}

describe('statements and commands are counted', () => {
  it('in the session that sends them, by what they are', async () => {
    const names = ['Questions', 'Queries', 'Com_select', 'Com_set_option', 'Com_begin', 'Com_commit', 'Com_show_create_user', 'Com_show_errors', 'Com_lock_tables', 'Com_unlock_tables', 'Com_admin_commands', 'Com_do'];
    const grown = await growth('SESSION', names, root, async () => {
      for (const sql of ['SELECT 1', 'SELECT count(*) FROM system.stages', 'SET @a = 1', 'BEGIN', 'COMMIT', 'SHOW CREATE USER root', 'SHOW ERRORS', 'LOCK TABLES x READ', 'UNLOCK TABLES', 'DO 1']) await root.query(sql);
      await root.ping();
    });
    // With the second SHOW STATUS.
    expect(grown).toEqual([11, 11, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('those of prepared statements too', async () => {
    const names = ['Questions', 'Queries', 'Com_select', 'Com_stmt_prepare', 'Com_stmt_execute', 'Com_stmt_close', 'Com_prepare_sql', 'Com_execute_sql', 'Com_dealloc_sql'];
    const grown = await growth('SESSION', names, root, async () => {
      const statement = await root.prepare('SELECT ? + 1');
      await statement.execute([1]);
      await statement.execute([2]);
      await statement.close();
      for (const sql of ["PREPARE p FROM 'SELECT 1'", 'EXECUTE p', 'DEALLOCATE PREPARE p']) await root.query(sql);
    });
    expect(grown).toEqual([6, 8, 3, 1, 2, 1, 1, 1, 1]);
  });

  it('those that come again and again, byte for byte', async () => {
    const names = ['Questions', 'Queries', 'Com_select', 'Com_stmt_execute', 'Com_admin_commands'];
    await other(async (connection) => {
      const statement = await connection.prepare('SELECT 1');
      const ask = async (): Promise<void> => {
        for (let i = 0; i < 5; i++) await connection.query('SELECT 1');
        for (let i = 0; i < 3; i++) await statement.execute([]);
        await connection.ping();
      };
      for (const scope of ['SESSION', 'GLOBAL'] as const) expect(await growth(scope, names, connection, ask)).toEqual([9, 9, 8, 3, 1]);
    });
  });

  it('each statement of a text', async () => {
    await other(async (connection) => {
      const grown = await growth('SESSION', ['Questions', 'Com_select'], connection, () => connection.query('SELECT 1; SELECT 2; SELECT 3'));
      expect(grown).toEqual([4, 3]);
    }, { multipleStatements: true });
  });

  it('for all sessions together, the ended ones included', async () => {
    const names = ['Questions', 'Com_do', 'Connections', 'Aborted_clients'];
    const work = (): Promise<unknown> => other(async (connection) => {
      for (let i = 0; i < 5; i++) await connection.query('DO 1');
      expect(await status(connection, 'SESSION', 'Com_do')).toBe(5);
    });
    const [questions = 0, ...rest] = await growth('GLOBAL', names, root, work);
    // COM_QUIT of the other one may be on its way still.
    expect([7, 8]).toContain(questions);
    expect(rest).toEqual([5, 1, 0]);
    expect(await status(root, 'SESSION', 'Com_do')).toBeLessThan(await status(root, 'GLOBAL', 'Com_do'));
  });

  it('anew after a session was reset, without loss for the whole', async () => {
    await other(async (connection) => {
      for (let i = 0; i < 3; i++) await connection.query('DO 1');
      const before = await status(root, 'GLOBAL', 'Com_do');
      await connection.changeUser({ user: 'ann', password: 'pw' });
      expect(await status(connection, 'SESSION', 'Com_do')).toBe(0);
      expect(await status(root, 'GLOBAL', 'Com_do')).toBe(before);
    });
  });
});

describe('bytes and time', () => {
  it.each([['without TLS', {}], ['over TLS', { ssl: { rejectUnauthorized: false } }]])('%s', async (_name, options) => {
    await other(async (connection) => {
      const names = ['Bytes_received', 'Bytes_sent'];
      const [quietIn = 0, quietOut = 0] = await growth('SESSION', names, connection, () => Promise.resolve());
      const [received = 0, sent = 0] = await growth('SESSION', names, connection, () => connection.query(`SELECT '${'x'.repeat(200_000)}'`));
      expect(received - quietIn).toBeGreaterThan(199_000);
      expect(received - quietIn).toBeLessThan(210_000);
      // The name of the column is the text too.
      expect(sent - quietOut).toBeGreaterThan(199_000);
      expect(await status(connection, 'GLOBAL', 'Bytes_sent')).toBeGreaterThan(await status(connection, 'SESSION', 'Bytes_sent'));
    }, options);
  });

  it('a statement that takes longer than long_query_time is slow', async () => {
    await other(async (connection) => {
      await connection.query('SET long_query_time = 0.05');
      expect(await growth('SESSION', ['Slow_queries'], connection, () => connection.query('SELECT SLEEP(0.2)'))).toEqual([expect.any(Number)]);
      expect(await status(connection, 'SESSION', 'Slow_queries')).toBeGreaterThan(0);
      await connection.query('SET long_query_time = 100');
      expect(await growth('SESSION', ['Slow_queries'], connection, () => connection.query('SELECT SLEEP(0.2)'))).toEqual([0]);
    });
  });
});

describe('connections are counted', () => {
  it('those that fail to log in and those that end without a word', async () => {
    const names = ['Aborted_connects', 'Aborted_clients', 'Connections'];
    const grown = await growth('GLOBAL', names, root, async () => {
      await expect(server.connect({ user: 'ann', password: 'wrong' })).rejects.toMatchObject({ errno: 1045 });
      const silent = connect(server.mysqlPort, '127.0.0.1');
      await once(silent, 'data');
      silent.destroy();
      const gone = await server.connect();
      gone.on('error', () => undefined);
      const before = await status(root, 'GLOBAL', 'Aborted_clients');
      gone.destroy();
      await until('it is noticed', async () => (await status(root, 'GLOBAL', 'Aborted_clients')) > before);
      await until('the others are gone', async () => (await status(root, 'GLOBAL', 'Threads_connected')) === 1);
    });
    expect(grown).toEqual([2, 1, 3]);
  });

  it('at their most, and those beyond', async () => {
    const many = await Promise.all(Array.from({ length: 7 }, () => server.connect()));
    const refused = await growth('GLOBAL', ['Connection_errors_max_connections'], root, () => expect(server.connect()).rejects.toMatchObject({ errno: 1040 }));
    expect(refused).toEqual([1]);
    expect(await status(root, 'GLOBAL', 'Threads_connected')).toBe(8);
    for (const connection of many) await connection.end();
    await until('the others are gone', async () => (await status(root, 'GLOBAL', 'Threads_connected')) === 1);
    expect(await status(root, 'GLOBAL', 'Max_used_connections')).toBe(8);
    await root.query('FLUSH STATUS');
    expect(await status(root, 'GLOBAL', 'Max_used_connections')).toBe(1);
    expect(await status(root, 'GLOBAL', 'Uptime')).toBeGreaterThanOrEqual(await status(root, 'GLOBAL', 'Uptime_since_flush_status'));
  });
});

describe('FLUSH STATUS', () => {
  it("forgets the session's counts and keeps those of all", async () => {
    await root.query('DO 1');
    const all = await status(root, 'GLOBAL', 'Com_do');
    expect(await status(root, 'SESSION', 'Com_do')).toBeGreaterThan(0);
    await root.query('FLUSH STATUS');
    expect(await status(root, 'SESSION', 'Com_do')).toBe(0);
    expect(await status(root, 'SESSION', 'Bytes_sent')).toBeLessThan(500);
    expect(await status(root, 'GLOBAL', 'Com_do')).toBe(all);
  });

  it('needs SUPER', async () => {
    await other(async (ann) => {
      expect(await failure(ann, 'FLUSH STATUS')).toMatchObject({ errno: 1227 });
      await ann.query('FLUSH TABLES');
    }, { user: 'ann', password: 'pw' });
  });

  it('both scopes are tables too, and the server as a whole has no compression', async () => {
    const [own] = await rows(root, "SELECT VARIABLE_VALUE AS v FROM performance_schema.session_status WHERE VARIABLE_NAME = 'Com_flush'");
    const [all] = await rows(root, "SELECT VARIABLE_VALUE AS v FROM performance_schema.global_status WHERE VARIABLE_NAME = 'Com_flush'");
    expect(Number((own as { v: string }).v)).toBeLessThanOrEqual(Number((all as { v: string }).v));
    expect(await rows(root, "SHOW GLOBAL STATUS LIKE 'Compression'")).toEqual([]);
    expect(await rows(root, "SHOW STATUS LIKE 'Compression'")).toHaveLength(1);
  });
});
