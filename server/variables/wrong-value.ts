import { StagewireError } from '../../errors/index.js';
import type { Scalar } from '../../sql/query/quoting.js';

/** ER_WRONG_VALUE_FOR_VAR */
export function wrongValue(name: string, value: Scalar): StagewireError {
  return new StagewireError('WrongValueForVariable', `Variable '${name}' can't be set to the value of '${String(value ?? 'NULL')}'`);
}
