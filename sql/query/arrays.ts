import type { Expression } from './ast.js';
import { coerce, kindIn } from './coercion.js';
import type { ExpressionContext } from './expression-context.js';
import { writeMixed } from './mixing.js';

/** Items that have no type in common are variants; points in time have one. */
export function writeArray(items: readonly Expression[], context: ExpressionContext): string {
  const kinds = new Set(items.map((item) => (item.kind === 'array' ? 'array' : kindIn(item, context))).filter((kind) => kind !== 'null' && kind !== 'unknown'));
  const isAlike = kinds.size <= 1 || [...kinds].every((kind) => kind === 'time' || kind === 'zoned');
  return `[${(isAlike ? writeMixed(items, context) : items.map((item) => coerce('json', item, context))).join(', ')}]`;
}
