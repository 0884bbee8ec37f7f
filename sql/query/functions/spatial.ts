import type { StaticKind } from '../static-kind.js';
import { quoteText } from '../quoting.js';
import { named, rule, type FunctionRule, type Rules } from './rule.js';

/** Functions that are written outside SQL (`engine/functions/spatial-functions.ts`), of the same name. */
const natives = (signature: string, result: StaticKind, names: string): Rules => Object.fromEntries(names.split(' ').map((name) => `st_${name}`).map((name) => [name, rule(signature, `stagewire_${name}`, result)]));

/** `ST_PointFromText(text [, srid])` and its kin, of one kind of geometry or any. */
const from = (source: 'text' | 'wkb', kind: string): FunctionRule =>
  rule(source === 'text' ? 't?i' : 'b?i', ([given = '', srid = '0']) => `${source === 'text' ? 'stagewire_st_from_text' : 'stagewire_st_from_wkb'}(${given}, CAST(${srid} AS BIGINT), ${quoteText(kind)})`, 'geometry');

const KINDS: Readonly<Record<string, string>> = {
  geom: '', geometry: '', geomcoll: 'GeometryCollection', geometrycollection: 'GeometryCollection', point: 'Point', line: 'LineString', linestring: 'LineString', poly: 'Polygon', polygon: 'Polygon',
  mpoint: 'MultiPoint', multipoint: 'MultiPoint', mline: 'MultiLineString', multilinestring: 'MultiLineString', mpoly: 'MultiPolygon', multipolygon: 'MultiPolygon',
};

const SOURCES = { text: 'text', txt: 'text', wkt: 'text', ewkt: 'text', wkb: 'wkb', ewkb: 'wkb' } as const;

const readers: Rules = Object.fromEntries([...Object.entries(KINDS), ['geography', ''], ['geog', '']].flatMap(([name = '', kind = '']) => Object.entries(SOURCES).map(([source, form]) => [`st_${name}from${source}`, from(form, kind)])));

const assembled = (kind: string): FunctionRule => rule('bb*', (parts) => `stagewire_st_assembled(${quoteText(kind)}, ${parts.join(', ')})`, 'geometry');

/** Of minimal bounding rectangles. */
const ofBoxes = (name: string, relation: string, isTurned = false): Rules => ({
  [name]: rule('bb', ([a = '', b = '']) => `${relation}(stagewire_st_envelope(${isTurned ? b : a}), stagewire_st_envelope(${isTurned ? a : b}))`, 'boolean'),
});

const point = rule('nn', 'stagewire_st_point(CAST($1 AS DOUBLE), CAST($2 AS DOUBLE))', 'geometry');

/** Geometries, which are bytes in MySQL's own form: SRID and WKB (MySQL manual, Spatial Analysis Functions; some of Databend's). */
export const SPATIAL: Rules = {
  ...readers,
  to_geometry: from('text', ''), try_to_geometry: rule('t?i', ([text = '', srid = '0']) => `TRY(stagewire_st_from_text(${text}, CAST(${srid} AS BIGINT), ''))`, 'geometry'),
  st_geomfromgeojson: rule('t?ii', ([json = '', , srid = '4326']) => `stagewire_st_from_geojson(${json}, CAST(${srid} AS BIGINT))`, 'geometry'),
  ...named('point st_point st_makepoint st_makegeompoint st_geom_point st_geogpoint', point),
  st_makeline: assembled('linestring'), ...named('st_makepolygon st_polygon', rule('b', "stagewire_st_assembled('polygon', $1)", 'geometry')), ...named('st_setsrid', rule('bi', 'stagewire_st_with_srid($1, CAST($2 AS BIGINT))', 'geometry')),
  st_asewkt: rule('b', 'stagewire_st_asewkt', 'text'), st_asewkb: rule('b', 'stagewire_st_asewkb'),
  st_geohash: rule('b?i', ([geometry = '', length = '20']) => `stagewire_st_geohash(${geometry}, CAST(${length} AS BIGINT))`, 'text'), st_geomfromgeohash: rule('t', 'stagewire_st_box_of_geohash', 'geometry'), st_geompointfromgeohash: rule('t', 'stagewire_st_point_of_geohash', 'geometry'),
  ...Object.fromEntries(['linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon', 'geometrycollection'].map((kind) => [kind, assembled(kind)])),
  geomcollection: assembled('geometrycollection'),
  st_makeenvelope: rule('bb', "stagewire_st_envelope(stagewire_st_assembled('linestring', $1, $2))", 'geometry'),
  ...named('st_aswkt st_astext', rule('b', 'stagewire_st_astext', 'text')),
  ...named('st_aswkb st_asbinary', rule('b', 'stagewire_st_asbinary')),
  st_asgeojson: rule('b?i', ([geometry = '', digits = '17']) => `CAST(stagewire_st_asgeojson(${geometry}, CAST(${digits} AS BIGINT)) AS JSON)`, 'variant'),
  st_srid: rule('b?i', ([geometry = '', srid]) => (srid === undefined ? `stagewire_st_srid(${geometry})` : `stagewire_st_with_srid(${geometry}, CAST(${srid} AS BIGINT))`)),
  ...natives('b', 'number', 'x y xmin xmax ymin ymax npoints latitude longitude dimension area length numpoints numgeometries numinteriorrings'),
  st_numinteriorring: rule('b', 'stagewire_st_numinteriorrings', 'number'),
  ...natives('b', 'boolean', 'isempty issimple isvalid isclosed'),
  ...natives('b', 'text', 'geometrytype'),
  ...natives('b', 'geometry', 'swapxy envelope convexhull centroid startpoint endpoint exteriorring validate'),
  ...natives('bi', 'geometry', 'geometryn pointn interiorringn'),
  ...natives('bb', 'boolean', 'contains within intersects disjoint equals touches overlaps crosses'),
  ...natives('bb', 'geometry', 'union intersection difference symdifference'),
  ...natives('bb', 'number', 'distance'),
  st_distance_sphere: rule('bb?n', ([a = '', b = '', radius = '6370986']) => `stagewire_st_distance_sphere(${a}, ${b}, CAST(${radius} AS DOUBLE))`, 'number'),
  ...named('st_buffer', rule('bn', 'stagewire_st_buffer($1, CAST($2 AS DOUBLE))', 'geometry')), st_simplify: rule('bn', 'stagewire_st_simplify($1, CAST($2 AS DOUBLE))', 'geometry'),
  ...ofBoxes('mbrcontains', 'stagewire_st_contains'), ...ofBoxes('mbrwithin', 'stagewire_st_within'), ...ofBoxes('mbrcovers', 'stagewire_st_covers'), ...ofBoxes('mbrcoveredby', 'stagewire_st_covers', true), ...ofBoxes('mbrdisjoint', 'stagewire_st_disjoint'),
  ...ofBoxes('mbrequals', 'stagewire_st_equals'), ...ofBoxes('mbrintersects', 'stagewire_st_intersects'), ...ofBoxes('mbroverlaps', 'stagewire_st_overlaps'), ...ofBoxes('mbrtouches', 'stagewire_st_touches'),
};
