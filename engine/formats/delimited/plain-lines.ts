import { lookThrough, type Looking } from '../shape/look-through.js';
import type { DelimitedOptions } from './options.js';
import type { PlainLines } from './plain-look.js';

/** The lines of a local file; null for one that is not plain. */
export async function plainLines(path: string, { quote, fieldDelimiter, type, skipHeader }: DelimitedOptions, looking: Looking): Promise<PlainLines | null> {
  const marks = { quote: quote === '' ? null : quote.charCodeAt(0), delimiter: fieldDelimiter.charCodeAt(0), isText: type === 'TEXT', headerRecords: skipHeader };
  const parts = await lookThrough('plain', path, marks, looking);
  const plain = parts.filter((part) => part !== null);
  if (plain.length < parts.length) return null;
  return {
    longest: Math.max(...plain.map(({ longest }) => longest)),
    hasBlankLines: plain.some(({ hasBlankLines }) => hasBlankLines),
    hasLinesBehindHeader: plain[0]?.hasLinesBehindHeader === true,
  };
}
