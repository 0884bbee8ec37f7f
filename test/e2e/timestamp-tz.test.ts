import type mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStaging, type Staging } from '../support/staging.js';

let staging: Staging;
let connection: mysql.Connection;

async function values(sql: string): Promise<unknown> {
  return (await connection.query({ sql, rowsAsArray: true }))[0];
}

beforeAll(async () => {
  staging = await startStaging();
  const { root } = staging;
  connection = await staging.server.connect({ dateStrings: true });
  await root.query('CREATE STAGE s');
  await staging.put('s', 'times.csv', "1,2024-01-02 03:04:05 +0800\n2,2024-01-01T19:04:05Z\n3,\n");
  await root.query("CREATE VIEW times AS SELECT $1::INT AS id, to_timestamp_tz(nullif($2, '')) AS at FROM @s/times.csv (FILE_FORMAT => 'csv')");
});

afterAll(async () => {
  await connection.end();
  await staging.stop();
});

it('a view has columns of TIMESTAMP_TZ that keep their offsets', async () => {
  expect(await values('SELECT id, at FROM times ORDER BY id')).toEqual([[1, '2024-01-02 03:04:05.000000 +0800'], [2, '2024-01-01 19:04:05.000000 +0000'], [3, null]]);
  expect(await values("SELECT count(DISTINCT at) FROM times WHERE at = '2024-01-01 20:04:05 +0100'")).toEqual([[1]]);
  expect(await values('SELECT date_sub(DAY, 1, at) FROM times WHERE id = 1')).toEqual([['2024-01-01 03:04:05.000000 +0800']]);
  expect(await values('DESC times')).toEqual([['id', 'int', 'YES', '', null, ''], ['at', 'timestamp(6)', 'YES', '', null, '']]);
});

it('prepared statements get the clock time of the offset, for MySQL has no place for more', async () => {
  const [binary] = await connection.execute({ sql: 'SELECT at FROM times WHERE at >= ? ORDER BY id', rowsAsArray: true }, ['2024-01-01 19:04:05']);
  expect(binary).toEqual([['2024-01-02 03:04:05'], ['2024-01-01 19:04:05']]);
});

it('variables keep moment and offset', async () => {
  await connection.query("SET @at = to_timestamp_tz('2024-01-02 03:04:05.5 +0800')");
  expect(await values("SELECT @at, @at + INTERVAL 1 HOUR, @at = '2024-01-01 19:04:05.5', typeof(@at), @at::TIMESTAMP")).toEqual([['2024-01-02 03:04:05.500000 +0800', '2024-01-02 04:04:05.500000 +0800', 1, 'TIMESTAMP_TZ', '2024-01-01 19:04:05.500000']]);
  expect(await values('SELECT id FROM times WHERE at < @at ORDER BY id')).toEqual([[1], [2]]);
});

it('moments of Parquet are TIMESTAMPs in UTC, within arrays too', async () => {
  await staging.putParquet('s', 'm.parquet', "SELECT TIMESTAMPTZ '2024-01-02 03:04:05+08' AS t, [TIMESTAMPTZ '2024-01-02 03:04:05+08'] AS l");
  expect(await values('SELECT t, l FROM @s/m.parquet')).toEqual([['2024-01-01 19:04:05.000000', '["2024-01-01 19:04:05.000000"]']]);
});
