import type { Expression } from './ast.js';
import { namedIfHeavy, operandOf } from './coercion.js';
import { keyPath, lastKey } from './exact-path.js';
import type { ExpressionContext } from './expression-context.js';
import { quoteText } from './quoting.js';
import { staticKind } from './static-kind.js';
import { placeOfPart } from './variant-path.js';

/** `x[key]` and `get(x, key)`, of an array, a map, a tuple or a variant: the engine decides which it is, and of a variant numbers keep their digits. */
export function writeElement(of: Expression, key: Expression, context: ExpressionContext): string {
  const [operand, index] = [operandOf(of, context), operandOf(key, context)];
  if (staticKind(of, context) === 'variant') return namedIfHeavy([operand], ([named = '']) => `fn.variant_at(${named}, ${index})`);
  if (key.kind === 'text') return namedIfHeavy([operand], ([named = '']) => namedElement(named, index, key.text));
  return namedIfHeavy([operand], ([named = '']) => `fn.element(${named}, ${index})`);
}

/** A key with quotes or backslashes is one that the engine's own form can't name. */
function namedElement(operand: string, index: string, key: string): string {
  if (/["\\]/.test(key)) return `fn.variant_at(${operand}, ${index})`;
  return `fn.named_element(${operand}, ${index}, ${quoteText(placeOfPart([key]))}, ${keyPath([key])}, ${lastKey(key)})`;
}
