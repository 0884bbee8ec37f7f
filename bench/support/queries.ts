import mysql from 'mysql2';
import type { BenchServer } from './server.js';

/** A connection of a stock client. */
export function connect(server: BenchServer): mysql.Connection {
  return mysql.createConnection({ host: '127.0.0.1', port: server.mysqlPort, user: 'root' });
}

/** Runs a statement and counts its rows as they come, without keeping them. */
export async function countRows(connection: mysql.Connection, sql: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    connection
      .query(sql)
      .on('result', () => { rows += 1; })
      .on('error', reject)
      .on('end', () => { resolve(rows); });
  });
}

export async function execute(connection: mysql.Connection, sql: string): Promise<void> {
  await connection.promise().query(sql);
}

/** A comparison is worth nothing if one side does less. */
export function mustEqual(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`${what}: ${found} instead of ${expected}`);
}
