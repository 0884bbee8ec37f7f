import { jts } from './loaded.js';
import { partsOf, ringsOf } from './wkb.js';

interface Place {
  readonly longitude: number;
  readonly latitude: number;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The way from one place to another over a sphere, in the unit of its radius. Throws for what is no place on it. */
export function haversine(from: Place, to: Place, radius: number): number {
  for (const { longitude, latitude } of [from, to]) {
    if (!(longitude > -180 && longitude <= 180)) throw new Error(`Longitude ${longitude} is out of range; it must be within (-180, 180]`);
    if (!(latitude >= -90 && latitude <= 90)) throw new Error(`Latitude ${latitude} is out of range; it must be within [-90, 90]`);
  }
  if (!(radius > 0)) throw new Error('the radius must be above zero');
  const [a, b] = [radians(from.latitude), radians(to.latitude)];
  const half = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** A geometry with its axes swapped. */
export function swapped(shape: JstsGeometry): JstsGeometry {
  const factory = new (jts().GeometryFactory)();
  const turned = (of: JstsGeometry): JstsCoordinate[] => of.getCoordinates().map(({ x, y }) => new (jts().Coordinate)(y, x));
  switch (shape.getGeometryType()) {
    case 'Point':
      return factory.createPoint(turned(shape)[0]);
    case 'LineString':
    case 'LinearRing':
      return factory.createLineString(turned(shape));
    case 'Polygon': {
      const [shell, ...holes] = ringsOf(shape as JstsPolygon).map((ring) => factory.createLinearRing(turned(ring)));
      return factory.createPolygon(shell ?? factory.createLinearRing([]), holes);
    }
    case 'MultiPoint':
      return factory.createMultiPoint(partsOf(shape).map(swapped));
    case 'MultiLineString':
      return factory.createMultiLineString(partsOf(shape).map(swapped));
    case 'MultiPolygon':
      return factory.createMultiPolygon(partsOf(shape).map(swapped));
    default:
      return factory.createGeometryCollection(partsOf(shape).map(swapped));
  }
}
