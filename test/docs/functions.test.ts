import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { functionTable } from './function-table.js';
import { serverForFile } from '../support/server-for-file.js';
import type mysql from 'mysql2/promise';

const DOCUMENT = new URL('../../docs/functions.md', import.meta.url);

const { server } = await serverForFile();
const connection = await server.connect({ rowsAsArray: true, typeCast: (field, next) => (field.type === 'BLOB' ? next() : field.string()) });
afterAll(() => connection.end());

async function ask(sql: string): Promise<string | null> {
  const [rows] = await connection.query<mysql.RowDataPacket[][]>(sql);
  const value: unknown = rows[0]?.[0];
  return value === null || value === undefined ? null : Buffer.isBuffer(value) ? value.toString('utf8') : (value as string);
}

it('docs/functions.md says what the server answers', async () => {
  const table = await functionTable(ask);
  if (process.env['STAGEWIRE_UPDATE_DOCS'] === '1') writeFileSync(DOCUMENT, table);
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(table);
});
