import { lookThrough, type Looking } from '../shape/look-through.js';
import { meaningBytes, type DelimitedOptions } from './options.js';
import type { PlainLines } from './plain-look.js';

/** The lines of a local file; null for one that is not plain. */
export async function plainLines(path: string, options: DelimitedOptions, looking: Looking): Promise<PlainLines | null> {
  const parts = await lookThrough('plain', path, { ...meaningBytes(options), isText: options.type === 'TEXT', headerRecords: options.skipHeader }, looking);
  const plain = parts.filter((part) => part !== null);
  if (plain.length < parts.length) return null;
  return {
    longest: Math.max(...plain.map(({ longest }) => longest)),
    hasBlankLines: plain.some(({ hasBlankLines }) => hasBlankLines),
    hasNullBytes: plain.some(({ hasNullBytes }) => hasNullBytes),
    hasLinesBehindHeader: plain[0]?.hasLinesBehindHeader === true,
  };
}
