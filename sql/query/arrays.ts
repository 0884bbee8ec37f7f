import type { Expression } from './ast.js';
import { coerce, kindIn } from './coercion.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';

/** Items that have no type in common are variants. */
export function writeArray(items: readonly Expression[], context: ExpressionContext): string {
  const kinds = new Set(items.map((item) => (item.kind === 'array' ? 'array' : kindIn(item, context))).filter((kind) => kind !== 'null' && kind !== 'unknown'));
  return `[${items.map((item) => (kinds.size > 1 ? coerce('json', item, context) : writeExpression(item, context))).join(', ')}]`;
}
