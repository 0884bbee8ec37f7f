import type { VariantPath } from './ast.js';
import { namedIfDeep } from './coercion.js';
import type { ExpressionContext } from './expression-context.js';
import { quoteText } from './quoting.js';
import { writePath } from './variant-path.js';

/**
 * What stands in a variant at a path, as a variant whose numbers have all the digits that they were written with. The engine writes fractions as a DOUBLE; where that
 * may be other digits than the document has, they are looked up there.
 */
export function writeExactPath(path: VariantPath, from: string, context: ExpressionContext): string {
  const part = writePath(path, from, context, 'json_extract');
  const keys = keyPathOf(path);
  if (keys === null) return part;
  return namedIfDeep([from, part], ([document = '', found = '']) => `fn.exact_part(${document}, ${found}, ${keys}, ${lastKeyOf(path)})`);
}

/** The text of what stands at a path, with all digits of a number. Of objects keys are in alphabetical order. A part is a plain text mostly, and quick to get as one. */
export function writeExactText(path: VariantPath, from: string, context: ExpressionContext): string {
  const [text, part] = (['json_extract_string', 'json_extract'] as const).map((extract) => writePath(path, from, context, extract));
  const keys = keyPathOf(path);
  return namedIfDeep([text ?? '', part ?? '', from], ([written = '', found = '', document = '']) => (keys === null ? `fn.part_text(${written}, ${found})` : `fn.exact_text(${written}, ${found}, ${document}, ${keys}, ${lastKeyOf(path)})`));
}

/** A path for our own rules; null where its positions are not literals. */
function keyPathOf({ steps }: VariantPath): string | null {
  const keys = steps.map((step) => (step.kind === 'key' ? step.key : step.index.kind === 'number' ? Number(step.index.text) : null));
  return keys.every((key) => key !== null) ? keyPath(keys) : null;
}

/** Keys and positions on the way to a part, as a literal for our own rules. */
export function keyPath(steps: readonly (string | number)[]): string {
  return quoteText(`{${steps.map((step) => JSON.stringify(String(step))).join(',')}}`);
}

function lastKeyOf({ steps }: VariantPath): string {
  const last = steps.at(-1);
  return lastKey(last?.kind === 'key' ? last.key : null);
}

/** The key at the end of a path as it stands in a document, as a literal; NULL for another end, and for keys that may stand there in several ways. */
export function lastKey(key: string | null): string {
  return key !== null && UNESCAPED.test(key) ? quoteText(`"${key}"`) : 'CAST(NULL AS VARCHAR)';
}

// Control characters are what JSON escapes.
// eslint-disable-next-line no-control-regex
const UNESCAPED = /^[^"\\/\u0000-\u001f]+$/;
