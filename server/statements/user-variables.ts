import { StagewireError } from '../../errors/index.js';
import type { TextOrVariable } from '../../sql/grammar/clauses.js';
import { parameterText, type Parameter, type VariableSource } from '../../sql/parameter.js';
import type { ColumnType, Value } from '../../sql/relation.js';
import type { Session } from '../session.js';

const LARGEST_INT64 = 2n ** 63n - 1n;
const NULL: Parameter = { type: { name: 'null' }, value: null };

/** The value of `@name`; NULL for one that was never set. */
export function userVariable(session: Session, name: string): Parameter {
  return session.userVariables.get(name) ?? NULL;
}

/** The value of `$name`. Throws 2801 (1193). */
export function sessionVariable(session: Session, name: string): Parameter {
  const value = session.sessionVariables.get(name);
  if (!value) throw new StagewireError('UnknownVariable', `Unknown variable '$${name}'; SET VARIABLE ${name} = … makes it`);
  return value;
}

/** What the variables of a session hold, for statements that are read by it. */
export function variablesOf(session: Session): VariableSource {
  return ({ kind, name }) => (kind === 'session-variable' ? sessionVariable(session, name) : userVariable(session, name));
}

/** The text of a pattern. 1006 for a variable that is no text. */
export function patternOf(pattern: TextOrVariable | null, session: Session): string | null {
  if (pattern === null) return null;
  if (pattern.kind === 'text') return pattern.text;
  const { value } = pattern.kind === 'session-variable' ? sessionVariable(session, pattern.name) : userVariable(session, pattern.name);
  if (typeof value === 'string') return value;
  throw new StagewireError('BadArguments', `invalid pattern expr: variable ${pattern.name} is not set to a text`);
}

/** A query attribute as MySQL's function shows it; null if it is NULL or was not sent. */
export function attributeText(value: Value | undefined): string | null {
  return value === undefined ? null : parameterText({ type: { name: 'varchar' }, value });
}

/** A value as variables keep it, integers as BIGINT as in MySQL, whatever width the result had from which they come. */
export function variableOf(value: Value, type: ColumnType = typeOf(value)): Parameter {
  if (value === null) return NULL;
  if (/^(u?int(8|16|32)|boolean)$/.test(type.name)) return { type: { name: 'int64' }, value: Number(value) };
  return { type, value };
}

function typeOf(value: Value): ColumnType {
  if (value === null) return { name: 'null' };
  if (value instanceof Date) return { name: 'timestamp' };
  if (value instanceof Uint8Array) return { name: 'bytes' };
  if (typeof value === 'string') return { name: 'varchar' };
  if (typeof value === 'boolean') return { name: 'boolean' };
  if (typeof value === 'bigint') return { name: value > LARGEST_INT64 ? 'uint64' : 'int64' };
  return { name: Number.isInteger(value) ? 'int64' : 'double' };
}
