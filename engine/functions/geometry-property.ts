import { BLOB, type DuckDBType } from '@duckdb/node-api';
import { readGeometry, type Spatial } from '../geometry/geometry.js';
import type { NativeFunction, NativeValue } from './native-function.js';

export const geometryOf = (value: NativeValue | undefined): Spatial => readGeometry(value instanceof Uint8Array ? value : new Uint8Array(0));

/** A function of one geometry, `stagewire_st_<name>`. */
export const property = (name: string, result: DuckDBType, compute: (spatial: Spatial) => NativeValue): NativeFunction => ({ name: `st_${name}`, parameters: [BLOB], result, compute: (value) => compute(geometryOf(value)) });
