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
  const keys = keyPathOf(path);
  if (keys === null) return part;
  return namedIfDeep([from, part], ([document = '', found = '']) => `fn.exact_part(${document}, ${found}, ${keys})`);
}

/** The text of what stands at a path, with all digits of a number. Of objects keys are in alphabetical order. A part is a plain text mostly, and quick to get as one. */
export function writeExactText(path: VariantPath, from: string, context: ExpressionContext): string {
  const [text, part] = (['json_extract_string', 'json_extract'] as const).map((extract) => writePath(path, from, context, extract));
  const keys = keyPathOf(path);
  return namedIfDeep([text ?? '', part ?? '', from], ([written = '', found = '', document = '']) => (keys === null ? `fn.part_text(${written}, ${found})` : `fn.exact_text(${written}, ${found}, ${document}, ${keys})`));
}

/** A path for our own rules, as a literal; null where its positions are not. */
function keyPathOf({ steps }: VariantPath): string | null {
  const keys = steps.map((step) => (step.kind === 'key' ? step.key : step.index.kind === 'number' ? step.index.text : null));
  return keys.includes(null) ? null : quoteText(`{${keys.map((key) => JSON.stringify(key)).join(',')}}`);
}
