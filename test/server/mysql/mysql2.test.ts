import mysql from 'mysql2/promise';
import { expect, test } from 'vitest';
import { startServer } from './harness.js';

test('mysql2 logs in and selects', async () => {
  const { port } = await startServer();
  const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root', database: 'other' });
  const [result] = await connection.query('SELECT 1');
  expect(result).toEqual([{ '1': 1 }]);
  const [db] = await connection.query('SELECT DATABASE()');
  expect(db).toEqual([{ db: 'other' }]);
  await connection.end();
});
