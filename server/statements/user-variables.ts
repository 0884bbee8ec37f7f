import type { Parameter } from '../../sql/parameter.js';
import type { Scalar } from '../../sql/query/quoting.js';
import type { ColumnType } from '../../sql/relation.js';
import type { Session } from '../session.js';

const LARGEST_INT64 = 2n ** 63n - 1n;

/** The value of `@name` as a parameter; NULL for one that was never set. */
export function parameterOfVariable(session: Session, name: string): Parameter {
  const value = session.userVariables.get(name) ?? null;
  return { type: typeOf(value), value };
}

function typeOf(value: Scalar): ColumnType {
  if (value === null) return { name: 'null' };
  if (value instanceof Date) return { name: 'timestamp' };
  if (typeof value === 'string') return { name: 'varchar' };
  if (typeof value === 'boolean') return { name: 'boolean' };
  if (typeof value === 'bigint') return { name: value > LARGEST_INT64 ? 'uint64' : 'int64' };
  return { name: Number.isInteger(value) ? 'int64' : 'double' };
}
