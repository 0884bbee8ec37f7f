import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type mysql from 'mysql2/promise';
import { describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';

/** The statements of the text file by the client that asks them. */
function queriesByClient(): readonly (readonly [client: string, queries: readonly string[]])[] {
  const text = readFileSync(join(import.meta.dirname, 'client-queries.txt'), 'utf8').replace(/^#[^#].*\n/gm, '');
  return text.trim().split(/^## /m).filter((part) => part !== '').map((part) => {
    const [client = '', ...lines] = part.split('\n');
    return [client, lines.join('\n').split(/;\n|;$/).map((query) => query.trim()).filter((query) => query !== '')];
  });
}

const { server } = await serverForFile();

describe('what clients ask before they work', () => {
  it.each(queriesByClient())('%s', async (_client, queries) => {
    const connection = await server.connect();
    const failed: string[] = [];
    for (const query of queries) await connection.query(query).catch((error: unknown) => failed.push(`${(error as mysql.QueryError).message}\n    ${query}`));
    await connection.end();
    expect(failed).toEqual([]);
  });
});
