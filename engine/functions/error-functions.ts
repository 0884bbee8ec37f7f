import { DOUBLE } from '@duckdb/node-api';
import type { NativeFunction } from './native-function.js';

/** Errors that TRY catches, which it refuses to do of the engine's own error(). The argument keeps the optimizer from calling before there is a row. */
export const ERROR_FUNCTIONS: readonly NativeFunction[] = [
  {
    name: 'divided_by_zero', parameters: [DOUBLE], result: DOUBLE,
    compute() {
      throw new Error('divided by zero');
    },
  },
];
