import type { PathStep, VariantPath } from './ast.js';
import { writeExpression, type ExpressionContext } from './expression-context.js';
import { quoteText } from './quoting.js';

/**
 * The path of `v:a.b[0]`, with keys matched exactly.
 * @param from its operand, written as a variant
 * @param extract `json_extract` for a variant, `json_extract_string` for its text
 */
export function writePath({ steps }: VariantPath, from: string, context: ExpressionContext, extract: 'json_extract' | 'json_extract_string'): string {
  const isFixed = steps.every((step) => step.kind === 'key' || (step.index.kind === 'number' && /^\d+$/.test(step.index.text)));
  if (isFixed) return `${extract}(${from}, ${quoteText(steps.map(pointerOf).join(''))})`;
  const inner = steps.reduce((sql, step) => (step.kind === 'key' ? `json_extract(${sql}, ${quoteText(pointerOf(step))})` : `fn.variant_at(${sql}, ${writeExpression(step.index, context)})`), from);
  return extract === 'json_extract' ? inner : `json_extract_string(${inner}, '$')`;
}

const pointerOf = (step: PathStep): string => pointerTo(step.kind === 'key' ? step.key : step.index.kind === 'number' ? step.index.text : '');

/** A part of a JSON pointer (RFC 6901), which can name any key. */
export function pointerTo(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
