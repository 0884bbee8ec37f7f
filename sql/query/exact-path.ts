import type { VariantPath } from './ast.js';
import { namedIfDeep } from './coercion.js';
import type { ExpressionContext } from './expression-context.js';
import { quoteText } from './quoting.js';
import { writePath } from './variant-path.js';

/**
 * What stands in a variant at a path, as a variant whose numbers have all the digits that they were written with. The engine writes fractions as a DOUBLE; where what it
 * writes is not in the document, it is looked up again by our own rules.
 */
export function writeExactPath(path: VariantPath, from: string, context: ExpressionContext): string {
  const part = writePath(path, from, context, 'json_extract');
  const keys = path.steps.map((step) => (step.kind === 'key' ? step.key : step.index.kind === 'number' ? step.index.text : null));
  if (keys.some((key) => key === null)) return part;
  const keyPath = `{${keys.map((key) => JSON.stringify(key)).join(',')}}`;
  return namedIfDeep([from, part], ([document = '', found = '']) => `fn.exact_part(${document}, ${found}, ${quoteText(keyPath)})`);
}
