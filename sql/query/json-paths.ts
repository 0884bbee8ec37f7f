import { parsePath } from '../json/parse-path.js';
import type { Expression } from './ast.js';
import { quoteText } from './quoting.js';

/**
 * A path for the engine's own json_extract, which is many times faster than ours; null where that reads the path otherwise
 * (wildcards, ranges, positions from the end, odd keys) or the query does not name it.
 */
export function enginePath(path: Expression | undefined): string | null {
  if (path?.kind !== 'text') return null;
  const { steps } = parsePath(path.text);
  const parts = steps.map((step) => {
    if (step.kind === 'key') return /^[\w ]+$/.test(step.key) ? `."${step.key}"` : null;
    const [range] = step.kind === 'indices' && step.ranges.length === 1 ? step.ranges : [];
    return range && range.from === range.to && !range.from.fromLast ? `[${range.from.offset}]` : null;
  });
  return parts.includes(null) ? null : quoteText(`$${parts.join('')}`);
}

/** What one path finds in a document. @param extract what is told of it: the value, or its text */
export function extractAt(document: string, path: Expression | undefined, written: string): string {
  const known = enginePath(path);
  return known === null ? `stagewire_json_extract(${document}, ${written})` : `json_extract(${document}, ${known})`;
}
