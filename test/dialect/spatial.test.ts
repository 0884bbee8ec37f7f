import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDialect, type Dialect } from '../support/dialect.js';

let dialect: Dialect;

beforeAll(async () => {
  dialect = await openDialect();
});

afterAll(() => dialect.close());

const cases = (name: string, table: readonly (readonly [string, unknown[][]])[]): void => {
  describe(name, () => {
    it.each(table)('%s', async (sql, expected) => {
      expect(await dialect.rows(sql)).toEqual(expected);
    });
  });
};

const SQUARE = "ST_GeomFromText('POLYGON((0 0,10 0,10 10,0 10,0 0))')";

cases('geometries are SRID and WKB', [
  ["SELECT ST_GeomFromText('POINT(1 -1)'), ST_AsBinary(POINT(1, -1)), ST_GeomFromText('POINT(1 -1)', 4326)", [['000000000101000000000000000000f03f000000000000f0bf', '0101000000000000000000f03f000000000000f0bf', 'e61000000101000000000000000000f03f000000000000f0bf']]],
  // Big-endian WKB, and of every kind.
  ["SELECT ST_AsText(ST_GeomFromWKB(x'00000000013FF0000000000000BFF0000000000000'))", [['POINT(1 -1)']]],
  ...['POINT(1 2)', 'LINESTRING(0 0,1 1)', 'POLYGON((0 0,3 0,3 3,0 0),(1 1,2 1,2 2,1 1))', 'MULTIPOINT((1 1),(2 2))', 'MULTILINESTRING((0 0,1 1),(2 2,3 3))', 'MULTIPOLYGON(((0 0,1 0,1 1,0 0)))', 'GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,1 1))', 'GEOMETRYCOLLECTION EMPTY'].map((wkt): [string, unknown[][]] => [`SELECT ST_AsText(ST_GeomFromWKB(ST_AsBinary(ST_GeomFromText('${wkt}'))))`, [[wkt]]]),
  ["SELECT ST_AsText(ST_GeomFromGeoJSON(ST_AsGeoJSON(ST_GeomFromText('POLYGON((0 0,3 0,3 3,0 0))')), 1, 0)), ST_AsText(ST_GeomFromGeoJSON('{\"type\": \"Point\", \"coordinates\": [102.0, 0.5]}'))", [['POLYGON((0 0,3 0,3 3,0 0))', 'POINT(0.5 102)']]],
]);

cases('what is asked of geometries', [
  [`SELECT ST_X(POINT(3, 4)), ST_Area(${SQUARE}), ST_Length(ST_GeomFromText('LINESTRING(0 0,3 4)')), ST_Distance(POINT(1, 1), POINT(4, 5)), ST_GeometryType(${SQUARE}), ST_X(NULL)`, [[3, 100, 5, 5, 'POLYGON', null]]],
  [`SELECT ST_Contains(${SQUARE}, POINT(5, 5)), ST_Within(POINT(10, 5), ${SQUARE}), ST_Touches(POINT(10, 5), ${SQUARE}), ST_Disjoint(POINT(20, 5), ${SQUARE}), MBRContains(${SQUARE}, POINT(5, 5))`, [[true, false, true, true, true]]],
  [`SELECT count(*) FROM (SELECT POINT(number % 20, 5) p FROM numbers(5000)) t WHERE ST_Contains(${SQUARE}, p)`, [[2250]]],
  // London and Paris, by longitude and latitude and the other way round.
  ["SELECT round(ST_Distance_Sphere(POINT(-0.1278, 51.5074), POINT(2.3522, 48.8566))), round(ST_Distance_Sphere(ST_GeomFromText('POINT(51.5074 -0.1278)', 4326), ST_GeomFromText('POINT(48.8566 2.3522)', 4326)))", [[343555, 343555]]],
  [`SELECT ST_AsText(ST_Intersection(${SQUARE}, ST_GeomFromText('LINESTRING(5 5,20 5)'))), ST_AsText(ST_Centroid(${SQUARE})), ST_AsText(ST_Envelope(ST_GeomFromText('LINESTRING(1 2,3 4)'))), ST_Area(ST_Buffer(POINT(0, 0), 1)) BETWEEN 3.1 AND 3.15`, [['LINESTRING(5 5,10 5)', 'POINT(5 5)', 'POLYGON((1 2,3 2,3 4,1 4,1 2))', true]]],
]);

it.each([
  ["ST_AsText('abc')", 'Invalid GIS data'], ["ST_GeomFromText('POINT(1')", "'POINT(1' is no well-known text"], ["ST_PointFromText('LINESTRING(0 0,1 1)')", 'a LineString where a Point is needed'],
  ["ST_AsText(x'00000000010700000001000000')", 'Invalid GIS data'], ["ST_AsText(x'000000000102000000FFFFFFFF')", 'Invalid GIS data'], [`ST_AsText(unhex(concat('00000000', repeat('010700000001000000', 40))))`, 'Invalid GIS data'],
  ["ST_Contains(ST_GeomFromText('POINT(1 1)', 4326), POINT(1, 1))", 'different SRIDs: 4326 and 0'], ["ST_Distance(ST_GeomFromText('POINT(1 1)', 4326), ST_GeomFromText('POINT(2 1)', 4326))", 'ST_Distance_Sphere'],
  ['ST_Distance_Sphere(POINT(0, 100), POINT(0, 0))', 'Latitude 100 is out of range'], [`ST_X(${SQUARE})`, 'takes a point'], ["ST_Area(ST_GeomFromWKB(unhex(concat('010200000040420F00', repeat('00', 1000100)))))", 'more than the 1000000'],
])('%s is an error that says why', async (expression, message) => {
  await expect(dialect.rows(`SELECT ${expression}`)).rejects.toThrow(message);
});
