import { BIGINT, BLOB, BOOLEAN, DOUBLE, VARCHAR } from '@duckdb/node-api';
import { readWkb, writeGeometry, type Spatial } from '../geometry/geometry.js';
import { jts } from '../geometry/loaded.js';
import { haversine, swapped } from '../geometry/plane-and-sphere.js';
import { geoJsonOf, readGeoJson, readWkt, wktOf } from '../geometry/text.js';
import { ofEwkb, ofEwkt } from '../geometry/extended.js';
import { partsOf, ringsOf, writeWkb } from '../geometry/wkb.js';
import { BOX_FUNCTIONS } from './box-functions.js';
import { geometryOf, property } from './geometry-property.js';
import type { NativeFunction, NativeValue } from './native-function.js';

/** World Geodetic System 1984, whose first axis is the latitude. */
const WGS84 = 4326;

/** Two geometries of one coordinate system. */
function bothOf(a: NativeValue | undefined, b: NativeValue | undefined): readonly [Spatial, Spatial] {
  const [first, second] = [geometryOf(a), geometryOf(b)];
  if (first.srid !== second.srid) throw new Error(`geometries of different SRIDs: ${first.srid} and ${second.srid}`);
  return [first, second];
}

/** A geometry whose distances are those of the plane. */
function planar(spatial: Spatial, what: string): Spatial {
  if (spatial.srid === WGS84) throw new Error(`${what} of geographic coordinates (SRID ${WGS84}) is not supported; ST_Distance_Sphere measures between points`);
  return spatial;
}

function kindOf(shape: JstsGeometry, kind: NativeValue | undefined): JstsGeometry {
  if (kind !== '' && shape.getGeometryType() !== kind) throw new Error(`Invalid GIS data: a ${shape.getGeometryType()} where a ${String(kind)} is needed`);
  return shape;
}

const shapeOf = (name: string, compute: (shape: JstsGeometry) => JstsGeometry | null | undefined): NativeFunction => property(name, BLOB, ({ srid, shape }) => {
  const made = compute(shape);
  return made ? writeGeometry({ srid, shape: made }) : null;
});
const relation = (name: string, holds: (a: JstsGeometry, b: JstsGeometry) => boolean): NativeFunction => ({
  name: `st_${name}`, parameters: [BLOB, BLOB], result: BOOLEAN,
  compute(a, b) {
    const [first, second] = bothOf(a, b);
    return holds(first.shape, second.shape);
  },
});
const overlay = (name: string, compute: (a: JstsGeometry, b: JstsGeometry) => JstsGeometry): NativeFunction => ({
  name: `st_${name}`, parameters: [BLOB, BLOB], result: BLOB,
  compute(a, b) {
    const [first, second] = bothOf(a, b);
    return writeGeometry({ srid: first.srid, shape: compute(first.shape, second.shape) });
  },
});
/** A part of a geometry by its position, from 1. */
const part = (name: string, parts: (shape: JstsGeometry) => readonly JstsGeometry[]): NativeFunction => ({
  name: `st_${name}`, parameters: [BLOB, BIGINT], result: BLOB,
  compute(value, position) {
    const { srid, shape } = geometryOf(value);
    const found = parts(shape)[Number(position) - 1];
    return found ? writeGeometry({ srid, shape: found }) : null;
  },
});

const factory = (): InstanceType<ReturnType<typeof jts>['GeometryFactory']> => new (jts().GeometryFactory)();
const pointAt = ({ x, y }: JstsCoordinate): JstsGeometry => factory().createPoint(new (jts().Coordinate)(x, y));
const isPoint = (shape: JstsGeometry): boolean => shape.getGeometryType() === 'Point';
const isLine = (shape: JstsGeometry): boolean => shape.getGeometryType() === 'LineString';
const isPolygon = (shape: JstsGeometry): shape is JstsPolygon => shape.getGeometryType() === 'Polygon';
const pointsOf = (shape: JstsGeometry): readonly JstsGeometry[] => (isLine(shape) ? shape.getCoordinates().map(pointAt) : []);
const holesOf = (shape: JstsGeometry): readonly JstsGeometry[] => ringsOf(shape as JstsPolygon).slice(1);

/** A coordinate of a point. */
const coordinate = (name: string, of: (coordinate: JstsCoordinate) => number): NativeFunction => property(name, DOUBLE, ({ shape }) => {
  if (!isPoint(shape)) throw new Error(`ST_${name.toUpperCase()} takes a point, not a ${shape.getGeometryType()}`);
  const [point] = shape.getCoordinates();
  return point ? of(point) : null;
});
const geographic = (name: string, axis: 'x' | 'y'): NativeFunction => property(name, DOUBLE, ({ srid, shape }) => {
  if (srid !== WGS84 || !isPoint(shape)) throw new Error(`ST_${name} takes a point in SRID ${WGS84}`);
  return shape.getCoordinates()[0]?.[axis] ?? null;
});

/** Makes a geometry of others: a line of points, a polygon of lines … */
function assembled(kind: string, shapes: readonly JstsGeometry[]): JstsGeometry {
  const make = factory();
  const points = shapes.flatMap((shape) => shape.getCoordinates());
  switch (kind) {
    case 'linestring': return make.createLineString(points);
    case 'polygon': {
      const [shell, ...holes] = shapes.map((shape) => make.createLinearRing(shape.getCoordinates()));
      return make.createPolygon(shell ?? make.createLinearRing([]), holes);
    }
    case 'multipoint': return make.createMultiPoint([...shapes]);
    case 'multilinestring': return make.createMultiLineString([...shapes]);
    case 'multipolygon': return make.createMultiPolygon([...shapes]);
    default: return make.createGeometryCollection([...shapes]);
  }
}

function envelope(shape: JstsGeometry): JstsGeometry {
  const box = shape.getEnvelopeInternal();
  if (box.isNull()) return shape;
  const at = (x: number, y: number): JstsCoordinate => new (jts().Coordinate)(x, y);
  const [left, bottom, right, top] = [box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY()];
  const make = factory();
  if (left === right && bottom === top) return make.createPoint(at(left, bottom));
  if (left === right || bottom === top) return make.createLineString([at(left, bottom), at(right, top)]);
  return make.createPolygon(make.createLinearRing([at(left, bottom), at(right, bottom), at(right, top), at(left, top), at(left, bottom)]), []);
}

/** A hull, whose points JTS gives the other way round. */
function counterclockwise(hull: JstsGeometry): JstsGeometry {
  return isPolygon(hull) ? factory().createPolygon(factory().createLinearRing(hull.getCoordinates().reverse()), []) : hull;
}

const relate = (): ReturnType<typeof jts>['RelateOp'] => jts().RelateOp;
const RELATIONS: Readonly<Record<string, (a: JstsGeometry, b: JstsGeometry) => boolean>> = {
  contains: (a, b) => relate().contains(a, b), within: (a, b) => relate().contains(b, a), intersects: (a, b) => relate().intersects(a, b), disjoint: (a, b) => !relate().intersects(a, b),
  equals: (a, b) => relate().equalsTopo(a, b), touches: (a, b) => relate().touches(a, b), overlaps: (a, b) => relate().overlaps(a, b), crosses: (a, b) => relate().crosses(a, b), covers: (a, b) => relate().covers(a, b),
};

/** MySQL's spatial functions (manual, "Spatial Analysis Functions"), computed by the JTS Topology Suite in the plane. */
export const SPATIAL_FUNCTIONS: readonly NativeFunction[] = [
  {
    name: 'st_from_text', parameters: [VARCHAR, BIGINT, VARCHAR], result: BLOB,
    compute(text, given, kind) {
      const { srid, wkt } = ofEwkt(String(text));
      return writeGeometry({ srid: srid ?? Number(given), shape: kindOf(readWkt(wkt), kind) });
    },
  },
  {
    name: 'st_from_wkb', parameters: [BLOB, BIGINT, VARCHAR], result: BLOB,
    compute(bytes, given, kind) {
      const { srid, wkb } = ofEwkb(bytes instanceof Uint8Array ? bytes : new Uint8Array(0));
      return writeGeometry({ srid: srid ?? Number(given), shape: kindOf(readWkb(wkb), kind) });
    },
  },
  {
    name: 'st_from_geojson', parameters: [VARCHAR, BIGINT], result: BLOB,
    compute(text, srid) {
      const shape = readGeoJson(String(text));
      return writeGeometry({ srid: Number(srid), shape: Number(srid) === WGS84 ? swapped(shape) : shape });
    },
  },
  { name: 'st_point', parameters: [DOUBLE, DOUBLE], result: BLOB, compute: (x, y) => writeGeometry({ srid: 0, shape: pointAt({ x: Number(x), y: Number(y) }) }) },
  {
    name: 'st_assembled', parameters: [VARCHAR], rest: BLOB, result: BLOB,
    compute(kind, ...parts) {
      const read = parts.map(geometryOf);
      return writeGeometry({ srid: read[0]?.srid ?? 0, shape: assembled(String(kind), read.map(({ shape }) => shape)) });
    },
  },
  ...BOX_FUNCTIONS,
  property('astext', VARCHAR, ({ shape }) => wktOf(shape)), property('asbinary', BLOB, ({ shape }) => writeWkb(shape)),
  {
    name: 'st_asgeojson', parameters: [BLOB, BIGINT], result: VARCHAR,
    compute(value, digits) {
      const { srid, shape } = geometryOf(value);
      return geoJsonOf(srid === WGS84 ? swapped(shape) : shape, Math.min(Math.max(Number(digits), 0), 17));
    },
  },
  property('srid', BIGINT, ({ srid }) => BigInt(srid)),
  { name: 'st_with_srid', parameters: [BLOB, BIGINT], result: BLOB, compute: (value, srid) => writeGeometry({ srid: Number(srid), shape: geometryOf(value).shape }) },
  coordinate('x', ({ x }) => x), coordinate('y', ({ y }) => y), geographic('latitude', 'x'), geographic('longitude', 'y'), shapeOf('swapxy', swapped),
  property('geometrytype', VARCHAR, ({ shape }) => shape.getGeometryType().toUpperCase()), property('dimension', BIGINT, ({ shape }) => BigInt(shape.getDimension())),
  property('isempty', BOOLEAN, ({ shape }) => shape.isEmpty()), property('issimple', BOOLEAN, ({ shape }) => new (jts().IsSimpleOp)(shape).isSimple()), property('isvalid', BOOLEAN, ({ shape }) => jts().IsValidOp.isValid(shape)),
  property('area', DOUBLE, (spatial) => planar(spatial, 'ST_Area').shape.getArea()), property('length', DOUBLE, (spatial) => (spatial.shape.getDimension() === 1 ? planar(spatial, 'ST_Length').shape.getLength() : null)),
  property('numpoints', BIGINT, ({ shape }) => (isLine(shape) ? BigInt(shape.getNumPoints()) : null)), property('numgeometries', BIGINT, ({ shape }) => BigInt(shape.getNumGeometries())),
  property('numinteriorrings', BIGINT, ({ shape }) => (isPolygon(shape) ? BigInt(shape.getNumInteriorRing()) : null)),
  property('isclosed', BOOLEAN, ({ shape }) => {
    const lines = partsOf(shape);
    return lines.every(isLine) ? lines.every((line) => { const points = line.getCoordinates(); return points[0]?.x === points.at(-1)?.x && points[0]?.y === points.at(-1)?.y; }) : null;
  }),
  shapeOf('envelope', envelope), shapeOf('convexhull', (shape) => counterclockwise(new (jts().ConvexHull)(shape).getConvexHull())), shapeOf('centroid', (shape) => (shape.isEmpty() ? null : pointAt(jts().Centroid.getCentroid(shape)))),
  shapeOf('startpoint', (shape) => pointsOf(shape)[0]), shapeOf('endpoint', (shape) => pointsOf(shape).at(-1)), shapeOf('exteriorring', (shape) => (isPolygon(shape) ? factory().createLineString(shape.getExteriorRing().getCoordinates()) : null)),
  shapeOf('validate', (shape) => (jts().IsValidOp.isValid(shape) ? shape : null)),
  part('geometryn', partsOf), part('pointn', pointsOf), part('interiorringn', (shape) => (isPolygon(shape) ? holesOf(shape).map((ring) => factory().createLineString(ring.getCoordinates())) : [])),
  ...Object.entries(RELATIONS).map(([name, holds]) => relation(name, holds)),
  overlay('union', (a, b) => jts().OverlayOp.union(a, b)), overlay('intersection', (a, b) => jts().OverlayOp.intersection(a, b)), overlay('difference', (a, b) => jts().OverlayOp.difference(a, b)), overlay('symdifference', (a, b) => jts().OverlayOp.symDifference(a, b)),
  {
    name: 'st_distance', parameters: [BLOB, BLOB], result: DOUBLE,
    compute(a, b) {
      const [first, second] = bothOf(a, b);
      return first.shape.isEmpty() || second.shape.isEmpty() ? null : jts().DistanceOp.distance(planar(first, 'ST_Distance').shape, second.shape);
    },
  },
  {
    name: 'st_distance_sphere', parameters: [BLOB, BLOB, DOUBLE], result: DOUBLE,
    compute(a, b, radius) {
      const places = bothOf(a, b).map(({ srid, shape }) => {
        const [point] = shape.getCoordinates();
        if (!isPoint(shape) || !point) throw new Error('ST_Distance_Sphere takes points');
        return srid === WGS84 ? { longitude: point.y, latitude: point.x } : { longitude: point.x, latitude: point.y };
      });
      const [from, to] = places;
      return from && to ? haversine(from, to, Number(radius)) : null;
    },
  },
  {
    name: 'st_buffer', parameters: [BLOB, DOUBLE], result: BLOB,
    compute(value, size) {
      const { srid, shape } = planar(geometryOf(value), 'ST_Buffer');
      return writeGeometry({ srid, shape: size === 0 ? shape : jts().BufferOp.bufferOp(shape, Number(size)) });
    },
  },
  {
    name: 'st_simplify', parameters: [BLOB, DOUBLE], result: BLOB,
    compute(value, tolerance) {
      const { srid, shape } = geometryOf(value);
      return writeGeometry({ srid, shape: jts().DouglasPeuckerSimplifier.simplify(shape, Number(tolerance)) });
    },
  },
];
