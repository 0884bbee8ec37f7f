/** Query builders and ORMs: connecting, what they ask of the schema, queries. */
import { drizzle } from 'drizzle-orm/mysql2';
import { sql } from 'drizzle-orm';
import { int, mysqlSchema, varchar } from 'drizzle-orm/mysql-core';
import knexFactory from 'knex';
import mysql2 from 'mysql2/promise';
import { Sequelize, QueryTypes } from 'sequelize';
import { DataSource } from 'typeorm';
import { assert, check, equal, finish, host, password, port, user } from './checks.js';

const coordinates = { host, port, user, password };

for (const client of ['mysql2', 'mysql']) {
  const knex = knexFactory({ client, connection: { ...coordinates, database: 'system' } });
  await check(`knex ${client} query builder`, async () => {
    const rows = await knex('stages').select('name', 'stage_type').where('name', 'like', 'cli%').orderBy('name').limit(3);
    equal(rows.map((row) => ({ ...row })), [{ name: 'clients', stage_type: 'Internal' }]);
    const [{ n }] = await knex('stages').count({ n: '*' });
    assert(Number(n) >= 1);
  });
  await check(`knex ${client} schema`, async () => {
    equal(await knex.schema.hasTable('stages'), true);
    equal(await knex.schema.hasTable('nothing_here'), false);
    equal(await knex.schema.hasColumn('stages', 'comment'), true);
    assert('name' in (await knex('stages').columnInfo()));
  });
  await check(`knex ${client} transaction`, () => knex.transaction(async (transaction) => { await transaction.raw('SELECT 1'); }));
  await knex.destroy();
}

{
  const sequelize = new Sequelize('system', user, password, { host, port, dialect: 'mysql', logging: false });
  await check('sequelize connects and queries', async () => {
    await sequelize.authenticate();
    const rows = await sequelize.query('SELECT name FROM stages WHERE name = ? LIMIT 1', { replacements: ['clients'], type: QueryTypes.SELECT });
    equal(rows, [{ name: 'clients' }]);
    const bound = await sequelize.query('SELECT $n + 1 AS n', { bind: { n: 41 }, type: QueryTypes.SELECT });
    equal(Number(bound[0].n), 42);
  });
  await check('sequelize introspection', async () => {
    const queries = sequelize.getQueryInterface();
    const tables = await queries.showAllTables();
    assert(JSON.stringify(tables).includes('stages'));
    assert('name' in (await queries.describeTable('stages')));
    equal(await queries.showIndex('stages'), []);
    equal(await queries.getForeignKeyReferencesForTable('stages'), []);
  });
  await check('sequelize transaction', () => sequelize.transaction((transaction) => sequelize.query('SELECT 1', { transaction })));
  await sequelize.close();
}

{
  const source = new DataSource({ type: 'mysql', host, port, username: user, password, database: 'system', synchronize: false });
  await check('typeorm', async () => {
    await source.initialize();
    const rows = await source.query('SELECT name FROM stages WHERE name = ?', ['clients']);
    equal(rows.map((row) => ({ ...row })), [{ name: 'clients' }]);
    const runner = source.createQueryRunner();
    assert((await runner.getDatabases()).length >= 0);
    equal(await runner.hasTable('system.stages'), true);
    equal(await runner.hasColumn('stages', 'name'), true);
    const table = await runner.getTable('system.stages');
    assert(table.columns.some(({ name }) => name === 'comment'));
    await runner.startTransaction();
    await runner.commitTransaction();
    await runner.release();
    await source.destroy();
  });
}

{
  const pool = mysql2.createPool({ ...coordinates, database: 'system' });
  const db = drizzle(pool);
  const stages = mysqlSchema('system').table('stages', { name: varchar('name', { length: 255 }), type: varchar('stage_type', { length: 20 }) });
  const one = mysqlSchema('system').table('one', { dummy: int('dummy') });
  await check('drizzle', async () => {
    equal(await db.select().from(stages).where(sql`${stages.name} = ${'clients'}`), [{ name: 'clients', type: 'Internal' }]);
    equal(await db.select({ n: sql`count(*)`.mapWith(Number) }).from(one), [{ n: 1 }]);
    await db.transaction(async (transaction) => { await transaction.execute(sql`SELECT 1`); });
  });
  await pool.end();
}
finish();
