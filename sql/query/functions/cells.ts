import { named, rule, type FunctionRule, type Rules } from './rule.js';

/** Of a cell or an edge, or of several. */
const native = (name: string, count = 1): FunctionRule => rule('n'.repeat(count), `stagewire_${name}(${cells(count)})`);
const cells = (count: number): string => Array.from({ length: count }, (_, index) => `CAST($${index + 1} AS UBIGINT)`).join(', ');
const ofResolution = (name: string): FunctionRule => rule('i', `stagewire_${name}(CAST($1 AS BIGINT))`, 'number');
/** Of a cell and a number. */
const withNumber = (native: string): string => `${native}(CAST($1 AS UBIGINT), CAST($2 AS BIGINT))`;

/** What comes as JSON: a list of cells, places as tuples. */
const listed = (call: string): string => `CAST(CAST(${call} AS JSON) AS UBIGINT[])`;
const places = (call: string): string => `fn.places(${call})`;

const same = (names: string, count = 1): Rules => Object.fromEntries(names.split(' ').map((name) => [name, native(name, count)]));

/** Databend's functions of H3 cells and geohashes. */
export const CELLS: Rules = {
  geo_to_h3: rule('nni', 'stagewire_h3_of(CAST($1 AS DOUBLE), CAST($2 AS DOUBLE), CAST($3 AS BIGINT))'),
  h3_to_geo: rule('n', `${places(`stagewire_h3_place(${cells(1)})`)}[1]`), h3_to_geo_boundary: rule('n', places(`stagewire_h3_boundary(${cells(1)})`)), h3_get_unidirectional_edge_boundary: rule('n', places(`stagewire_h3_edge_boundary(${cells(1)})`)),
  string_to_h3: rule('t', 'stagewire_h3_from_string'), h3_to_string: rule('n', `stagewire_h3_to_string(${cells(1)})`, 'text'),
  ...same('h3_is_valid h3_unidirectional_edge_is_valid h3_get_resolution h3_get_base_cell h3_is_pentagon h3_is_res_class_iii h3_cell_area_m2 h3_cell_area_rads2 h3_get_origin_index_from_unidirectional_edge h3_get_destination_index_from_unidirectional_edge h3_exact_edge_length_m h3_exact_edge_length_km h3_exact_edge_length_rads'),
  ...same('h3_distance h3_indexes_are_neighbors h3_get_unidirectional_edge', 2),
  h3_get_faces: rule('n', `CAST(CAST(stagewire_h3_faces(${cells(1)}) AS JSON) AS UTINYINT[])`), h3_line: rule('nn', listed(`stagewire_h3_line(${cells(2)})`)), h3_get_unidirectional_edges_from_hexagon: rule('n', listed(`stagewire_h3_edges(${cells(1)})`)),
  h3_get_indexes_from_unidirectional_edge: rule('n', `row(stagewire_h3_get_origin_index_from_unidirectional_edge(${cells(1)}), stagewire_h3_get_destination_index_from_unidirectional_edge(${cells(1)}))`),
  h3_to_parent: rule('ni', withNumber('stagewire_h3_to_parent')), h3_to_center_child: rule('ni', withNumber('stagewire_h3_to_center_child')), h3_to_children: rule('ni', listed(withNumber('stagewire_h3_children'))),
  h3_k_ring: rule('ni', listed(withNumber('stagewire_h3_disk'))), h3_hex_ring: rule('ni', listed(withNumber('stagewire_h3_ring'))),
  ...Object.fromEntries(['h3_num_hexagons', 'h3_hex_area_m2', 'h3_hex_area_km2', 'h3_edge_length_m', 'h3_edge_length_km', 'h3_edge_angle'].map((name) => [name, ofResolution(name)])),
  geohash_encode: rule('nn?i', ([longitude = '', latitude = '', length = '12']) => `stagewire_geohash(CAST(${longitude} AS DOUBLE), CAST(${latitude} AS DOUBLE), CAST(${length} AS BIGINT))`, 'text'),
  geohash_decode: rule('t', `${places('stagewire_geohash_place($1)')}[1]`),
  haversine: rule('nnnn', 'fn.haversine', 'number'),
  ...named('point_in_polygon', rule('aaa*', ([point = '', polygon = '', ...holes]) => `(fn.in_polygon(${point}, ${polygon})${holes.map((hole) => ` AND NOT fn.in_polygon(${point}, ${hole})`).join('')})`, 'boolean')),
};
