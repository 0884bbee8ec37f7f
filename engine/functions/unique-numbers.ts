import { randomInt } from 'node:crypto';
import { UBIGINT } from '@duckdb/node-api';
import type { NativeFunction } from './native-function.js';

/** MySQL's UUID_SHORT (manual, "Miscellaneous Functions"): 8 bits of the server, 32 of the second in which it started, 24 of a counter. The first are by chance, as servers of one catalog have no numbers. */
function counter(): () => bigint {
  let next = (BigInt(randomInt(256)) << 56n) + (BigInt(Math.floor(Date.now() / 1000)) << 24n);
  return () => {
    next = BigInt.asUintN(64, next + 1n);
    return next;
  };
}

export const UNIQUE_NUMBERS: readonly NativeFunction[] = [{ name: 'uuid_short', parameters: [], result: UBIGINT, isVolatile: true, compute: counter() }];
