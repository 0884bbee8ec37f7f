import mariadb from 'mariadb';
import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';
import { upload } from '../support/upload.js';

const { server } = await serverForFile();
const connection = await server.connect({ supportBigNumbers: true, bigNumberStrings: false });
afterAll(() => connection.end());

beforeAll(async () => {
  await connection.query('CREATE STAGE s1');
  await upload(server.httpUrl, 's1', { 'a.csv': 'x', 'b.csv': 'x', 'c.txt': 'x' });
});

async function execute(sql: string, values: unknown[] = [], on = connection): Promise<mysql.RowDataPacket[]> {
  const [result] = await on.execute<mysql.RowDataPacket[]>(sql, values as string[]);
  return result;
}

async function refusal(sql: string, values: unknown[] = []): Promise<mysql.QueryError> {
  try {
    await execute(sql, values);
  } catch (error) {
    return error as mysql.QueryError;
  }
  throw new Error(`succeeded: ${sql}`);
}

describe('mysql2 execute()', () => {
  it('brings back what it sent, without the engine', async () => {
    const moment = new Date('2024-03-05T07:08:09.123Z');
    const [row] = await execute('SELECT ? AS n, ? AS t, ? AS empty, ? AS nothing, ? AS d, ? AS b', [1.5, "it's é", '', null, moment, Buffer.from([0, 255, 1])]);
    expect(row).toEqual({ n: 1.5, t: "it's é", empty: '', nothing: null, d: expect.any(Date) as Date, b: Buffer.from([0, 255, 1]) });
  });

  it('compares in the engine with the type of the value', async () => {
    const dummies = async (value: unknown): Promise<number> => (await execute('SELECT * FROM system.one WHERE dummy = ?', [value])).length;
    expect([await dummies(1), await dummies('1'), await dummies(1.5), await dummies(true), await dummies(null)]).toEqual([1, 1, 0, 1, 0]);
  });

  it('takes parameters in every clause', async () => {
    const found = await execute(
      'SELECT name, ? AS mark FROM list_stage(location => ?, pattern => ?) WHERE name LIKE ? AND size IN (?, ?) GROUP BY name HAVING count(*) = ? ORDER BY name LIMIT ? OFFSET ?',
      ['m', '@s1', '.*', '%.csv', 1, 7, 1, 1, 1],
    );
    expect(found).toEqual([{ name: 'b.csv', mark: 'm' }]);
  });

  it('pastes nothing into SQL', async () => {
    expect(await execute('SELECT name FROM list_stage(location => ?) WHERE name = ?', ['@s1', "' OR 1=1 --"])).toEqual([]);
    expect(await execute('SELECT name FROM system.stages WHERE name = ?', ["s1' OR 'a'='a"])).toEqual([]);
  });

  it('takes parameters in our own commands', async () => {
    expect((await execute('LIST @s1 PATTERN = ?', ['.*[.]csv'])).map(({ name }) => String(name))).toEqual(['a.csv', 'b.csv']);
    expect(await execute('LIST ?', ['@s1/c.txt'])).toHaveLength(1);
    const [signed] = await execute('PRESIGN UPLOAD @s1/new.csv EXPIRE = ? CONTENT_TYPE = ?', [60, 'text/csv']);
    expect(signed).toMatchObject({ method: 'PUT' });
    await connection.execute('CREATE STAGE s2 FILE_FORMAT = (TYPE = ?, SKIP_HEADER = ?) COMMENT = ?', ['CSV', 1, "it's"]);
    expect(await execute('SHOW STAGES LIKE ? LIMIT ?', ['s2', 5])).toMatchObject([{ name: 's2', comment: "it's" }]);
    expect(await execute('SHOW STAGES WHERE comment = ?', ["it's"])).toMatchObject([{ name: 's2' }]);
    await connection.execute('SET @note = ?, wait_timeout = ?', ['n', 1000]);
    expect(await rows(connection, 'SELECT @note, @@wait_timeout AS t')).toEqual([{ '@note': 'n', t: 1000 }]);
  });

  it('refuses what does not fit, and goes on', async () => {
    expect(await refusal('DROP STAGE ?', ['s1'])).toMatchObject({ errno: 1064 });
    expect(await refusal('SELECT 1; SELECT 2')).toMatchObject({ errno: 1064 });
    expect(await refusal('SELECT nothing FROM system.one')).toMatchObject({ errno: 1054 });
    expect(await refusal('LIST @nowhere')).toMatchObject({ message: expect.stringContaining('2501') as string });
    expect(await refusal('LIST ?', ['@nowhere'])).toMatchObject({ message: expect.stringContaining('2501') as string });
    expect(await refusal('PRESIGN @s1/a EXPIRE = ?', ['soon'])).toMatchObject({ errno: 1210 });
    expect(await refusal('SELECT * FROM system.one LIMIT ?', [-1])).toMatchObject({ errno: 1210 });
    expect(await execute('SELECT ? AS still', ['here'])).toEqual([{ still: 'here' }]);
  });

  it('checks privileges with the bound value', async () => {
    await connection.query("CREATE USER ann IDENTIFIED BY 'pw'");
    const ann = await server.connect({ user: 'ann', password: 'pw' });
    await expect(execute('LIST ?', ['@s1'], ann)).rejects.toMatchObject({ errno: 1227 });
    await expect(execute('SELECT * FROM list_stage(location => ?)', ['@s1'], ann)).rejects.toMatchObject({ errno: 1227 });
    expect(await execute('LIST ?', ['@~'], ann)).toEqual([]);
    await ann.end();
  });

  it('announces the columns and parameters of the statement', async () => {
    const prepared = await connection.prepare('SELECT dummy, ? AS p, dummy + ? AS q FROM system.one');
    const { statement } = prepared as unknown as { statement: { columns: { name: string }[]; parameters: unknown[] } };
    expect(statement.columns.map(({ name }) => name)).toEqual(['dummy', 'p', 'q']);
    expect(statement.parameters).toHaveLength(2);
    await prepared.close();
  });
});

describe('a limit on prepared statements', () => {
  it('is for all sessions together (1461), and closing makes room', async () => {
    const open = await server.connect();
    await connection.query('SET GLOBAL max_prepared_stmt_count = 0');
    await expect(open.execute('SELECT 1 + ?', [1])).rejects.toMatchObject({ errno: 1461 });
    await connection.query('SET GLOBAL max_prepared_stmt_count = DEFAULT');
    await expect(open.execute('SELECT 1')).resolves.toBeDefined();
    await open.end();
  });
});

describe('the MariaDB connector', () => {
  it('prepares, executes again with other values, and streams', async () => {
    const client = await mariadb.createConnection({ host: '127.0.0.1', port: server.mysqlPort, user: 'root' });
    try {
      const statement = await client.prepare('SELECT ? AS a, dummy FROM system.one WHERE dummy = ?');
      expect(await statement.execute(['x', 1])).toMatchObject([{ a: 'x', dummy: 1 }]);
      expect(await statement.execute([7n, 2])).toHaveLength(0);
      expect(await statement.execute([7n, 1])).toMatchObject([{ a: 7n, dummy: 1 }]);
      statement.close();
      const [row] = await client.execute<Record<string, unknown>[]>('SELECT ? AS n, ? AS b, ? AS d, ? AS f', [null, Buffer.from([1, 2, 254]), new Date('2024-01-02T03:04:05Z'), 2.25]);
      expect(row).toMatchObject({ n: null, b: Buffer.from([1, 2, 254]), f: 2.25 });
    } finally {
      await client.end();
    }
  });
});

describe('PREPARE, EXECUTE and DEALLOCATE PREPARE', () => {
  it('run a text any number of times with user variables', async () => {
    await connection.query("SET @a = 3, @b = 'x'");
    await connection.query("PREPARE p FROM 'SELECT ? AS a, ? AS b'");
    expect(await rows(connection, 'EXECUTE p USING @a, @b')).toEqual([{ a: 3, b: 'x' }]);
    await connection.query("SET @text = 'LIST @s1 PATTERN = ?', @pattern = '.*txt'");
    await connection.query('PREPARE P FROM @text');
    expect(await rows(connection, 'EXECUTE p USING @pattern')).toMatchObject([{ name: 'c.txt' }]);
    await connection.query('DEALLOCATE PREPARE p');
    expect(await failure(connection, 'EXECUTE p')).toMatchObject({ errno: 1243 });
  });

  it('end with the errors of MySQL', async () => {
    await connection.query("PREPARE q FROM 'SELECT ?'");
    expect(await failure(connection, 'EXECUTE q')).toMatchObject({ errno: 1210 });
    expect(await failure(connection, "PREPARE q FROM 'SELECT'")).toMatchObject({ errno: 1064 });
    // The old one is gone with it.
    expect(await failure(connection, 'EXECUTE q USING @a')).toMatchObject({ errno: 1243 });
    expect(await failure(connection, "PREPARE q FROM 'PREPARE r FROM ''SELECT 1'''")).toMatchObject({ errno: 1295 });
    expect(await failure(connection, "PREPARE q FROM 'SELECT 1; SELECT 2'")).toMatchObject({ errno: 1064 });
    expect(await failure(connection, 'PREPARE q FROM @never_set')).toMatchObject({ errno: 1064 });
    expect(await failure(connection, 'DROP PREPARE nothing')).toMatchObject({ errno: 1243 });
  });

  it('check privileges of what is executed', async () => {
    const ann = await server.connect({ user: 'ann', password: 'pw' });
    await ann.query("SET @where = '@s1'");
    await ann.query("PREPARE p FROM 'LIST ?'");
    expect(await failure(ann, 'EXECUTE p USING @where')).toMatchObject({ errno: 1227 });
    await ann.end();
  });
});
