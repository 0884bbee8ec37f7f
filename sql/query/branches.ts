import type { Expression } from './ast.js';
import { coerce, kindIn } from './coercion.js';
import type { ExpressionContext } from './expression-context.js';
import { writeMixed } from './mixing.js';

/**
 * Expressions of which one is the result (CASE, IF, COALESCE …), so that they have one type. With a text among others all become texts, unless
 * it is a literal that can stand for one of theirs, such as '0' or '2024-01-01'; other differences are for the engine.
 */
export function writeBranches(branches: readonly Expression[], context: ExpressionContext): readonly string[] {
  const kinds = branches.map((branch) => kindIn(branch, context));
  const isText = kinds.some((kind) => kind !== 'text' && kind !== 'null') && branches.some((branch, index) => kinds[index] === 'text' && !(branch.kind === 'text' && adapts(branch.text, kinds.includes('variant'))));
  return isText ? branches.map((branch) => coerce('text', branch, context)) : writeMixed(branches, context);
}

/** A variant takes a text by its JSON, which few texts are. */
const adapts = (text: string, hasVariant: boolean): boolean => !hasVariant && /^\s*([-+]?\d+(\.\d*)?|\d{4}-\d\d?-\d\d?([ T].*)?)\s*$/.test(text);
