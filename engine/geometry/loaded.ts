import type * as h3Module from 'h3-js';
import type * as jtsModule from './jts.js';

type Jts = typeof jtsModule;
type H3 = typeof h3Module;

let loadedJts: Jts | null = null;
let loadedH3: H3 | null = null;

/** Loads what computes with geometries or cells for the first query that does: it takes some tenths of a second, which other servers do not spend. */
export async function loadGeometryFor(sql: string): Promise<void> {
  if (loadedJts === null && /stagewire_st_|fn\.geometry_of/.test(sql)) loadedJts = await import('./jts.js');
  if (loadedH3 === null && sql.includes('stagewire_h3_')) loadedH3 = await import('h3-js');
}

export function jts(): Jts {
  if (!loadedJts) throw new Error('geometries were not loaded');
  return loadedJts;
}

export function h3(): H3 {
  if (!loadedH3) throw new Error('cells were not loaded');
  return loadedH3;
}
