import { checkSize } from './geometry.js';
import { jts } from './loaded.js';
import { partsOf, ringsOf } from './wkb.js';

/** Well-known text; throws for what is none. */
export function readWkt(text: string): JstsGeometry {
  checkSize(text.length);
  try {
    return new (jts().WKTReader)().read(text.trim());
  } catch (error) {
    throw new Error(`Invalid GIS data: '${text.slice(0, 60)}' is no well-known text`, { cause: error });
  }
}

/** Well-known text as MySQL writes it, without blanks behind commas. */
export function wktOf(geometry: JstsGeometry): string {
  const kind = geometry.getGeometryType() === 'LinearRing' ? 'LINESTRING' : geometry.getGeometryType().toUpperCase();
  return geometry.isEmpty() ? `${kind} EMPTY` : kind + inner(geometry);
}

function inner(geometry: JstsGeometry): string {
  switch (geometry.getGeometryType()) {
    case 'Point':
    case 'LineString':
    case 'LinearRing':
      return `(${pairsOf(geometry)})`;
    case 'Polygon':
      return `(${ringsOf(geometry as JstsPolygon).map((ring) => `(${pairsOf(ring)})`).join(',')})`;
    case 'GeometryCollection':
      return `(${partsOf(geometry).map(wktOf).join(',')})`;
    default:
      return `(${partsOf(geometry).map(inner).join(',')})`;
  }
}

const pairsOf = (geometry: JstsGeometry): string => geometry.getCoordinates().map(({ x, y }) => `${x} ${y}`).join(',');

/** GeoJSON (RFC 7946) of a geometry; throws for what is none. */
export function readGeoJson(text: string): JstsGeometry {
  checkSize(text.length);
  try {
    return new (jts().GeoJSONReader)().read(text);
  } catch (error) {
    throw new Error('Invalid GeoJSON data', { cause: error });
  }
}

/** @param digits behind the point, at most */
export function geoJsonOf(geometry: JstsGeometry, digits: number): string {
  return JSON.stringify(jsonOf(geometry, (value) => Number(value.toFixed(digits))));
}

function jsonOf(geometry: JstsGeometry, round: (value: number) => number): unknown {
  const pairs = (of: JstsGeometry): number[][] => of.getCoordinates().map(({ x, y }) => [round(x), round(y)]);
  const rings = (of: JstsGeometry): number[][][] => ringsOf(of as JstsPolygon).map(pairs);
  const type = geometry.getGeometryType();
  switch (type) {
    case 'Point': return { type, coordinates: pairs(geometry)[0] ?? [] };
    case 'LinearRing':
    case 'LineString': return { type: 'LineString', coordinates: pairs(geometry) };
    case 'Polygon': return { type, coordinates: rings(geometry) };
    case 'MultiPoint': return { type, coordinates: pairs(geometry) };
    case 'MultiLineString': return { type, coordinates: partsOf(geometry).map(pairs) };
    case 'MultiPolygon': return { type, coordinates: partsOf(geometry).map(rings) };
    default: return { type, geometries: partsOf(geometry).map((part) => jsonOf(part, round)) };
  }
}
