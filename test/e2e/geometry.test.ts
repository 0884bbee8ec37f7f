import { afterAll, expect, it } from 'vitest';
import type mysql from 'mysql2/promise';
import { serverForFile } from '../support/server-for-file.js';

const { server } = await serverForFile();
const connection = await server.connect();
afterAll(() => connection.end());

const GEOMETRY = 0xff;

it('geometries are announced as such, so that drivers read them', async () => {
  const [rows, fields] = await connection.query<mysql.RowDataPacket[]>("SELECT *, ST_GeomFromText('LINESTRING(0 0,1 2)', 4326) AS l, POINT(number, 2) p FROM numbers(2)");
  expect(fields.map(({ columnType }) => columnType).slice(1)).toEqual([GEOMETRY, GEOMETRY]);
  expect(rows).toEqual([0, 1].map((number) => ({ number, l: [{ x: 0, y: 0 }, { x: 1, y: 2 }], p: { x: number, y: 2 } })));
});

it('so they are in binary rows, and NULL is NULL', async () => {
  const [rows] = await connection.execute<mysql.RowDataPacket[]>('SELECT ST_PointN(ST_GeomFromText(?), number + 1) AS p FROM numbers(3) ORDER BY number', ['LINESTRING(5 6,7 8)']);
  expect(rows).toEqual([{ p: { x: 5, y: 6 } }, { p: { x: 7, y: 8 } }, { p: null }]);
});

it('the bytes are an SRID and well-known binary', async () => {
  const [rows] = await connection.query<mysql.RowDataPacket[]>({ sql: "SELECT ST_GeomFromText('POINT(1 2)', 4326) AS g", typeCast: (field) => field.buffer() });
  expect((rows[0]?.['g'] as Buffer).toString('hex')).toBe('e6100000' + '0101000000000000000000f03f0000000000000040');
});
