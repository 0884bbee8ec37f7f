import { VARCHAR } from '@duckdb/node-api';
import { typeName } from '../inspect/type-names.js';
import type { NativeFunction } from './native-function.js';

/** The dialect's name of a nested type of DuckDB. */
export const TYPE_FUNCTIONS: readonly NativeFunction[] = [{ name: 'type_name', parameters: [VARCHAR], result: VARCHAR, compute: (type) => typeName(String(type)) }];
