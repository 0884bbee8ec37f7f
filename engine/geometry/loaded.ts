import type * as module from './jts.js';

type Jts = typeof module;

let loaded: Jts | null = null;

/** Loads what computes with geometries for the first query that does: it takes some tenths of a second, which other servers do not spend. */
export async function loadGeometryFor(sql: string): Promise<void> {
  if (loaded === null && sql.includes('stagewire_st_')) loaded = await import('./jts.js');
}

export function jts(): Jts {
  if (!loaded) throw new Error('geometries were not loaded');
  return loaded;
}
