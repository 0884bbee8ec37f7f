import { BIGINT, BLOB, DOUBLE, VARCHAR } from '@duckdb/node-api';
import { ewkbOf, ewktOf } from '../geometry/extended.js';
import { boxOf, geohashOf } from '../geometry/geohash.js';
import { writeGeometry } from '../geometry/geometry.js';
import { jts } from '../geometry/loaded.js';
import { geometryOf, property } from './geometry-property.js';
import type { NativeFunction } from './native-function.js';

/** A side of the box around a geometry; NULL for an empty one. */
const side = (name: string, of: (box: JstsEnvelope) => number): NativeFunction => property(name, DOUBLE, ({ shape }) => (shape.isEmpty() ? null : of(shape.getEnvelopeInternal())));

const at = (x: number, y: number): JstsCoordinate => new (jts().Coordinate)(x, y);

/** Databend's functions of boxes around geometries, of geohashes and of extended forms. */
export const BOX_FUNCTIONS: readonly NativeFunction[] = [
  side('xmin', (box) => box.getMinX()), side('xmax', (box) => box.getMaxX()), side('ymin', (box) => box.getMinY()), side('ymax', (box) => box.getMaxY()),
  property('npoints', BIGINT, ({ shape }) => BigInt(shape.getNumPoints())), property('asewkt', VARCHAR, ewktOf), property('asewkb', BLOB, ewkbOf),
  {
    name: 'st_geohash', parameters: [BLOB, BIGINT], result: VARCHAR,
    compute(value, length) {
      const { shape } = geometryOf(value);
      const box = shape.getEnvelopeInternal();
      return box.isNull() ? null : geohashOf((box.getMinX() + box.getMaxX()) / 2, (box.getMinY() + box.getMaxY()) / 2, Number(length));
    },
  },
  {
    name: 'st_box_of_geohash', parameters: [VARCHAR], result: BLOB,
    compute(hash) {
      const { west, east, south, north } = boxOf(String(hash));
      const make = new (jts().GeometryFactory)();
      return writeGeometry({ srid: 0, shape: make.createPolygon(make.createLinearRing([at(west, south), at(west, north), at(east, north), at(east, south), at(west, south)]), []) });
    },
  },
  {
    name: 'st_point_of_geohash', parameters: [VARCHAR], result: BLOB,
    compute(hash) {
      const { west, east, south, north } = boxOf(String(hash));
      return writeGeometry({ srid: 0, shape: new (jts().GeometryFactory)().createPoint(at((west + east) / 2, (south + north) / 2)) });
    },
  },
];
