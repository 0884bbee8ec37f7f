import type { QueryExpression } from './ast.js';

/** Functions whose value is another each time, whatever they are asked; those of the clock have that of the session. */
export const VOLATILE: ReadonlySet<string> = new Set(['rand', 'random', 'uuid', 'gen_random_uuid', 'uuid_short', 'random_bytes', 'sleep']);

/** Whether a query over the same rows may give others the next time: by a function or by a sample. */
export function isVolatile(query: QueryExpression): boolean {
  return visit(query);
}

function visit(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, name } = value as { readonly kind?: unknown; readonly name?: unknown };
  if (kind === 'sampled' || (kind === 'call' && typeof name === 'string' && VOLATILE.has(name))) return true;
  for (const child of value instanceof Map ? value.values() : Object.values(value)) if (visit(child)) return true;
  return false;
}
