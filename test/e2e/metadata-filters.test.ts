import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { rows } from '../support/stagewire.js';

const { server } = await serverForFile();
const root = await server.connect();
afterAll(() => root.end());

beforeAll(async () => {
  await root.query("CREATE STAGE alpha COMMENT = 'first'");
  await root.query('CREATE STAGE Alpha');
  await root.query('CREATE STAGE beta');
  await root.query("CREATE VIEW v1 AS SELECT 1 AS a, 'x' AS b");
  await root.query('CREATE VIEW `V 2` AS SELECT a FROM v1');
});

/** The same question in words of which nothing can be foreseen: each text is put together row by row. */
const opaque = (sql: string): string => sql.replace(/'([^']*)'/g, "concat('', '$1')");

describe('what a query asks of metadata narrows what is brought for it, and changes no answer', () => {
  it.each([
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'default' AND table_name = 'v1'",
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'DEFAULT'",
    "SELECT table_schema, table_name FROM information_schema.tables WHERE table_name IN ('v1', 'V 2', 'stages', 'nothing')",
    "SELECT * FROM information_schema.columns WHERE (table_schema, table_name) IN (('default', 'v1'), ('system', 'one'))",
    "SELECT t.table_name, c.column_name FROM information_schema.tables t JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name WHERE t.table_schema = 'default'",
    "SELECT t.table_name, c.column_name FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name) WHERE table_schema = 'default' AND t.table_name = 'v1'",
    "SELECT t.table_name, v.table_name FROM information_schema.tables t LEFT JOIN information_schema.views v ON v.table_schema = t.table_schema AND v.table_name = t.table_name AND v.table_name = 'v1' WHERE t.table_schema = 'default'",
    "SELECT t.table_name, v.table_name FROM information_schema.tables t LEFT JOIN information_schema.views v ON v.table_name = t.table_name AND t.table_name = 'v1' WHERE t.table_schema = 'default'",
    "SELECT s.schema_name, t.table_name FROM information_schema.schemata s LEFT JOIN information_schema.tables t ON t.table_schema = s.schema_name AND t.table_name = 'v1'",
    "SELECT t.table_name FROM information_schema.tables t WHERE t.table_schema = 'default' AND NOT EXISTS (SELECT 1 FROM information_schema.views v WHERE v.table_name = t.table_name AND v.table_name = 'v1')",
    "SELECT t.table_name FROM information_schema.tables t FULL JOIN information_schema.views v ON t.table_name = v.table_name AND t.table_schema = 'default' WHERE v.table_schema = 'default'",
    "SELECT name FROM system.tables WHERE `database` = 'system' AND name = 'stages' OR name = 'v1'",
    "SELECT name FROM system.columns WHERE `table` = 'v1' AND `database` = 'default'",
    "SELECT name, comment FROM system.stages WHERE name = 'alpha'",
    "SELECT name FROM system.stages WHERE name IN ('Alpha', 'beta', 'x')",
    "SELECT a.name, b.name FROM system.stages a, system.stages b WHERE a.name = 'alpha' AND b.name <> 'beta'",
  ])('%s', async (sql) => {
    const found = await rows(root, sql);
    expect(found.length + Number(sql.includes('DEFAULT'))).toBeGreaterThan(0);
    const order = (all: readonly unknown[]): readonly string[] => all.map((row) => JSON.stringify(row)).sort();
    expect(order(found)).toEqual(order(await rows(root, opaque(sql))));
  });

  it('by parameters too, executed again with others', async () => {
    const sql = 'SELECT name FROM system.stages WHERE name = ?';
    const named = async (name: string | null): Promise<unknown> => (await root.execute(sql, [name]))[0];
    expect(await named('alpha')).toEqual([{ name: 'alpha' }]);
    expect(await named('Alpha')).toEqual([{ name: 'Alpha' }]);
    expect(await named('ALPHA')).toEqual([]);
    expect(await named(null)).toEqual([]);
  });
});
