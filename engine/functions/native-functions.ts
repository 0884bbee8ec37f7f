import type { DuckDBConnection } from '@duckdb/node-api';
import type { DocumentRequests } from '../threads/document-requests.js';
import { CELL_FUNCTIONS } from './cell-functions.js';
import { CIPHER_FUNCTIONS } from './cipher-functions.js';
import { documentFunctions } from './document-functions.js';
import { ERROR_FUNCTIONS } from './error-functions.js';
import { hashFunctions } from './hash-functions.js';
import { HISTOGRAM } from './histogram.js';
import { JSON_FUNCTIONS } from './json-functions.js';
import { KEY_FUNCTIONS } from './key-functions.js';
import { registerNative, type NativeFunction } from './native-function.js';
import { TEXT_FUNCTIONS } from './text-functions.js';
import { TIME_FUNCTIONS } from './time-functions.js';
import { SPATIAL_FUNCTIONS } from './spatial-functions.js';
import { UNIQUE_NUMBERS } from './unique-numbers.js';
import { TYPE_FUNCTIONS } from './type-functions.js';
import { WIDE_FUNCTIONS } from './wide-functions.js';

/** The functions that are written here; `requests` run what may take long. */
export async function nativeFunctions(requests: DocumentRequests): Promise<readonly NativeFunction[]> {
  return [...JSON_FUNCTIONS, ...KEY_FUNCTIONS, ...CELL_FUNCTIONS, HISTOGRAM, ...TIME_FUNCTIONS, ...CIPHER_FUNCTIONS, ...TYPE_FUNCTIONS, ...TEXT_FUNCTIONS, ...ERROR_FUNCTIONS, ...UNIQUE_NUMBERS, ...SPATIAL_FUNCTIONS, ...WIDE_FUNCTIONS, ...documentFunctions(requests), ...(await hashFunctions())];
}

/** Makes them known to the engine. */
export async function registerNativeFunctions(connection: DuckDBConnection, jq: DocumentRequests): Promise<void> {
  for (const native of await nativeFunctions(jq)) registerNative(connection, native);
}
