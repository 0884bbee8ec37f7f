/** mysql2, mysql and mariadb: both protocols, streams, files, TLS, compression. */
import { createReadStream } from 'node:fs';
import mariadb from 'mariadb';
import mysql from 'mysql';
import mysql2 from 'mysql2/promise';
import { assert, check, equal, file, finish, host, password, port, user } from './checks.js';

const coordinates = { host, port, user, password };

const VALUES =
  "SELECT 1 AS one, CAST(1.50 AS DECIMAL(10,2)) AS price, CAST(0.1 AS DOUBLE) AS tenth, 'naïve 🎈' AS text, NULL AS nothing, CAST('2024-02-29' AS DATE) AS day";

{
  const connection = await mysql2.createConnection({ ...coordinates, dateStrings: true, supportBigNumbers: true });
  const expected = { one: 1, price: '1.50', tenth: 0.1, text: 'naïve 🎈', nothing: null, day: '2024-02-29' };
  await check('mysql2 query', async () => { equal((await connection.query(VALUES))[0].map((row) => ({ ...row })), [expected]); });
  await check('mysql2 execute', async () => { equal((await connection.execute(VALUES))[0].map((row) => ({ ...row })), [expected]); });
  await check('mysql2 execute with parameters', async () => {
    for (const given of [[1, 'a', null], [2.5, "it's", Buffer.from([0, 255])]]) {
      const [[row]] = await connection.execute('SELECT ? AS a, ? AS b, ? AS c', given);
      equal(Number(row.a), given[0]);
      equal(row.b, given[1]);
      equal(row.c, given[2]);
    }
  });
  await check('mysql2 infileStreamFactory', async () => {
    await connection.query('CREATE OR REPLACE STAGE node_files');
    await connection.query({ sql: `PUT 'file://${file}' @node_files/in/`, infileStreamFactory: (path) => createReadStream(path.replace(/^file:\/\//, '')) });
    const [files] = await connection.query('LIST @node_files');
    equal(files.map(({ name }) => name), ['in/books.csv']);
    await connection.query('DROP STAGE node_files');
  });
  await check('mysql2 stream', async () => {
    let rows = 0;
    const stream = connection.connection.query('SELECT number FROM numbers(100000)').stream({ highWaterMark: 100 });
    for await (const row of stream) rows += row.number >= 0 ? 1 : 0;
    equal(rows, 100000);
  });
  await check('mysql2 changeUser, reset and ping', async () => {
    await connection.changeUser({ user, password });
    await connection.query('SET @x = 1');
    await connection.reset();
    equal((await connection.query('SELECT @x AS x'))[0][0].x, null);
    await connection.ping();
  });
  await check('mysql2 transactions', async () => {
    await connection.beginTransaction();
    await connection.commit();
    await connection.beginTransaction();
    await connection.rollback();
  });
  await connection.end();
}

await check('mysql2 TLS', async () => {
  const connection = await mysql2.createConnection({ ...coordinates, ssl: { rejectUnauthorized: false } });
  const [[row]] = await connection.query("SHOW STATUS LIKE 'Ssl_cipher'");
  assert.notEqual(row.Value, '');
  await connection.end();
});
await check('mysql2 compression', async () => {
  const connection = await mysql2.createConnection({ ...coordinates, compress: true });
  equal((await connection.query("SELECT repeat('x', 1000000) AS text"))[0][0].text.length, 1000000);
  await connection.end();
});
await check('mysql2 pool', async () => {
  const pool = mysql2.createPool({ ...coordinates, connectionLimit: 8 });
  const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => pool.execute('SELECT ? AS n', [index])));
  equal(answers.map(([[row]]) => Number(row.n)), Array.from({ length: 100 }, (_, index) => index));
  await pool.end();
});

await check('mysql', async () => {
  const connection = mysql.createConnection({ ...coordinates, dateStrings: true, multipleStatements: true });
  const query = (sql, values) => new Promise((resolve, reject) => { connection.query(sql, values, (error, rows) => { if (error) reject(error); else resolve(rows); }); });
  equal((await query('SELECT ? AS a, 2 AS b', ["x'y"])).map((row) => ({ ...row })), [{ a: "x'y", b: 2 }]);
  equal((await query('SELECT 1; SELECT 2')).length, 2);
  await assert.rejects(query('LIST @no_such_stage'), /2501/);
  await new Promise((resolve) => { connection.end(resolve); });
});

await check('mariadb', async () => {
  const connection = await mariadb.createConnection({ ...coordinates, dateStrings: true });
  equal((await connection.query('SELECT ? AS a', ['é'])).slice(), [{ a: 'é' }]);
  equal((await connection.execute('SELECT ? AS a, ? AS b', [7n, null])).slice().map(({ a, b }) => [Number(a), b]), [[7, null]]);
  const prepared = await connection.prepare('SELECT ? AS n');
  for (const n of [1, 2, 3]) equal(Number((await prepared.execute([n]))[0].n), n);
  await prepared.close();
  await connection.end();
});
await check('mariadb TLS and compression', async () => {
  const connection = await mariadb.createConnection({ ...coordinates, ssl: { rejectUnauthorized: false }, compress: true });
  equal((await connection.query("SELECT repeat('x', 100000) AS text"))[0].text.length, 100000);
  await connection.end();
});
finish();
