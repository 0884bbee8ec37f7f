import { parsePath } from '../json/parse-path.js';
import type { Expression } from './ast.js';
import { namedIfHeavy } from './coercion.js';
import { keyPath, lastKey } from './exact-path.js';
import { quoteText } from './quoting.js';

/** A path as SQL literals: for the engine's own json_extract, for our own rules, and the key at its end. */
interface EnginePath {
  readonly forEngine: string;
  readonly keys: string;
  readonly last: string;
}

/**
 * A path for the engine's own json_extract, which is many times faster than ours; null where that reads the path otherwise
 * (wildcards, ranges, positions from the end, odd keys) or the query does not name it.
 */
function enginePath(path: Expression | undefined): EnginePath | null {
  if (path?.kind !== 'text') return null;
  const { steps } = parsePath(path.text);
  const parts = steps.map((step) => {
    if (step.kind === 'key') return /^[\w ]+$/.test(step.key) ? step.key : null;
    const [range] = step.kind === 'indices' && step.ranges.length === 1 ? step.ranges : [];
    return range && range.from === range.to && !range.from.fromLast ? range.from.offset : null;
  });
  if (!parts.every((part) => part !== null)) return null;
  const end = parts.at(-1);
  return { forEngine: quoteText(`$${parts.map((part) => (typeof part === 'string' ? `."${part}"` : `[${part}]`)).join('')}`), keys: keyPath(parts), last: lastKey(typeof end === 'string' ? end : null) };
}

/** What one path finds in a document, with all digits of its numbers. @param written the path, where the query does not name it */
export function extractAt(document: string, path: Expression | undefined, written: string): string {
  const known = enginePath(path);
  if (known === null) return `stagewire_json_extract(${document}, ${written})`;
  return namedIfHeavy([document], ([of = '']) => `fn.exact_part(${of}, json_extract(${of}, ${known.forEngine}), ${known.keys}, ${known.last})`);
}

/** The text of what one path finds in a document. */
export function extractTextAt(document: string, path: Expression | undefined, written: string): string {
  return namedIfHeavy([extractAt(document, path, written)], ([found = '']) => `fn.digits_of_part(${found})`);
}
