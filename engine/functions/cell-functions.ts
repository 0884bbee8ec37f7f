import { BIGINT, BOOLEAN, DOUBLE, UBIGINT, VARCHAR, type DuckDBType } from '@duckdb/node-api';
import { boxOf, geohashOf } from '../geometry/geohash.js';
import { h3 } from '../geometry/loaded.js';
import type { NativeFunction, NativeValue } from './native-function.js';

/** A function makes no more cells than this of one row. */
const MOST_CELLS = 100_000;
/** Of the sphere that H3 measures on, in metres. */
const EARTH_RADIUS = 6_371_007.180918475;

const nameOf = (value: NativeValue | undefined): string => (typeof value === 'bigint' ? value : 0n).toString(16);
const numberOf = (name: string): bigint => BigInt(`0x${name}`);

function cellOf(value: NativeValue | undefined): string {
  const name = nameOf(value);
  if (!h3().isValidCell(name)) throw new Error(`${String(value)} is no H3 cell`);
  return name;
}

function edgeOf(value: NativeValue | undefined): string {
  const name = nameOf(value);
  if (!h3().isValidDirectedEdge(name)) throw new Error(`${String(value)} is no edge of H3`);
  return name;
}

function resolutionOf(value: NativeValue | undefined): number {
  const resolution = Number(value);
  if (!(Number.isInteger(resolution) && resolution >= 0 && resolution <= 15)) throw new Error(`${String(value)} is no resolution of H3; they go from 0 to 15`);
  return resolution;
}

function limited(count: number, what: string): void {
  if (count > MOST_CELLS) throw new Error(`${what} of ${count} cells is more than the ${MOST_CELLS} that one row may have`);
}

/** Lists go to the engine as JSON. */
const listOf = (names: readonly string[]): string => `[${names.map((name) => String(numberOf(name))).join(',')}]`;
/** Places as H3 gives them, latitude first, and as they are written here. */
const placesOf = (places: readonly (readonly number[])[]): string => JSON.stringify(places.map(([latitude, longitude]) => [longitude, latitude]));

const ofCell = (name: string, result: DuckDBType, compute: (cell: string) => NativeValue): NativeFunction => ({ name: `h3_${name}`, parameters: [UBIGINT], result, compute: (cell) => compute(cellOf(cell)) });
const ofEdge = (name: string, result: DuckDBType, compute: (edge: string) => NativeValue): NativeFunction => ({ name: `h3_${name}`, parameters: [UBIGINT], result, compute: (edge) => compute(edgeOf(edge)) });
const ofResolution = (name: string, result: DuckDBType, compute: (resolution: number) => NativeValue): NativeFunction => ({ name: `h3_${name}`, parameters: [BIGINT], result, compute: (resolution) => compute(resolutionOf(resolution)) });
const ofCells = (name: string, result: DuckDBType, compute: (a: string, b: string) => NativeValue): NativeFunction => ({ name: `h3_${name}`, parameters: [UBIGINT, UBIGINT], result, compute: (a, b) => compute(cellOf(a), cellOf(b)) });
const around = (name: string, cells: (k: number) => number, compute: (cell: string, k: number) => string[]): NativeFunction => ({
  name: `h3_${name}`, parameters: [UBIGINT, BIGINT], result: VARCHAR,
  compute(cell, distance) {
    const k = Number(distance);
    if (k < 0) throw new Error('a distance between cells is not below 0');
    limited(cells(k), `a ring or disk at distance ${k}`);
    return listOf(compute(cellOf(cell), k));
  },
});
const at = (name: string, result: DuckDBType, compute: (cell: string, resolution: number) => NativeValue): NativeFunction => ({
  name: `h3_${name}`, parameters: [UBIGINT, BIGINT], result, compute: (cell, resolution) => compute(cellOf(cell), resolutionOf(resolution)),
});

function childrenOf(cell: string, resolution: number): string {
  limited(h3().cellToChildrenSize(cell, resolution), 'a list of children');
  return listOf(h3().cellToChildren(cell, resolution));
}

function lineOf(a: string, b: string): string {
  limited(h3().gridDistance(a, b) + 1, 'a line');
  return listOf(h3().gridPathCells(a, b));
}

/** Databend's functions of H3 cells and geohashes; places are longitude first. */
export const CELL_FUNCTIONS: readonly NativeFunction[] = [
  { name: 'h3_of', parameters: [DOUBLE, DOUBLE, BIGINT], result: UBIGINT, compute: (longitude, latitude, resolution) => numberOf(h3().latLngToCell(Number(latitude), Number(longitude), resolutionOf(resolution))) },
  { name: 'h3_is_valid', parameters: [UBIGINT], result: BOOLEAN, compute: (cell) => h3().isValidCell(nameOf(cell)) },
  { name: 'h3_unidirectional_edge_is_valid', parameters: [UBIGINT], result: BOOLEAN, compute: (edge) => h3().isValidDirectedEdge(nameOf(edge)) },
  ofCell('place', VARCHAR, (cell) => placesOf([h3().cellToLatLng(cell)])), ofCell('boundary', VARCHAR, (cell) => placesOf(h3().cellToBoundary(cell))),
  ofCell('to_string', VARCHAR, (cell) => cell), ofCell('get_resolution', BIGINT, (cell) => BigInt(h3().getResolution(cell))), ofCell('get_base_cell', BIGINT, (cell) => BigInt(h3().getBaseCellNumber(cell))),
  ofCell('is_pentagon', BOOLEAN, (cell) => h3().isPentagon(cell)), ofCell('is_res_class_iii', BOOLEAN, (cell) => h3().isResClassIII(cell)), ofCell('faces', VARCHAR, (cell) => JSON.stringify(h3().getIcosahedronFaces(cell))),
  ofCell('cell_area_m2', DOUBLE, (cell) => h3().cellArea(cell, h3().UNITS.m2)), ofCell('cell_area_rads2', DOUBLE, (cell) => h3().cellArea(cell, h3().UNITS.rads2)),
  ofCell('edges', VARCHAR, (cell) => listOf(h3().originToDirectedEdges(cell))),
  at('to_parent', UBIGINT, (cell, resolution) => numberOf(h3().cellToParent(cell, resolution))), at('to_center_child', UBIGINT, (cell, resolution) => numberOf(h3().cellToCenterChild(cell, resolution))), at('children', VARCHAR, childrenOf),
  around('disk', (k) => 3 * k * (k + 1) + 1, (cell, k) => h3().gridDisk(cell, k)), around('ring', (k) => Math.max(6 * k, 1), (cell, k) => h3().gridRing(cell, k)),
  ofCells('distance', BIGINT, (a, b) => BigInt(h3().gridDistance(a, b))), ofCells('line', VARCHAR, lineOf), ofCells('indexes_are_neighbors', BOOLEAN, (a, b) => h3().areNeighborCells(a, b)),
  ofCells('get_unidirectional_edge', UBIGINT, (a, b) => numberOf(h3().cellsToDirectedEdge(a, b))),
  ofEdge('get_origin_index_from_unidirectional_edge', UBIGINT, (edge) => numberOf(h3().getDirectedEdgeOrigin(edge))), ofEdge('get_destination_index_from_unidirectional_edge', UBIGINT, (edge) => numberOf(h3().getDirectedEdgeDestination(edge))),
  ofEdge('edge_boundary', VARCHAR, (edge) => placesOf(h3().directedEdgeToBoundary(edge))),
  ofEdge('exact_edge_length_m', DOUBLE, (edge) => h3().edgeLength(edge, h3().UNITS.m)), ofEdge('exact_edge_length_km', DOUBLE, (edge) => h3().edgeLength(edge, h3().UNITS.km)), ofEdge('exact_edge_length_rads', DOUBLE, (edge) => h3().edgeLength(edge, h3().UNITS.rads)),
  ofResolution('num_hexagons', BIGINT, (resolution) => BigInt(h3().getNumCells(resolution))), ofResolution('hex_area_m2', DOUBLE, (resolution) => h3().getHexagonAreaAvg(resolution, h3().UNITS.m2)), ofResolution('hex_area_km2', DOUBLE, (resolution) => h3().getHexagonAreaAvg(resolution, h3().UNITS.km2)),
  ofResolution('edge_length_m', DOUBLE, (resolution) => h3().getHexagonEdgeLengthAvg(resolution, h3().UNITS.m)), ofResolution('edge_length_km', DOUBLE, (resolution) => h3().getHexagonEdgeLengthAvg(resolution, h3().UNITS.km)),
  ofResolution('edge_angle', DOUBLE, (resolution) => (h3().getHexagonEdgeLengthAvg(resolution, h3().UNITS.m) / EARTH_RADIUS) * (180 / Math.PI)),
  {
    name: 'h3_from_string', parameters: [VARCHAR], result: UBIGINT,
    compute(text) {
      const name = String(text).toLowerCase();
      if (!h3().isValidCell(name)) throw new Error(`'${name.slice(0, 40)}' is no H3 cell`);
      return numberOf(name);
    },
  },
  { name: 'geohash', parameters: [DOUBLE, DOUBLE, BIGINT], result: VARCHAR, compute: (longitude, latitude, length) => geohashOf(Number(longitude), Number(latitude), Number(length)) },
  {
    name: 'geohash_place', parameters: [VARCHAR], result: VARCHAR,
    compute(hash) {
      const { west, east, south, north } = boxOf(String(hash));
      return JSON.stringify([[(west + east) / 2, (south + north) / 2]]);
    },
  },
];
