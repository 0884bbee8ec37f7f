import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { DATABEND_FUNCTIONS } from './databend-functions.js';
import { functionTable } from './function-table.js';
import { MYSQL_FUNCTIONS } from './mysql-functions.js';
import { serverForFile } from '../support/server-for-file.js';
import type mysql from 'mysql2/promise';


const { server } = await serverForFile();
const connection = await server.connect({ rowsAsArray: true, typeCast: (field, next) => (field.type === 'BLOB' ? next() : field.string()) });
afterAll(() => connection.end());

async function ask(sql: string): Promise<string | null> {
  const [rows] = await connection.query<mysql.RowDataPacket[][]>(sql);
  const value: unknown = rows[0]?.[0];
  return value === null || value === undefined ? null : Buffer.isBuffer(value) ? value.toString('utf8') : (value as string);
}

it.each([['functions.md', MYSQL_FUNCTIONS], ['databend-functions.md', DATABEND_FUNCTIONS]] as const)('docs/%s says what the server answers', async (name, functions) => {
  const document = new URL(`../../docs/${name}`, import.meta.url);
  const table = await functionTable(functions, ask);
  if (process.env['STAGEWIRE_UPDATE_DOCS'] === '1') writeFileSync(document, table);
  expect(readFileSync(document, 'utf8')).toBe(table);
}, 300_000);
