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
  if (isFixed) return `${extract}(${from}, ${quoteText(placeOfPart(steps.map(partOf)))})`;
  const inner = steps.reduce((sql, step) => (step.kind === 'key' ? `json_extract(${sql}, ${quoteText(placeOfPart([step.key]))})` : `fn.variant_at(${sql}, ${writeExpression(step.index, context)})`), from);
  return extract === 'json_extract' ? inner : `json_extract_string(${inner}, '$')`;
}

const partOf = (step: PathStep): string | number => (step.kind === 'key' ? step.key : step.index.kind === 'number' ? Number(step.index.text) : '');

/**
 * Where a part stands, for the engine: keys, and positions from 0. A JSON pointer (RFC 6901) can name any key, but digits in it are a key or a position as the
 * document happens to have it; so where there are some it is a path that tells them apart, if that can name the keys.
 */
export function placeOfPart(parts: readonly (string | number)[]): string {
  const hasDigits = parts.some((part) => typeof part === 'number' || /^\d+$/.test(part));
  if (hasDigits && parts.every((part) => (typeof part === 'number' ? Number.isSafeInteger(part) : /^[^"\\*]+$/.test(part)))) {
    return `$${parts.map((part) => (typeof part === 'number' ? `[${part}]` : `."${part}"`)).join('')}`;
  }
  return parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
