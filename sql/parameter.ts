import type { ColumnType, Value } from './relation.js';

/** A value that a client binds to a `?`, under the type with which it came. */
export interface Parameter {
  readonly type: ColumnType;
  readonly value: Value;
}

/**
 * What the `?` of a text stand for: nothing (they are mistakes), values that are bound later (the
 * statement is only being prepared), or these values in order.
 */
export type ParameterSource = 'none' | 'announced' | readonly Parameter[];

/** A variable of the session (`$x`, SET VARIABLE) or of the user (`@x`); `name` in lower case. */
export interface Variable {
  readonly kind: 'session-variable' | 'user-variable';
  readonly name: string;
}

/** What variables stand for: what they hold now (it throws for one that is unknown), or values that are known later, while the statement is only being prepared. */
export type VariableSource = 'announced' | ((variable: Variable) => Parameter);

const TEXT = new TextDecoder('utf-8', { fatal: true });

/** A parameter where the grammar takes a text; null if it can't be one (NULL, bytes that are no UTF-8). */
export function parameterText({ value }: Parameter): string | null {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '');
  if (!(value instanceof Uint8Array)) return typeof value === 'boolean' ? String(Number(value)) : String(value);
  try {
    return TEXT.decode(value);
  } catch {
    return null;
  }
}

/** A parameter where the grammar takes a whole number of at least 0, also one that came as text or as a double; else null. */
export function parameterInteger(parameter: Parameter): number | null {
  const text = parameterText(parameter);
  const value = text !== null && /^\d+(\.0*)?$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/** A parameter as the value of an option: numbers and flags stay what they are, everything else is text; null as above. */
export function parameterOption(parameter: Parameter): string | number | boolean | null {
  const { value, type } = parameter;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint' || type.name === 'decimal') return Number(value);
  return parameterText(parameter);
}
